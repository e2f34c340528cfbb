package app

import (
	"context"
	"time"

	"masthead/app/message"
	"masthead/app/task"
	"masthead/service"
	"masthead/service/session"
	"masthead/service/twitter"
)

// patience is how long the keyring may take before the window says that it waits for it:
// a password may be asked for behind it.
const patience = 3 * time.Second

// members is the controller of who is signed in: what was kept is opened at the start,
// another account is switched to, one is signed out.
type members struct {
	*core
	accounts *accounts
	place    place
	// stop ends the waiting for the keyring.
	stop context.CancelFunc
	// leaving is what the access is taken back with, of the account that is asked about.
	leaving *twitter.Client
}

// restore opens the account that was shown last. With nobody signed in the keyring is
// not asked at all. The list of accounts is a small file, and it may lie on a drive that
// does not answer: the window stands meanwhile.
func (c *members) restore() {
	c.model.Starting = true
	c.changed()
	c.withList(func(entries []session.Entry, err error) {
		c.model.Starting = false
		c.listed(entries, err)
		switch {
		case c.model.SignedIn != NotSignedIn || c.model.Phase != Nobody: // something was opened meanwhile
		case len(entries) > 0:
			c.open(entries[0])
		case service.IsLoopback(c.place.base.Hostname()):
			c.tryLocal()
		}
		c.changed()
	})
	c.tasks.After(c.life, patience, func() {
		c.model.Starting = false // what can be done without it need not wait
		c.changed()
	})
}

// tryLocal tries keys that stand for none: an emulator on this computer takes any, and
// nothing secret is at stake. A server that wants real ones is signed in to as X is.
func (c *members) tryLocal() {
	s, err := c.place.signed(session.Credentials{
		ConsumerKey: "local", ConsumerSecret: "local", Token: "local", TokenSecret: "local",
	}, service.Plan{})
	if err != nil {
		return
	}
	type result struct {
		account service.Account
		err     error
	}
	task.Run(c.tasks, c.life, func(ctx context.Context) result {
		a, err := s.gallery.Own(ctx)
		return result{a, err}
	}, func(r result) {
		switch {
		case c.model.SignedIn != NotSignedIn || c.model.Phase != Nobody: // something was opened meanwhile
		case r.err == nil:
			c.accounts.use(s, ThisRun)
			c.accounts.arrived(r.account, true)
		case service.CodeOf(r.err) != service.SignedOut:
			c.model.Trouble = c.troubled(r.err, c.tryLocal)
			c.changed()
		}
	})
}

// tidy removes what was signed out while the keyring did not answer.
func (c *members) tidy() {
	task.Run(c.tasks, c.life, c.book.Tidy, func(error) {}) // it is tried again at every start
}

// listed takes over who is signed in. What was read since the list was written stays.
func (c *members) listed(entries []session.Entry, err error) {
	for i, e := range entries {
		if known := c.entry(&Member{ID: e.Account.ID}); known != nil && known.Account.ReadAt.After(e.Account.ReadAt) {
			entries[i].Account, entries[i].Plan = known.Account, known.Plan
		}
	}
	c.entries = entries
	c.model.Members = nil
	for _, e := range entries {
		c.model.Members = append(c.model.Members, Member{e.Account.ID, e.Account.Handle})
	}
	if err != nil {
		c.model.Trouble = c.troubled(err, nil)
	}
}

// list asks who is signed in now.
func (c *members) list() {
	c.withList(func(entries []session.Entry, err error) {
		c.listed(entries, err)
		c.changed()
	})
}

// withList reads the list of accounts off the interface goroutine.
func (c *members) withList(then func([]session.Entry, error)) {
	type result struct {
		entries []session.Entry
		err     error
	}
	task.Run(c.tasks, c.life, func(context.Context) result {
		entries, err := c.book.Accounts()
		return result{entries, err}
	}, func(r result) { then(r.entries, r.err) })
}

// switchTo opens another account that is signed in.
func (c *members) switchTo(id string) {
	if c.current() == id && c.model.Phase == Open {
		c.accounts.openOwn()
		return
	}
	for _, e := range c.entries {
		if e.Account.ID == id {
			c.open(e)
			return
		}
	}
}

// current is the ID of the account that the window belongs to, "" when there is none or
// it is the demo's.
func (c *members) current() string {
	if c.model.SignedIn == Demo {
		return ""
	}
	return c.model.Own.ID
}

// entry is the entry of a member, nil for nil or one that has gone.
func (c *members) entry(m *Member) *session.Entry {
	for i := range c.entries {
		if m != nil && c.entries[i].Account.ID == m.ID {
			e := c.entries[i]
			return &e
		}
	}
	return nil
}

// open shows an account as it was read last, gets its keys, and reads it with them.
func (c *members) open(e session.Entry) {
	c.endWaiting()
	c.accounts.use(c.place.unsigned(), NotSignedIn)
	c.accounts.recall(e.Account)
	var ctx context.Context
	ctx, c.stop = context.WithCancel(c.life)
	c.withKeyring(ctx, func(ctx context.Context) (session.Credentials, error) { return c.book.Keys(ctx, e) },
		func(keys session.Credentials, err error) {
			switch {
			case err != nil:
				c.model.Keyring = c.troubled(err, func() { c.open(e) })
				c.changed()
			case c.model.Phase == Remembered && c.model.Account.ID == e.Account.ID:
				c.sign(e, keys)
			case c.model.SignedIn == NotSignedIn:
				// Something else is looked at by now, and stays: the keys serve for what comes next.
				if s, err := c.place.signed(keys, e.Plan); err == nil {
					c.accounts.adopt(s, c.keptAs(e), e.Account)
				}
				c.changed()
			}
		})
}

// sign goes on with an account's keys.
func (c *members) sign(e session.Entry, keys session.Credentials) {
	s, err := c.place.signed(keys, e.Plan)
	if err != nil {
		c.model.Keyring = c.troubled(err, nil)
		c.changed()
		return
	}
	c.accounts.use(s, c.keptAs(e))
	c.accounts.recall(e.Account)
	c.accounts.readOwn()
}

func (c *members) keptAs(e session.Entry) SignIn {
	if c.book.ThisRun(e.Account.ID) {
		return ThisRun
	}
	return Kept
}

// withKeyring asks the keyring off the interface goroutine and says so when it takes its
// time. A late answer counts for as long as ctx lives.
func (c *members) withKeyring(ctx context.Context, ask func(context.Context) (session.Credentials, error), then func(session.Credentials, error)) {
	type result struct {
		keys session.Credentials
		err  error
	}
	answered, waiting := false, waitingForKeyring()
	task.Run(c.tasks, ctx, func(ctx context.Context) result {
		keys, err := ask(ctx)
		return result{keys, err}
	}, func(r result) {
		answered = true
		if c.model.Keyring == waiting {
			c.model.Keyring = nil
		}
		then(r.keys, r.err)
	})
	c.tasks.After(ctx, patience, func() {
		if !answered {
			c.model.Keyring = waiting
			c.changed()
		}
	})
}

func waitingForKeyring() *Trouble {
	return &Trouble{Message: message.Message{
		Title: "Waiting for your keyring.", Text: "It may be asking for its password, perhaps behind this window.",
		Action: message.GoOn,
	}}
}

// goOn puts the waiting for the keyring out of the way. A late answer still counts.
func (c *members) goOn() {
	c.model.Keyring = nil
	c.changed()
}

func (c *members) endWaiting() {
	if c.stop != nil {
		c.stop()
		c.stop = nil
	}
	c.model.Keyring = nil
}
