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
	if !c.model.publishable() || side.Draft == nil || side.Rendering.Shots == nil || side.Publish.Phase == Running {
		return
	}
	side.Publish = Publishing{Phase: Asking}
	c.changed()
}

// askRemoval opens the confirmation for taking the banner away.
func (c *publishing) askRemoval() {
	side := c.model.side(service.Banner)
	if !c.model.publishable() || c.model.Account.BannerURL == "" || side.Publish.Phase == Running {
		return
	}
	side.Publish = Publishing{Phase: Asking, Removal: true}
	c.changed()
}

// decline closes the confirmation.
func (c *publishing) decline(k service.Kind) {
	side := c.model.side(k)
	if side.Publish.Phase == Asking {
		side.Publish = Publishing{}
		c.changed()
	}
}

// confirm publishes what was asked about.
func (c *publishing) confirm(k service.Kind) {
	side := c.model.side(k)
	if side.Publish.Phase != Asking {
		return
	}
	removal := side.Publish.Removal
	account, publisher := c.model.Account, c.services.publisher
	request := publish.Request{
		Account: account, Kind: k, Upload: side.Rendering.Upload.Picture, Forecast: side.Rendering.Shots,
	}
	side.Publish = Publishing{Phase: Running, Removal: removal, Forecast: request.Forecast}
	side.Trouble = nil
	var ctx context.Context
	ctx, c.stop[k] = context.WithCancel(c.life)
	c.changed()
	step := func(s service.Step) {
		c.tasks.post(c.life, func() {
			if p := &c.model.side(k).Publish; p.Phase == Running {
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
		if removal {
			r.receipt, r.err = publisher.RemoveBanner(ctx, account, step)
		} else {
			r.receipt, r.err = publisher.Publish(ctx, request, step)
		}
		return r
	}, func(r result) { c.finished(k, r.receipt, r.err) })
}

// finished shows a receipt, or why nothing was changed; the draft stays in both cases.
func (c *publishing) finished(k service.Kind, r service.Receipt, err error) {
	c.noteReads()
	side := c.model.side(k)
	if r.SentAt.IsZero() || err != nil && r.Outcome != service.Unconfirmed {
		side.Publish = Publishing{}
		side.Trouble = c.troubled(err, func() { c.ask(k) })
		c.changed()
		return
	}
	side.Publish.Phase, side.Publish.Receipt = Published, r
	side.Trouble = nil
	if r.Outcome != service.Unconfirmed {
		c.show(k, r)
		c.desk.NotifyIfAway(outcomeTitle(r), outcomeText(r))
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
	side := c.model.side(k)
	if side.Publish.Phase != Published || side.Publish.Receipt.Outcome != service.Unconfirmed || side.Drawing {
		return
	}
	receipt, forecast, publisher := side.Publish.Receipt, side.Publish.Forecast, c.services.publisher
	side.Drawing = true
	c.changed()
	type result struct {
		receipt service.Receipt
		err     error
	}
	run(c.tasks, c.life, func(ctx context.Context) result {
		r, err := publisher.Confirm(ctx, receipt, forecast)
		return result{r, err}
	}, func(r result) {
		side := c.model.side(k)
		side.Drawing = false
		if r.err != nil {
			side.Trouble = c.troubled(r.err, func() { c.checkAgain(k) })
			c.changed()
			return
		}
		c.finished(k, r.receipt, nil)
	})
}

// done puts a receipt away, and with it the draft that is live now.
func (c *publishing) done(k service.Kind) {
	side := c.model.side(k)
	if side.Publish.Phase != Published {
		return
	}
	unconfirmed := side.Publish.Receipt.Outcome == service.Unconfirmed
	side.Publish = Publishing{}
	if !unconfirmed {
		*side = Side{Shots: side.Shots}
	}
	c.changed()
}
