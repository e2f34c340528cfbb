package app

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/look"
)

// small is the smallest window, in the toolkit's test driver.
func small(t *testing.T) (*loose, *window) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.System))
	life, end := context.WithCancel(t.Context())
	t.Cleanup(end)
	l := newLoose(t, life, unchanged())
	w := app.NewWindow("Masthead")
	v := newWindow(w, l.controllers)
	l.changed = func() { v.show(present(&l.model, l.now())) }
	w.Resize(fyne.NewSize(leastWidth, leastHeight))
	l.changed()
	return l, v
}

// press is a key that goes down and is let go, as Fyne tells it to what has the focus.
func press(o fyne.Focusable, name fyne.KeyName) {
	key := &fyne.KeyEvent{Name: name}
	o.(desktop.Keyable).KeyDown(key)
	o.TypedKey(key)
	o.(desktop.Keyable).KeyUp(key)
}

// press is a key that goes down and is let go, as Fyne tells it: to what has the focus,
// else to the window.
func (v *window) press(name fyne.KeyName) {
	if focused := v.Canvas().Focused(); focused != nil {
		press(focused, name)
		return
	}
	key := &fyne.KeyEvent{Name: name}
	v.keyDown(key)
	v.typedKey(key)
}

// walk visits an object and all within it.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, visit)
		}
	}
}

func TestTheSignInCardFitsTheSmallestWindow(t *testing.T) {
	l, v := small(t)
	l.signing.begin()
	if v.Canvas().Focused() != v.sign.key {
		t.Errorf("the focus is on %T", v.Canvas().Focused())
	}
	keys := unchanged().Credentials()
	v.sign.key.SetText(keys.ConsumerKey)
	v.sign.secret.SetText(keys.ConsumerSecret)
	v.sign.openBrowser()
	l.until(func() bool { return l.model.Signing.Phase == Allowing })
	if v.Canvas().Focused() != v.sign.pin {
		t.Errorf("with the page open the focus is on %T", v.Canvas().Focused())
	}
	v.sign.pin.SetText("0000000")
	l.signing.failed(Allowing, &service.Error{Code: service.Overloaded, Detail: "HTTP 503, code 130"})
	l.changed()
	low, high := float32(0), float32(leastHeight)
	walk(v.sign.modal, func(o fyne.CanvasObject) {
		if _, ok := o.(*widgets.Button); ok && o.Visible() {
			low = max(low, fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y+o.Size().Height)
		}
		if _, ok := o.(*widgets.Words); ok && o.Visible() {
			high = min(high, fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y)
		}
	})
	if high < 0 || low > leastHeight {
		t.Errorf("the card runs from %v to %v of %v", high, low, leastHeight)
	}
	l.signing.end()
	l.signing.failed(Typing, &service.Error{Code: service.Expired})
	l.changed()
	v.sign.openBrowser()
	l.until(func() bool { return l.model.Signing.Phase == Allowing })
	if v.sign.pin.Text != "" {
		t.Errorf("a new page, and the PIN of the last one: %q", v.sign.pin.Text)
	}
	press(v.sign.secret, fyne.KeyEscape)
	if l.model.Signing != nil || v.sign != nil {
		t.Error("Escape does not close the card")
	}
}

// With the file chooser in front, Return must not publish what is behind it.
func TestKeysStopAtWhatStandsInFront(t *testing.T) {
	l, v := small(t)
	l.drafts.open(service.Avatar, sample(t, "square.jpg"))
	l.until(func() bool { return l.model.Sides[service.Avatar].Rendering.Shots != nil })
	chooser := widget.NewModalPopUp(widget.NewLabel("Choose"), v.Canvas())
	chooser.Show()
	v.press(fyne.KeyReturn)
	if l.model.Signing != nil || l.model.busy() {
		t.Error("Return goes through to the draft")
	}
	v.press(fyne.KeyEscape)
	if v.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close it")
	}
	v.press(fyne.KeyReturn)
	if l.model.Signing == nil {
		t.Error("afterwards Return does nothing")
	}
}

func TestTheSignOutCardByKeyboard(t *testing.T) {
	l, v := small(t)
	l.model.SignedIn, l.model.Phase = Kept, Open
	l.model.Own = service.Account{ID: "1", Handle: "ada"}
	l.model.Account = l.model.Own
	s, err := l.members.place.signed(credentialsOf(unchanged().Credentials()), service.Plan{})
	if err != nil {
		t.Fatal(err)
	}
	l.core.services = s
	l.members.askLeaving()
	var check *widgets.Check
	walk(v.ask, func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Check); ok {
			check = c
		}
	})
	v.Canvas().Focus(check)
	press(check, fyne.KeySpace)
	if !check.Checked() {
		t.Error("Space does not take the choice")
	}
	press(check, fyne.KeyEscape)
	if l.model.Question != nil {
		t.Error("Escape does not leave the card")
	}
}
