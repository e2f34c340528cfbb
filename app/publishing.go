package app

import (
	"context"

	"masthead/service"
	"masthead/service/publish"
)

// publishing is the controller of replacing a picture: ask once, send, wait, show what
// was found.
type publishing struct {
	*core
	stop [2]context.CancelFunc
}

// ask opens the confirmation for the draft of a side.
func (c *publishing) ask(k service.Kind) {
	side := c.model.side(k)
	if !c.model.publishable() || side.Draft == nil || side.Rendering.Shots == nil || side.Drawing {
		return
	}
	small := smallVariant(k)
	c.question(k, &job{
		Request: publish.Request{
			Account: c.model.Account, Kind: k,
			Upload: side.Rendering.Upload.Picture, Forecast: side.Rendering.Shots,
		},
		draft: side.Draft, why: side.Rendering.Upload.Why,
		before: live(side.Shots, small).Pixels, after: live(side.Rendering.Shots, small).Pixels,
	})
}

// askRemoval opens the confirmation for taking the banner away.
func (c *publishing) askRemoval() {
	const k = service.Banner
	if !c.model.publishable() || c.model.Account.BannerURL == "" {
		return
	}
	c.question(k, &job{
		Request: publish.Request{Account: c.model.Account, Kind: k}, removal: true,
		before: live(c.model.side(k).Shots, smallVariant(k)).Pixels,
	})
}

// question freezes what is asked about and opens the confirmation, unless the side is
// busy with another publishing or its receipt.
func (c *publishing) question(k service.Kind, j *job) {
	side := c.model.side(k)
	if side.Publish.Phase != Idle {
		return
	}
	j.publisher, j.plan = c.services.publisher, c.services.api.Plan
	side.Publish = Publishing{Phase: Asking, Job: j}
	c.changed()
}

// smallVariant is the size that stands for a picture in the confirmation.
func smallVariant(k service.Kind) service.Variant {
	name := "x96"
	if k == service.Banner {
		name = "600x200"
	}
	v, _ := service.VariantNamed(k, name)
	return v
}

// decline closes the confirmation.
func (c *publishing) decline(k service.Kind) {
	if c.model.decline(k) {
		c.changed()
	}
}

// confirm publishes what was asked about.
func (c *publishing) confirm(k service.Kind) {
	side := c.model.side(k)
	if side.Publish.Phase != Asking {
		return
	}
	j := side.Publish.Job
	side.Publish = Publishing{Phase: Running, Job: j}
	side.Trouble = nil
	var ctx context.Context
	ctx, c.stop[k] = context.WithCancel(c.life)
	c.changed()
	step := func(s service.Step) {
		c.tasks.post(c.life, func() {
			if p := &c.model.side(k).Publish; p.Phase == Running && p.Job == j {
				p.Step = s
				c.changed()
			}
		})
	}
	type result struct {
		receipt service.Receipt
		err     error
	}
	// The work ends with the window or with Stop; its result is wanted all the same, so
	// it is the window's life that decides whether it is shown.
	run(c.tasks, c.life, func(context.Context) result {
		var r result
		if j.removal {
			r.receipt, r.err = j.publisher.RemoveBanner(ctx, j.Account, step)
		} else {
			r.receipt, r.err = j.publisher.Publish(ctx, j.Request, step)
		}
		return r
	}, func(r result) { c.finished(j, r.receipt, r.err) })
}

// finished shows a receipt, or why nothing was changed; the draft stays in both cases.
func (c *publishing) finished(j *job, r service.Receipt, err error) {
	mine := c.model.Own.ID == j.Account.ID // else another account was opened meanwhile
	if mine {
		c.noteReads()
	}
	side := c.model.side(j.Kind)
	if r.SentAt.IsZero() || err != nil && r.Outcome != service.Unconfirmed {
		again := func() { c.ask(j.Kind) }
		if j.removal {
			again = c.askRemoval
		}
		side.Publish = Publishing{}
		side.Trouble = c.troubled(err, again)
		if t := side.Trouble; t != nil && !mine {
			t.Title, t.Retry = "@"+j.Account.Handle+": "+t.Title, nil
		}
		if mine {
			c.noteOwn()
		} else {
			c.note(j.Account, j.plan())
		}
		c.changed()
		return
	}
	if r.Account.ID != "" {
		c.note(r.Account, j.plan())
	}
	side.Publish = Publishing{Phase: Published, Job: j, Receipt: r, Err: err}
	side.Trouble = nil
	if r.Outcome != service.Unconfirmed {
		c.show(j.Kind, r)
		c.desk.NotifyIfAway(outcomeTitle(r), outcomeText(r, nil))
	}
	c.changed()
}

// show puts what was found onto the wall.
func (c *publishing) show(k service.Kind, r service.Receipt) {
	if c.model.Own.ID == r.Account.ID {
		c.model.Own = r.Account
	}
	if c.model.Account.ID != r.Account.ID {
		return // another account was opened meanwhile
	}
	c.model.Account = r.Account
	side := c.model.side(k)
	side.Showing = ShowLive
	if r.Outcome == service.Removed {
		side.Shots = nil
		return
	}
	side.Shots = nil
	for _, found := range r.Sizes {
		side.Shots = append(side.Shots, found.Shot)
	}
}

// halt stops sending, or waiting once everything was sent.
func (c *publishing) halt(k service.Kind) {
	if c.model.side(k).Publish.Phase == Running && c.stop[k] != nil {
		c.stop[k]()
	}
}

// checkAgain looks whether what was sent has become live by now.
func (c *publishing) checkAgain(k service.Kind) {
	p := &c.model.side(k).Publish
	if p.Phase != Published || p.Receipt.Outcome != service.Unconfirmed || p.Checking {
		return
	}
	j, receipt := p.Job, p.Receipt
	p.Checking = true
	c.changed()
	type result struct {
		receipt service.Receipt
		err     error
	}
	run(c.tasks, c.life, func(ctx context.Context) result {
		r, err := j.publisher.Confirm(ctx, receipt, j.Forecast)
		return result{r, err}
	}, func(r result) {
		side := c.model.side(k)
		if side.Publish.Phase != Published || side.Publish.Job != j {
			return // put away meanwhile
		}
		side.Publish.Checking = false
		if r.err != nil {
			side.Trouble = c.troubled(r.err, func() { c.checkAgain(k) })
			c.changed()
			return
		}
		c.finished(j, r.receipt, nil)
	})
}

// done puts a receipt away, and with it the draft that is live now; a draft that was
// made meanwhile stays.
func (c *publishing) done(k service.Kind) {
	side := c.model.side(k)
	if side.Publish.Phase != Published {
		return
	}
	p := side.Publish
	side.Publish = Publishing{}
	if p.Receipt.Outcome != service.Unconfirmed && side.Draft == p.Job.draft {
		*side = Side{Shots: side.Shots}
	}
	c.changed()
}
