package app

import (
	"context"

	"masthead/app/message"
	"masthead/service"
)

// use goes on with other services: what was on its way through the former ones ends, and
// what they told is forgotten. A publishing keeps its own until it is done.
func (c *accounts) use(s *services, by SignIn) {
	if c.stop != nil {
		c.stop()
	}
	c.ctx, c.stop = context.WithCancel(c.life)
	c.turns++
	for _, k := range service.Kinds {
		c.model.decline(k)
	}
	c.last, c.model.Trouble = nil, nil
	c.adopt(s, by, service.Account{})
}

// adopt goes on with other services for what is asked from now on, and leaves what is
// shown as it is.
func (c *accounts) adopt(s *services, by SignIn, own service.Account) {
	c.services.close()
	c.services = s
	c.model.SignedIn, c.model.Server, c.model.Own = by, c.server, own
	c.model.Reads, c.model.Skew, c.model.Plan = Reads{}, 0, service.Plan{}
}

// showNobody empties the window of accounts; drafts stay.
func (c *accounts) showNobody() {
	c.model.Phase, c.model.Account, c.model.Own = Nobody, service.Account{}, service.Account{}
	for _, k := range service.Kinds {
		c.model.side(k).Shots = nil
	}
	c.changed()
}

// recall shows one's own account as it was read at another time, with the pictures that
// are in the cache. Nothing is asked of anybody.
func (c *accounts) recall(a service.Account) {
	again := c.model.Phase == Remembered && c.model.Account.ID == a.ID
	if !again {
		c.stop()
		c.ctx, c.stop = context.WithCancel(c.life)
	}
	c.model.Phase, c.model.Opening, c.model.Account, c.model.Own = Remembered, "", a, a
	if !again {
		c.model.waitingFor(a)
	}
	c.changed()
	for _, k := range service.Kinds {
		ctx, loader := c.ctx, c.services.gallery
		run(c.tasks, ctx, func(ctx context.Context) struct{} {
			loader.Recall(ctx, a, k, c.shower(ctx, k))
			return struct{}{}
		}, func(struct{}) {})
	}
}

// readOwn reads the account that is remembered. What is shown stays until it has come.
func (c *accounts) readOwn() {
	loader := c.services.gallery
	type result struct {
		account service.Account
		err     error
	}
	run(c.tasks, c.ctx, func(ctx context.Context) result {
		a, err := loader.Own(ctx)
		return result{a, err}
	}, func(r result) {
		c.noteReads()
		if r.err != nil {
			c.model.Trouble = c.notRead(r.err)
			c.retryAtReset(r.err, c.readOwn)
			c.noteOwn()
			c.changed()
			return
		}
		c.model.Phase, c.model.Trouble = Open, nil
		c.takeOver(r.account)
		c.reload()
	})
}

// notRead says why one's own account could not be read, and what is shown instead.
func (c *accounts) notRead(err error) *Trouble {
	t, a := c.troubled(err, c.readOwn), c.model.Account
	if t == nil {
		return nil
	}
	switch service.CodeOf(err) {
	case service.Offline:
		if !a.ReadAt.IsZero() {
			t.Title += " Showing the pictures of " + age(a.ReadAt, c.now()) + "."
		}
	case service.PlanRefuses:
		t.Message = message.Message{
			Title: "This plan does not let Masthead read @" + a.Handle + ".", Action: message.TryAgain,
			Text: "A pasted image URL opens all the same; drafts, checks and export work as always.",
		}
	}
	return t
}
