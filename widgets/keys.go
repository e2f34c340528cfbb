package widgets

import (
	"fyne.io/fyne/v2"
)

// KeyTaker is an overlay that takes the keys which the focused control has no use for. It
// gets fresh presses only.
type KeyTaker interface {
	TakeKey(*fyne.KeyEvent)
}

// PassKey hands on a key that was pressed just now and that a focused control does not
// use: to the overlay in front of everything, else to the canvas's own handler, which Fyne
// asks only when nothing has the focus.
func PassKey(o fyne.CanvasObject, key *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	if top := c.Overlays().Top(); top != nil {
		if taker, ok := top.(KeyTaker); ok {
			taker.TakeKey(key)
		}
		return
	}
	if handler := c.OnTypedKey(); handler != nil {
		handler(key)
	}
}

// PassRune hands on a character that a focused control does not use.
func PassRune(o fyne.CanvasObject, char rune) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil || c.Overlays().Top() != nil {
		return
	}
	if handler := c.OnTypedRune(); handler != nil {
		handler(char)
	}
}

// presses reports whether a key does what a click does: Space, and both Return keys.
func presses(key *fyne.KeyEvent) bool {
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		return true
	}
	return false
}
