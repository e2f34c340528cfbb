package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/pixel"
	"masthead/widgets/wall"
)

// bindKeys gives the keyboard everything that the mouse can do.
func (v *window) bindKeys() {
	c := v.Canvas()
	for _, key := range []fyne.KeyName{fyne.KeyO, fyne.KeyS, fyne.KeyR, fyne.KeyL, fyne.Key1, fyne.Key2, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyQ} {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}, v.shortcut)
	}
	c.AddShortcut(&fyne.ShortcutPaste{}, v.shortcut)
	c.SetOnTypedKey(v.typedKey)
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(v.keyDown)
		d.SetOnKeyUp(func(e *fyne.KeyEvent) { v.held(e, false) })
	}
}

// keyDown notes that a key goes down. With something focused that is told by it, and so
// the key itself comes from there.
func (v *window) keyDown(e *fyne.KeyEvent) {
	v.chord = true
	if v.Canvas().Focused() == nil {
		v.keys.Down(e.Name)
	}
	v.held(e, true)
}

// shortcut carries out a shortcut of the window, once however long it is held; the handle
// field hands on those that are not its own.
func (v *window) shortcut(s fyne.Shortcut) {
	fresh := v.chord
	v.chord, v.keys = false, widgets.Press{}
	if !fresh || v.Canvas().Overlays().Top() != nil {
		return // it repeats, or a question or a menu is open
	}
	if _, ok := s.(*fyne.ShortcutPaste); ok {
		v.paste()
		return
	}
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return
	}
	switch custom.KeyName {
	case fyne.KeyO:
		v.drafts.choose()
	case fyne.KeyS:
		v.saving.saveShown()
	case fyne.KeyR:
		v.refresh()
	case fyne.KeyL:
		v.Canvas().Focus(v.bar.field)
	case fyne.Key1:
		v.view.front(service.Avatar)
	case fyne.Key2:
		v.view.front(service.Banner)
	case fyne.KeyReturn, fyne.KeyEnter:
		v.publish()
	case fyne.KeyQ:
		v.quit()
	}
}

// typedKey is for keys that nothing with the focus uses. One that is held down counts
// once.
func (v *window) typedKey(e *fyne.KeyEvent) {
	if v.Canvas().Focused() == nil && !v.keys.Take(e.Name) {
		return
	}
	if top := v.Canvas().Overlays().Top(); top != nil {
		v.keyOver(top, e)
		return
	}
	o := v.model.Looking
	switch e.Name {
	case fyne.KeyB:
		v.view.backdrop((o.Backdrop + 1) % (wall.Checker + 1))
	case fyne.KeyM:
		v.view.mask(masks[(index(masks, o.Mask)+1)%len(masks)])
	case fyne.KeyReturn, fyne.KeyEnter:
		v.publish()
	case fyne.KeyEscape:
		v.Canvas().Unfocus()
		v.perform(doDismiss)
	}
}

// keyOver is for keys while something stands in front of the window: one of our cards, or
// one of the toolkit's own, such as the file chooser, which Escape closes.
func (v *window) keyOver(top fyne.CanvasObject, e *fyne.KeyEvent) {
	if card, ok := top.(widgets.KeyTaker); ok {
		card.TakeKey(e)
	} else if e.Name == fyne.KeyEscape {
		top.Hide()
	}
}

// held shows what is live for as long as Space is held.
func (v *window) held(e *fyne.KeyEvent, down bool) {
	if e.Name == fyne.KeySpace && v.Canvas().Overlays().Top() == nil {
		v.view.peek(down)
	}
}

// viewing is the controller of how things are looked at.
type viewing struct {
	*core
	before Showing // what was shown before Space was held
	peeked *Side   // the tab on which it is held; nil when it is not
}

func (c *viewing) front(k service.Kind) {
	c.peek(false)
	c.model.Front = k
	c.model.arrived()
	c.changed()
}

func (c *viewing) show(s Showing) {
	c.model.side(c.model.Front).Showing = s
	c.changed()
}

func (c *viewing) backdrop(b wall.Backdrop) {
	c.model.Looking.Backdrop = b
	c.changed()
}

func (c *viewing) mask(m pixel.Mask) {
	c.model.Looking.Mask = m
	c.changed()
}

func (c *viewing) zoom(z pixel.Zoom) {
	c.model.Looking.Zoom[c.model.Front] = z
	c.changed()
}

// peek shows Live while it is asked to, and then what was shown before.
func (c *viewing) peek(on bool) {
	side := c.model.side(c.model.Front)
	switch {
	case on && c.peeked == nil && side.Draft != nil:
		c.peeked, c.before, side.Showing = side, side.Showing, ShowLive
	case !on && c.peeked != nil:
		c.peeked.Showing = c.before
		c.peeked = nil
	default:
		return
	}
	c.changed()
}

// toggleOriginal shows the original at 1:1 among the others, or as a thumbnail again.
func (c *viewing) toggleOriginal() {
	c.model.Looking.Original = !c.model.Looking.Original
	c.changed()
}
