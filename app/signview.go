package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/panel"
)

// signView is the card for signing in. What is typed into it goes to the controller and
// is forgotten with the card.
type signView struct {
	window           *window
	modal            *panel.Modal
	key, secret, pin *widgets.Field
	typed, pinPart   *fyne.Container
	like, callback   *widgets.Words
	note, trouble    *widgets.Words
	open             *widgets.Button
	way              *widgets.Link
	shown            signCard
}

// showSigning opens the card, brings it up to date, or closes it.
func (v *window) showSigning(c *signCard) {
	switch {
	case c == nil && v.sign != nil:
		v.sign.modal.Close()
		v.sign = nil
	case c != nil && v.sign == nil:
		v.sign = newSignView(v, *c)
		v.sign.set(*c)
		v.sign.modal.Ask(v.sign.first())
	case c != nil:
		v.sign.set(*c)
	}
}

func newSignView(v *window, c signCard) *signView {
	s := &signView{window: v}
	s.key = widgets.NewField("", 0)
	s.key.OnReturn = func(string) { v.Canvas().Focus(s.secret) }
	s.secret = widgets.NewSecretField("", 0)
	s.secret.OnReturn = func(string) { s.openBrowser() }
	s.pin = widgets.NewField("7 digits", 0)
	s.pin.OnReturn = v.signing.finish
	for _, f := range []*widgets.Field{s.key, s.secret, s.pin} {
		f.OnChanged = func(string) { s.enable() }
	}
	s.typed = widgets.NewColumn(3*look.Step, labelled("API key", s.key), labelled("API key secret", s.secret))
	s.pinPart = labelled("PIN that X shows after you allow the app", s.pin)
	s.like = widgets.NewWords("", widgets.Style{})
	s.callback = widgets.NewWords("", widgets.Small())
	s.note = widgets.NewWords("", widgets.Caption())
	s.trouble = widgets.NewWords("", widgets.Style{Size: look.TextSmall, Color: look.Bad})
	s.open = widgets.NewButton("", widgets.Secondary, s.openBrowser)
	s.way = widgets.NewPlainLink("", look.TextCaption, func() { v.signing.useCallback(s.shown.PIN) })
	lead := widgets.NewWords(c.Lead, widgets.Style{Color: look.Muted})
	lead.SetLink(c.LeadLink, func() { v.perform(doOpenPortal) })
	body := widgets.NewColumn(3*look.Step, lead, s.like, s.typed, s.open, s.callback, s.pinPart, s.note, s.trouble)
	s.modal = panel.NewModal(v.Canvas(), panel.Question{
		Title: c.Title, Body: body, Confirm: c.Confirm, Cancel: "Cancel", Aside: s.way,
	})
	s.modal.OnCancel = v.signing.cancel
	s.modal.OnConfirm = s.confirm
	return s
}

func labelled(label string, field *widgets.Field) *fyne.Container {
	// Keys are longer than their fields, and a bar under them tells nothing.
	plain := container.NewThemeOverride(field, look.WithoutScrollBars(fyne.CurrentApp().Settings().Theme()))
	return widgets.NewColumn(look.Step, widgets.NewWords(label, widgets.Small()), plain)
}

// first is what the keyboard goes to when the card opens.
func (s *signView) first() fyne.Focusable {
	switch {
	case s.shown.Typed:
		return s.key
	case s.shown.PIN:
		return s.open
	}
	return nil
}

// confirm exchanges the PIN, or opens the browser where that comes back by itself.
func (s *signView) confirm() {
	if s.shown.PIN {
		s.window.signing.finish(s.pin.Text)
	} else {
		s.openBrowser()
	}
}

func (s *signView) openBrowser() { s.window.signing.openBrowser(s.key.Text, s.secret.Text) }

// enable lets what can be pressed be pressed, by what has been typed so far.
func (s *signView) enable() {
	keys := !s.shown.Typed || s.key.Text != "" && s.secret.Text != ""
	s.open.SetEnabled(s.shown.CanOpen && keys)
	if s.shown.PIN {
		s.modal.SetConfirm(s.shown.Confirm, s.shown.CanPIN && s.pin.Text != "")
	} else {
		s.modal.SetConfirm(s.shown.Confirm, s.shown.CanOpen && keys)
	}
}

func (s *signView) set(c signCard) {
	before := s.shown
	s.shown = c
	s.enable()
	if before == c {
		return
	}
	v := s.window
	s.like.SetText(c.Like)
	s.like.SetLink(c.Switch, func() { v.signing.useOtherKeys(!s.shown.Typed) })
	visible(s.like, c.Like != "" || c.Switch != "")
	visible(s.typed, c.Typed)
	s.open.SetText(c.Open)
	visible(s.open, c.PIN)
	visible(s.callback, c.Callback != "")
	s.callback.SetText("Register this address on your app’s page of the portal, exactly as it is: " + c.Callback)
	s.callback.SetLink("Copy", v.signing.copyCallback)
	visible(s.pinPart, c.PIN)
	s.way.SetText(c.Way)
	s.setWords(c)
	s.modal.Refresh()
	if c.PIN && c.CanPIN && c.Page != before.Page {
		s.pin.SetText("") // one that was typed before is another page's
		v.Canvas().Focus(s.pin)
	}
}

// setWords sets what goes on and what went wrong, each with the one thing to do about it.
func (s *signView) setWords(c signCard) {
	v := s.window
	note := c.Note
	if c.Page != "" {
		s.note.SetLink("Copy the page’s address", v.signing.copyPage)
		if note == "" {
			note = "Did no page open?"
		}
	} else {
		s.note.SetLink("", nil)
	}
	s.note.SetText(note)
	visible(s.note, note != "")
	s.trouble.SetText(c.Trouble)
	if c.Portal {
		s.trouble.SetLink("Open the portal", func() { v.perform(doOpenPortal) })
	} else {
		s.trouble.SetLink("", nil)
	}
	visible(s.trouble, c.Trouble != "")
}
