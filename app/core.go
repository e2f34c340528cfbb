package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"masthead/app/message"
	"masthead/app/task"
	"masthead/service"
	"masthead/service/session"
	"masthead/service/signin"
)

// core is what the controllers of all journeys share. Everything in it belongs to the
// interface goroutine.
type core struct {
	model    Model
	services *services
	tasks    *task.Door
	desk     desk
	book     *signin.Book
	// entries are the accounts behind Model.Members, in the same order.
	entries []session.Entry
	// notes are what is still to be written into the book, in order.
	notes []note
	now   func() time.Time
	// changed shows the model; every controller calls it after it changed something.
	changed func()
	// life ends with the window.
	life context.Context
}

// desk is the desktop around the window, as far as the controllers need it.
type desk interface {
	// ChoosePicture lets the user pick a file; then is not called when they cancel.
	ChoosePicture(then func(path string))
	// ChooseFolder lets the user pick where to save.
	ChooseFolder(then func(dir string))
	// OpenURL opens a page in the browser.
	OpenURL(url string)
	// Copy puts text on the clipboard.
	Copy(text string)
	// Quit closes the window.
	Quit()
	// NotifyIfAway shows a desktop notification unless the window is in front.
	NotifyIfAway(title, text string)
}

// troubled makes the trouble of an error; retry may be nil. What the user stopped is no
// trouble.
func (c *core) troubled(err error, retry func()) *Trouble {
	return c.troubledFile(err, "", retry)
}

// troubledFile is troubled for something that happened to a file.
func (c *core) troubledFile(err error, name string, retry func()) *Trouble {
	if err == nil || service.CodeOf(err) == service.Canceled || errors.Is(err, context.Canceled) {
		return nil
	}
	return &Trouble{Message: message.OfFile(err, name, c.now()), Retry: retry}
}

// untilOf is when a rate limit ends; zero for every other error.
func untilOf(err error) time.Time {
	var e *service.Error
	if errors.As(err, &e) && e.Code == service.RateLimited {
		return e.Until
	}
	return time.Time{}
}

// noteReads takes over what X last said of its limit and of the plan.
func (c *core) noteReads() {
	if c.services.api == nil {
		return
	}
	c.model.Skew, c.model.Plan = c.services.signer.Skew(), c.services.api.Plan()
	if l, ok := c.services.api.Limit(); ok {
		c.model.Reads = Reads{Left: l.Remaining, Limit: l.Limit, Reset: l.Reset}
	}
}

// isMember reports whether an account is signed in, or is the demo that is.
func (c *core) isMember(o Owner) bool {
	return o == c.model.own() || o.API == c.book.API && slices.ContainsFunc(c.entries, func(e session.Entry) bool { return e.Account.ID == o.ID })
}

// noteOwn keeps what is known of one's own account.
func (c *core) noteOwn() {
	if c.model.SignedIn == Kept || c.model.SignedIn == ThisRun {
		c.note(c.model.Own, c.model.Plan)
	}
}

// note keeps what is known of an account for when it is opened next. One note is written
// after the other; that one cannot be costs a read then, and is nothing to bother anybody
// with now.
func (c *core) note(a service.Account, p service.Plan) {
	if a.ID == "" {
		return
	}
	for i := range c.entries {
		if c.entries[i].Account.ID == a.ID {
			c.entries[i].Account, c.entries[i].Plan = a, p
		}
	}
	c.notes = append(c.notes, note{a, p})
	if len(c.notes) == 1 {
		c.writeNotes()
	}
}

// note is what is to be kept of an account.
type note struct {
	account service.Account
	plan    service.Plan
}

func (c *core) writeNotes() {
	n := c.notes[0]
	task.Run(c.tasks, c.life, func(context.Context) error { return c.book.Note(n.account, n.plan) }, func(error) {
		if c.notes = c.notes[1:]; len(c.notes) > 0 {
			c.writeNotes()
		}
	})
}
