package app

import (
	"context"

	"masthead/app/message"
	"masthead/app/task"
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
	c.closeQuestion()
	c.last, c.model.Trouble = nil, nil
	c.adopt(s, by, service.Account{})
}

// adopt goes on with other services for what is asked from now on, and leaves what is
// shown as it is.
func (c *accounts) adopt(s *services, by SignIn, own service.Account) {
	c.retire(c.services)
	c.services = s
	c.model.SignedIn, c.model.Server, c.model.API, c.model.Own = by, c.server, s.server, own
	c.model.Reads, c.model.Skew, c.model.Plan = Reads{}, 0, service.Plan{}
	c.aim()
}

// retire ends services that nothing is asked of any more. A publishing to an account of
// their own ends with them, and its receipt: what it leads back to is theirs, too.
func (c *accounts) retire(s *services) {
	if s.ends == nil {
		return
	}
	c.abandon(s.server)
	task.Run(c.tasks, c.life, func(context.Context) struct{} {
		s.close()
		return struct{}{}
	}, func(struct{}) {})
}

// aim says whose picture the drafts would replace, where that is another one than before,
// and shows the receipts of the account beside what they are of.
func (c *accounts) aim() {
	own := c.model.own()
	for _, k := range service.Kinds {
		side, p := c.model.side(k), c.model.publishingOf(Deed{own, k})
		sent := p.Phase != Idle && p.Job.draft == side.Draft
		if p.Phase != Idle && !sent {
			side.Showing = ShowLive
		}
		switch {
		case own.ID == "", side.Draft == nil, side.Target == own:
			continue
		case sent:
			side.Turned = nil // it is this account's already, or about to be
		case side.Target.ID != "":
			side.Turned = refusal("The draft would now replace @"+c.model.Own.Handle+"’s "+k.String()+".",
				"It was made beside another account. Whose picture is replaced stands on the button and in the question.")
		}
		side.Target = own
	}
}

// showNobody empties the window of accounts; drafts stay.
func (c *accounts) showNobody() {
	c.model.Phase, c.model.Account, c.model.Own = Nobody, service.Account{}, service.Account{}
	for _, k := range service.Kinds {
		c.model.side(k).newGeneration(nil)
		c.model.side(k).Turned = nil // it named somebody
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
	a = c.model.corrected(a, a.ReadAt)
	c.model.Phase, c.model.Opening, c.model.Account, c.model.Own = Remembered, "", a, a
	c.model.arrived()
	c.aim()
	if !again {
		c.model.waitingFor(a)
	}
	c.changed()
	for _, k := range service.Kinds {
		ctx, loader, w := c.ctx, c.services.gallery, c.watch(c.ctx, k)
		task.Run(c.tasks, ctx, func(ctx context.Context) struct{} {
			loader.Recall(ctx, a, k, w.show)
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
	began := c.now()
	task.Run(c.tasks, c.ctx, func(ctx context.Context) result {
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
		c.takeOver(r.account, began)
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
