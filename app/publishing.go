package app

import (
	"context"
	"maps"
	"slices"

	"masthead/app/task"
	"masthead/service"
	"masthead/service/publish"
)

// publishing is the controller of replacing a picture: ask once, send, wait, show what
// was found. Each belongs to an account, and goes on whatever is shown meanwhile.
type publishing struct {
	*core
	accounts *accounts
	// stop ends the publishing of a job; each is called when its job is done, too.
	stop map[*job]context.CancelFunc
	// attempts are those of which nobody knows yet whether they arrived, oldest first.
	attempts map[Deed][]publish.Attempt
}

func newPublishing(c *core, a *accounts) *publishing {
	return &publishing{core: c, accounts: a, stop: map[*job]context.CancelFunc{}, attempts: map[Deed][]publish.Attempt{}}
}

// ask opens the confirmation for the draft of a side.
func (c *publishing) ask(k service.Kind) {
	side := c.model.side(k)
	if !c.model.publishable() || side.Draft == nil || side.Rendering.Shots == nil || side.Drawing {
		return
	}
	small := smallVariant(k)
	c.question(Replacing, &job{
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
	c.question(Removing, &job{
		Request: publish.Request{Account: c.model.Account, Kind: k}, removal: true,
		before: live(c.model.side(k).Shots, smallVariant(k)).Pixels,
	})
}

// question freezes what is asked about and opens the confirmation, unless the tab is busy
// with another publishing or its receipt.
func (c *publishing) question(about Matter, j *job) {
	if p := c.model.publishing(j.Kind); p.Phase != Idle {
		if j.draft != p.Job.draft {
			c.refuseBeside(p, j.Kind)
		}
		return
	}
	j.deed, j.server = c.model.deed(j.Kind), c.model.Server
	j.services = c.services
	j.Former = slices.Clone(c.attempts[j.deed])
	c.core.ask(Question{About: about, Kind: j.Kind, Job: j})
}

// refuseBeside says why nothing can be published beside what stands there.
func (c *publishing) refuseBeside(p *Publishing, k service.Kind) {
	t := refusal("The receipt still stands here.", "Put it away with Done, then publish.")
	if p.Phase == Running {
		t = refusal("Another picture is on its way.", "Wait for its receipt, then publish.")
	}
	c.model.side(k).Trouble = t
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

// confirm publishes what was asked about.
func (c *publishing) confirm(k service.Kind) {
	q := c.model.Question
	if !q.publishes() || q.Kind != k {
		return
	}
	c.model.Question = nil
	j := q.Job
	if c.model.publishingOf(j.deed).Phase != Idle {
		c.changed()
		return // never two at the same picture
	}
	c.model.setPublishing(j.deed, Publishing{Phase: Running, Job: j})
	c.model.side(j.Kind).Turned = nil // it was said, and answered
	ctx, stop := context.WithCancel(c.life)
	c.stop[j] = stop
	c.changed()
	step := func(s service.Step) {
		c.tasks.Post(c.life, func() {
			if p := c.model.publishingOf(j.deed); p.Phase == Running && p.Job == j {
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
	done := j.services.hold()
	task.Run(c.tasks, c.life, func(context.Context) result {
		defer done()
		var r result
		if j.removal {
			r.receipt, r.err = j.services.publisher.RemoveBanner(ctx, j.Request, step)
		} else {
			r.receipt, r.err = j.services.publisher.Publish(ctx, j.Request, step)
		}
		return r
	}, func(r result) {
		c.release(j)
		c.finished(j, r.receipt, r.err)
	})
}

// release ends the context of a job that is done.
func (c *publishing) release(j *job) {
	if stop := c.stop[j]; stop != nil {
		stop()
		delete(c.stop, j)
	}
}

// finished shows a receipt, or why there is none; the draft stays in both cases.
func (c *publishing) finished(j *job, r service.Receipt, err error) {
	if c.model.publishingOf(j.deed).Job != j {
		return // its account has gone with the demo
	}
	c.remember(j, r)
	if c.model.API == j.deed.API {
		c.noteReads()
	}
	if err != nil {
		again := func() { c.ask(j.Kind) }
		if j.removal {
			again = c.askRemoval
		}
		c.noteOf(j, j.Account)
		trouble := c.troubled(err, again)
		c.model.setPublishing(j.deed, Publishing{Trouble: trouble})
		if trouble != nil {
			c.tellElsewhere(j, trouble.Title, trouble.Text)
		}
		c.changed()
		return
	}
	c.model.setPublishing(j.deed, Publishing{Phase: Published, Job: j, Receipt: r})
	if r.Outcome != service.Unconfirmed {
		c.show(j, r)
		c.desk.NotifyIfAway("@"+r.Account.Handle+": "+outcomeTitle(r), outcomeText(r))
	}
	c.noteOf(j, r.Account)
	c.tellElsewhere(j, outcomeTitle(r)+".", outcomeText(r))
	c.changed()
}

// remember keeps what has gone out without anybody knowing what became of it, so that a
// later attempt knows its own picture from the one that was there before. What is proved
// needs no remembering.
func (c *publishing) remember(j *job, r service.Receipt) {
	switch {
	case r.SentAt.IsZero():
	case r.Outcome == service.Unconfirmed, r.Outcome == service.Another: // it may still arrive
		others := slices.DeleteFunc(c.attempts[j.deed], func(a publish.Attempt) bool { return a.Receipt.SentAt.Equal(r.SentAt) })
		c.attempts[j.deed] = append(others, publish.Attempt{Receipt: r, Forecast: j.Forecast})
	default:
		delete(c.attempts, j.deed)
	}
}

// noteOf keeps what is known of an account, and of its plan, after a publishing: what was
// known when it began may be older than what is shown. The demo's is nothing to keep.
func (c *publishing) noteOf(j *job, a service.Account) {
	if j.deed.API != c.book.API {
		return
	}
	if c.model.own() == j.deed.Owner {
		a = c.model.Own
	}
	for _, e := range c.entries {
		if e.Account.ID == a.ID && e.Account.ReadAt.After(a.ReadAt) {
			a = e.Account
		}
	}
	c.note(c.model.corrected(a, a.ReadAt), j.services.api.Plan())
}

// tellElsewhere says what came of a publishing while another account or tab is shown. Of
// an account that is signed out by now everything is said here: it is shown nowhere else.
func (c *publishing) tellElsewhere(j *job, what, meaning string) {
	text := "More stands on its tab."
	switch {
	case !c.isMember(j.deed.Owner):
		text = meaning
		c.model.setPublishing(j.deed, Publishing{})
	case c.model.deed(j.Kind) != j.deed:
		text = "More stands with that account."
	case c.model.Front == j.Kind:
		return
	}
	c.model.Elsewhere = &Elsewhere{
		Trouble: *refusal("@"+j.Account.Handle+"’s "+j.Kind.String()+": "+what, text), Of: j.deed,
	}
}

// show puts what was found onto the wall of its account.
func (c *publishing) show(j *job, r service.Receipt) {
	c.model.noteChange(j.deed, r)
	account := c.model.corrected(r.Account, r.LiveAt) // the other picture may be newer
	if c.model.own() == j.deed.Owner {
		c.model.Own = account
	}
	if c.model.deed(j.Kind) != j.deed {
		return
	}
	c.model.Account = account
	side := c.model.side(j.Kind)
	side.Showing = ShowLive
	var shots []service.Shot
	for _, found := range r.Sizes {
		shots = append(shots, found.Shot)
	}
	side.newGeneration(shots)
	c.accounts.resize(j.Kind)
	for _, s := range side.Shots {
		if s.State == service.Waiting { // a size that the server alone names has no forecast
			c.accounts.retry(s.Variant)
		}
	}
}

// abandon ends the publishings to a server that ends, and forgets what was found.
func (c *publishing) abandon(server string) {
	for d, p := range c.model.Publishings {
		if d.API == server {
			if stop := c.stop[p.Job]; stop != nil {
				stop()
			}
			delete(c.model.Publishings, d)
		}
	}
	maps.DeleteFunc(c.attempts, func(d Deed, _ []publish.Attempt) bool { return d.API == server })
}

// halt stops sending, or waiting once everything was sent.
func (c *publishing) halt(k service.Kind) {
	p := c.model.publishing(k)
	if stop := c.stop[p.Job]; p.Phase == Running && stop != nil {
		stop()
	}
}

// checkAgain looks whether what was sent has become live by now.
func (c *publishing) checkAgain(k service.Kind) {
	p := c.model.publishing(k)
	if !p.unsettled() || p.Checking {
		return
	}
	j, receipt := p.Job, p.Receipt
	p.Checking, p.Trouble = true, nil
	c.changed()
	type result struct {
		receipt service.Receipt
		err     error
	}
	done := j.services.hold()
	task.Run(c.tasks, c.life, func(ctx context.Context) result {
		defer done()
		r, err := j.services.publisher.Confirm(ctx, receipt, j.Forecast)
		return result{r, err}
	}, func(r result) {
		p := c.model.publishingOf(j.deed)
		if p.Phase != Published || p.Job != j {
			return // put away meanwhile
		}
		p.Checking = false
		if r.err != nil {
			p.Trouble = c.troubled(r.err, func() { c.checkAgain(k) })
			c.changed()
			return
		}
		c.finished(j, r.receipt, nil)
	})
}

// done puts a receipt away, and with it the draft that is live now; a draft that was
// made meanwhile stays.
func (c *publishing) done(k service.Kind) {
	p := c.model.publishing(k)
	if p.Phase != Published {
		return
	}
	side := c.model.side(k)
	if !p.unsettled() && side.Draft == p.Job.draft {
		side.dropDraft()
	}
	c.model.setPublishing(c.model.deed(k), Publishing{})
	c.changed()
}
