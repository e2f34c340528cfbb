package app

import (
	"context"
	"strings"

	"masthead/app/message"
	"masthead/service/session"
)

// joined takes over somebody who has just signed in, and keeps the keys.
func (c *members) joined(g session.Granted) {
	c.endWaiting()
	e, err := c.book.Accept(c.life, g)
	if err != nil {
		c.model.Trouble = c.troubled(err, nil)
		c.changed()
		return
	}
	c.model.Trouble = nil
	c.sign(e, g.Credentials)
	c.keep(e)
}

// keep moves the keys of an account into the keyring, and says so when they are good for
// this run only.
func (c *members) keep(e session.Entry) {
	// Not ended by another account being opened: these keys are nowhere else.
	c.withKeyring(c.life, func(ctx context.Context) (session.Credentials, error) {
		return session.Credentials{}, c.book.Keep(ctx, e.Account.ID)
	}, func(_ session.Credentials, err error) {
		if err == nil && c.model.SignedIn == ThisRun && c.model.Own.ID == e.Account.ID {
			c.model.SignedIn = Kept
			c.noteOwn()
		}
		if err != nil && c.book.ThisRun(e.Account.ID) {
			c.model.Keyring = c.notKept(err)
		}
		c.changed()
		c.list()
	})
	c.list()
}

// notKept says which accounts are signed in for this run only, and why.
func (c *members) notKept(err error) *Trouble {
	t := c.troubled(err, c.keepAll)
	if t == nil {
		return nil
	}
	var handles []string
	for _, e := range c.book.ThisRunOnly() {
		handles = append(handles, "@"+e.Account.Handle)
	}
	verb := " is"
	if len(handles) > 1 {
		verb = " are"
	}
	t.Action = message.TryAgain
	t.Text = strings.Join(handles, ", ") + verb + " signed in for this run only: keys are kept in the keyring and nowhere else."
	return t
}

// keepAll tries again to keep whoever is signed in for this run only.
func (c *members) keepAll() {
	for _, e := range c.book.ThisRunOnly() {
		c.keep(e)
	}
	c.changed()
}
