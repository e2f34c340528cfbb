package app

import (
	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/panel"
)

// showLeaving opens the question before signing out, or closes it.
func (v *window) showLeaving(c *leaveCard) {
	switch {
	case c == nil && v.leave != nil:
		v.leave.Close()
		v.leave = nil
	case c != nil && v.leave == nil:
		v.leave = v.newLeaving(*c)
		v.leave.Ask(nil)
	}
}

func (v *window) newLeaving(c leaveCard) *panel.Modal {
	revoke := widgets.NewCheck(c.Revoke)
	body := widgets.NewColumn(2*look.Step, widgets.NewWords(c.Text, widgets.Style{Color: look.Muted}))
	if c.Revoke != "" {
		body.Add(revoke)
		body.Add(widgets.NewWords(c.RevokeText, widgets.Caption()))
	}
	m := panel.NewModal(v.Canvas(), panel.Question{Title: c.Title, Body: body, Confirm: "Sign out", Cancel: "Cancel"})
	m.OnCancel = v.members.stay
	m.OnConfirm = func() { v.members.leave(revoke.Checked()) }
	return m
}
