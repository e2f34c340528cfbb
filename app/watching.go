package app

import (
	"context"
	"time"

	"masthead/service"
)

// watch takes what a loading finds to the interface goroutine, as long as it is of the
// state of the account that the loading is for.
type watch struct {
	*accounts
	ctx        context.Context
	kind       service.Kind
	generation int
	began      time.Time
}

// watch begins to watch a loading of the account that is shown.
func (c *accounts) watch(ctx context.Context, k service.Kind) *watch {
	return &watch{accounts: c, ctx: ctx, kind: k, generation: c.model.side(k).Generation, began: c.now()}
}

// show takes over what was found of one size.
func (w *watch) show(s service.Shot) {
	w.tasks.Post(w.ctx, func() {
		if side := w.model.side(w.kind); side.Generation == w.generation {
			side.setShot(s)
			w.changed()
		}
	})
}

// healed takes over an account that was read again because its URLs seemed to have changed.
// What the loading shows after it is of the new state, and is every size of its kind; the
// other picture's have to be asked for.
func (w *watch) healed(a service.Account) {
	w.tasks.Post(w.ctx, func() {
		side := w.model.side(w.kind)
		if side.Generation != w.generation {
			return // it is known better by now
		}
		other := w.takeOver(a, w.began)
		w.generation = side.Generation
		w.noteReads()
		w.changed()
		for _, k := range other {
			if k != w.kind {
				w.resize(k)
				w.load(k, func() {})
			}
		}
	})
}
