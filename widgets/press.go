package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Press tells a fresh press of a key from what a key that is held down repeats. Fyne tells
// of a press by KeyDown and then TypedKey, of a repeat by TypedKey alone; and of a key that
// went down while something else had the focus by TypedKey alone, too.
type Press struct{ down fyne.KeyName }

// Down notes that a key goes down.
func (p *Press) Down(key fyne.KeyName) { p.down = key }

// Take reports whether the key that is typed was pressed just now. It is so once.
func (p *Press) Take(key fyne.KeyName) bool {
	fresh := key != "" && key == p.down
	p.down = ""
	return fresh
}

// PassDown tells the canvas's own handler that a key goes down, which Fyne does only when
// nothing has the focus. Space is left out: it belongs to what has the focus.
func PassDown(o fyne.CanvasObject, key *fyne.KeyEvent) {
	c, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(desktop.Canvas)
	if !ok || key.Name == fyne.KeySpace {
		return
	}
	if handler := c.OnKeyDown(); handler != nil {
		handler(key)
	}
}
