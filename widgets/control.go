package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var _ desktop.Keyable = (*control)(nil)

// control is what all pressable things share: focus, hover, being disabled, and the
// same meaning of click, Space and Return. A key that is held down presses once. The
// widget that embeds it calls extend.
type control struct {
	widget.DisableableWidget

	self             fyne.Widget
	press            func()
	keys             Press
	focused, hovered bool
}

func (c *control) extend(self fyne.Widget, press func()) {
	c.self, c.press = self, press
	c.ExtendBaseWidget(self)
}

// Tapped is called by Fyne.
func (c *control) Tapped(*fyne.PointEvent) {
	if !c.Disabled() {
		c.press()
	}
}

// FocusGained is called by Fyne.
func (c *control) FocusGained() {
	c.focused, c.keys = true, Press{}
	c.self.Refresh()
}

// FocusLost is called by Fyne.
func (c *control) FocusLost() {
	c.focused = false
	c.self.Refresh()
}

// KeyDown is called by Fyne.
func (c *control) KeyDown(key *fyne.KeyEvent) {
	c.keys.Down(key.Name)
	PassDown(c.self, key)
}

// KeyUp is called by Fyne.
func (c *control) KeyUp(*fyne.KeyEvent) {}

// TypedKey presses, or hands the key on.
func (c *control) TypedKey(key *fyne.KeyEvent) {
	if presses(key) && !c.Disabled() {
		if c.keys.Take(key.Name) {
			c.press()
		}
		return
	}
	c.handOn(key)
}

// handOn hands on a key that was pressed just now; one that is held down is nobody's.
func (c *control) handOn(key *fyne.KeyEvent) {
	if c.keys.Take(key.Name) {
		PassKey(c.self, key)
	}
}

// TypedRune hands characters on; Space has arrived as a key already.
func (c *control) TypedRune(char rune) {
	if char != ' ' {
		PassRune(c.self, char)
	}
}

// MouseIn is called by Fyne.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.self.Refresh()
}

// MouseMoved is called by Fyne.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (c *control) MouseOut() {
	c.hovered = false
	c.self.Refresh()
}
