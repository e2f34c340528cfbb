package app

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"masthead/app/task"
	"masthead/service"
	"masthead/service/twitter"
)

// accounts is the controller of opening accounts and loading their sizes.
type accounts struct {
	*core
	server string // behind the API's base, for people
	// abandon ends the publishings to a server that ends.
	abandon func(server string)
	// ctx is that of the account shown now; opening another one ends it, and with it
	// everything that was still on its way for the former one.
	ctx  context.Context
	stop context.CancelFunc
	// turns counts what was opened: what comes too late for its turn is not shown.
	turns int
	// demos are those that were started. Each ends with the program at the latest, whether
	// anybody has seen it or not.
	demos struct {
		sync.Mutex
		all []*services
	}
	// last is what was shown when an account was open last; what cannot be opened leads
	// back to it.
	last *Model
}

// tryDemo signs in to the built-in demo account.
func (c *accounts) tryDemo(start func(context.Context) (*services, error)) {
	type result struct {
		services *services
		err      error
	}
	c.turns++
	turn := c.turns
	task.Run(c.tasks, c.life, func(ctx context.Context) result {
		s, err := start(ctx)
		if err == nil {
			c.demos.Lock()
			defer c.demos.Unlock()
			c.demos.all = append(c.demos.all, s)
		}
		return result{s, err}
	}, func(r result) {
		if turn != c.turns { // something else was opened meanwhile
			if r.err == nil {
				c.retire(r.services)
			}
			return
		}
		if r.err != nil {
			c.model.Trouble = c.troubled(r.err, func() { c.tryDemo(start) })
			c.changed()
			return
		}
		c.use(r.services, Demo)
		c.model.Server = "the demo server"
		c.openOwn()
	})
}

// endDemos ends all demos that are not over yet. It is for the end of the program, which
// waits no longer for what uses them.
func (c *accounts) endDemos() {
	c.demos.Lock()
	defer c.demos.Unlock()
	for _, s := range c.demos.all {
		if s.ends != nil {
			s.ends()
		}
	}
}

// openOwn shows the account that is signed in.
func (c *accounts) openOwn() {
	c.open("", c.services.gallery.Own, c.openOwn)
}

// openText shows what was typed into the header's field: a handle, or an image's URL.
func (c *accounts) openText(text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	c.model.Typed = text
	loader := c.services.gallery // not to be read off the interface goroutine
	retry := func() { c.openText(text) }
	if handle, ok := twitter.ParseHandle(text); ok {
		if c.model.Own.Handle != "" && strings.EqualFold(handle, c.model.Own.Handle) {
			if c.services.api == nil {
				c.recall(c.model.Own) // its keys are not there yet
			} else {
				c.openOwn()
			}
			return
		}
		c.open("@"+handle, func(ctx context.Context) (service.Account, error) {
			return loader.Open(ctx, handle)
		}, retry)
		return
	}
	c.open(service.ShortURL(text), func(context.Context) (service.Account, error) {
		return loader.Link(text)
	}, retry)
}

// open shows empty frames at once, reads the account, and loads its sizes. Where the
// account cannot be read, what was shown before comes back, with the reason.
func (c *accounts) open(opening string, read func(context.Context) (service.Account, error), retry func()) {
	if c.model.shown() {
		shown := c.model
		c.last = &shown
	}
	c.closeQuestion() // it asked about the account that was shown
	c.turns++
	if c.stop != nil {
		c.stop()
	}
	c.ctx, c.stop = context.WithCancel(c.life)
	c.model.Phase, c.model.Opening, c.model.Trouble = Reading, opening, nil
	c.model.Account = service.Account{}
	c.model.waitingFor(c.model.Account)
	c.changed()
	type result struct {
		account service.Account
		err     error
	}
	began := c.now()
	task.Run(c.tasks, c.ctx, func(ctx context.Context) result {
		a, err := read(ctx)
		return result{a, err}
	}, func(r result) {
		c.noteReads()
		if r.err != nil {
			c.goBack()
			c.model.Trouble = c.troubled(r.err, retry)
			c.retryAtReset(r.err, retry)
			c.changed()
			return
		}
		c.arrived(c.model.corrected(r.account, began), opening == "")
	})
}

// arrived shows an account that has just been read, and loads its sizes.
func (c *accounts) arrived(a service.Account, own bool) {
	c.model.Phase, c.model.Opening, c.model.Typed, c.model.Account = Open, "", "", a
	if own {
		c.model.Own = a
		c.noteReads()
		c.noteOwn()
		c.aim()
	}
	c.model.arrived()
	if a.AvatarURL == "" && a.BannerURL != "" {
		c.model.Front = service.Banner
	}
	c.model.waitingFor(a)
	c.changed()
	other := service.Avatar + service.Banner - c.model.Front
	c.load(c.model.Front, func() { c.load(other, func() {}) })
}

// goBack shows what was shown before an account could not be opened. Sizes that were
// still on their way are asked for again.
func (c *accounts) goBack() {
	c.model.Opening = ""
	if c.last == nil {
		c.model.Phase = Nobody
		return
	}
	was := c.last.Account
	now := c.model.corrected(was, was.ReadAt) // a publishing may have ended meanwhile
	c.model.Phase, c.model.Account = c.last.Phase, now
	for _, k := range service.Kinds {
		shots := c.last.side(k).Shots
		if now.PictureURL(k) != was.PictureURL(k) {
			shots = nil
		}
		c.model.side(k).newGeneration(shots)
		c.complete(k)
	}
	c.model.arrived()
}

// complete asks for the sizes of a kind that the account may have and that nothing is
// known of.
func (c *accounts) complete(k service.Kind) {
	c.resize(k)
	waiting := func(s service.Shot) bool { return s.State == service.Waiting }
	if slices.ContainsFunc(c.model.side(k).Shots, waiting) {
		c.load(k, func() {})
	}
}

// load gets every size of one kind and then goes on.
func (c *accounts) load(k service.Kind, then func()) {
	ctx, account, loader := c.ctx, c.model.Account, c.services.gallery
	if len(c.model.side(k).Shots) == 0 {
		then()
		return
	}
	w := c.watch(ctx, k)
	task.Run(c.tasks, ctx, func(ctx context.Context) struct{} {
		loader.Load(ctx, account, k, w.show, w.healed)
		return struct{}{}
	}, func(struct{}) { then() })
}

// retry asks for one size again.
func (c *accounts) retry(v service.Variant) {
	ctx, account, loader := c.ctx, c.model.Account, c.services.gallery
	c.model.side(v.Kind).setShot(service.Shot{Variant: v})
	c.changed()
	w := c.watch(ctx, v.Kind)
	task.Run(c.tasks, ctx, func(ctx context.Context) struct{} {
		loader.Retry(ctx, account, v, w.show, w.healed)
		return struct{}{}
	}, func(struct{}) {})
}

// refresh reads what is shown again; nothing disappears while it does.
func (c *accounts) refresh() {
	switch {
	case c.model.Phase == Remembered && c.services.api != nil:
		c.readOwn()
		return
	case c.model.Phase != Open:
		return
	}
	ctx, account, loader := c.ctx, c.model.Account, c.services.gallery
	type result struct {
		account service.Account
		err     error
	}
	began := c.now()
	task.Run(c.tasks, ctx, func(ctx context.Context) result {
		a, err := loader.Reread(ctx, account)
		return result{a, err}
	}, func(r result) {
		c.noteReads()
		if r.err != nil {
			c.model.Trouble = c.troubled(r.err, c.refresh)
			c.retryAtReset(r.err, c.refresh)
			c.changed()
			return
		}
		c.takeOver(r.account, began)
		c.model.Trouble = nil
		c.reload()
	})
}

// reload asks for every size again, at the front first; what is shown stays meanwhile.
func (c *accounts) reload() {
	for _, k := range service.Kinds {
		c.resize(k)
	}
	c.changed()
	other := service.Avatar + service.Banner - c.model.Front
	c.load(c.model.Front, func() { c.load(other, func() {}) })
}

// resize brings a side's frames to the sizes that the account has now, keeping the
// pictures of those that stay.
func (c *accounts) resize(k service.Kind) {
	side := c.model.side(k)
	old := side.Shots
	side.Shots = nil
	if c.model.Account.PictureURL(k) == "" {
		return
	}
	for _, v := range c.model.Account.Variants(k) {
		shot := service.Shot{Variant: v}
		for _, s := range old {
			if s.Variant.Name == v.Name {
				shot = s
			}
		}
		side.Shots = append(side.Shots, shot)
	}
}

// takeOver shows an account as it was read again, and says of which kinds it names
// another picture than before. What is still on its way of the former one comes too late;
// what is shown of it stays until the new one has come.
func (c *accounts) takeOver(a service.Account, began time.Time) (other []service.Kind) {
	a = c.model.corrected(a, began)
	for _, k := range service.Kinds {
		if a.PictureURL(k) != c.model.Account.PictureURL(k) {
			other = append(other, k)
			c.model.side(k).newGeneration(c.model.side(k).Shots)
		}
	}
	c.model.Account = a
	if a.ID != "" && a.ID == c.model.Own.ID {
		c.model.Own = a
		c.noteOwn()
	}
	return other
}

// retryAtReset tries again by itself when a rate limit ends, unless its notice was put
// away by then.
func (c *accounts) retryAtReset(err error, retry func()) {
	until := untilOf(err)
	trouble := c.model.Trouble
	if until.IsZero() || trouble == nil {
		return
	}
	trouble.Text += " It goes on by itself then."
	c.retryIn(max(until.Sub(c.now()), time.Second), trouble, retry)
}

// retryIn tries again after a time, and later where something is being published then.
func (c *accounts) retryIn(d time.Duration, trouble *Trouble, retry func()) {
	c.tasks.After(c.ctx, d, func() {
		switch {
		case c.model.Trouble != trouble:
		case c.model.busy():
			c.retryIn(5*time.Second, trouble, retry)
		default:
			retry()
		}
	})
}
