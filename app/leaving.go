package app

import (
	"context"
	"slices"

	"masthead/app/message"
	"masthead/app/task"
	"masthead/service"
	"masthead/service/session"
	"masthead/service/twitter"
)

// askLeaving asks before the account whose keys are in use is signed out.
func (c *members) askLeaving() {
	if c.current() == "" {
		return
	}
	c.leaving = c.services.api
	c.ask(Question{About: SigningOut, Leaves: Member{c.model.Own.ID, c.model.Own.Handle}, CanRevoke: c.leaving != nil})
}

// leave signs out the account that was asked about, after taking its access back at X
// where that is wanted.
func (c *members) leave(revoke bool) {
	q := c.model.Question
	if q == nil || q.About != SigningOut {
		return
	}
	api := c.leaving
	c.model.Question, c.leaving = nil, nil
	if revoke && api != nil {
		c.revoke(q.Leaves, api)
	} else {
		c.forget(q.Leaves)
	}
	c.changed()
}

// revoke takes an account's access back with its own keys, whoever is shown by then. An
// account whose access could not be taken back stays signed in.
func (c *members) revoke(m Member, api *twitter.Client) {
	task.Run(c.tasks, c.life, api.Invalidate, func(err error) {
		switch {
		case err == nil:
			c.forget(m)
		case service.CodeOf(err) == service.SignedOut:
			c.forget(m)
			c.model.Trouble = &Trouble{Message: message.Message{
				Title: "@" + m.Handle + " is signed out on this computer.", Action: message.OpenX,
				Text: "X did not take the keys any more, so the access could not be taken back with them. X’s settings list the apps that have access.",
			}}
		default:
			c.model.Trouble = c.troubled(err, func() { c.revoke(m, api) })
			if t := c.model.Trouble; t != nil {
				t.Text = "The access was not taken back, and @" + m.Handle + " is still signed in. " + t.Text
			}
		}
		c.changed()
	})
}

// forget removes an account's keys from this computer and opens the next account that is
// signed in, if there is one.
func (c *members) forget(m Member) {
	e := session.Entry{API: c.book.API, Account: service.Account{ID: m.ID, Handle: m.Handle}}
	c.model.forgetPublishings(func(o Owner) bool { return o == Owner{c.book.API, m.ID} })
	if c.current() == m.ID {
		c.endWaiting()
		c.accounts.use(c.place.unsigned(), NotSignedIn)
		c.accounts.showNobody()
	}
	task.Run(c.tasks, c.life, func(ctx context.Context) error { return c.book.Forget(ctx, e) }, func(err error) {
		if t := c.troubled(err, func() { c.forget(m) }); t != nil {
			c.model.Keyring = notForgotten(m, t, err)
		}
		c.list()
	})
	c.entries = slices.DeleteFunc(c.entries, func(e session.Entry) bool { return e.Account.ID == m.ID })
	c.model.Members = slices.DeleteFunc(c.model.Members, func(other Member) bool { return other.ID == m.ID })
	if len(c.entries) > 0 && c.model.SignedIn == NotSignedIn && c.model.Phase == Nobody {
		c.open(c.entries[0])
		return
	}
	c.changed()
}

// notForgotten says what is left of an account after signing out.
func notForgotten(m Member, t *Trouble, err error) *Trouble {
	switch service.CodeOf(err) {
	case service.NoKeyring, service.KeyringLocked, service.KeyringFailed:
		t.Text = "@" + m.Handle + " is signed out, but the keyring still holds the keys. Masthead does not use them any more, and removes them at its next start if it can."
	default:
		t.Text = "@" + m.Handle + "’s keys are removed, but the list of accounts could not be changed: it still names the account."
	}
	t.Action = message.TryAgain
	return t
}
