package app

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// tasks is the only door between the interface goroutine and work that takes time:
// work runs off it, results come back on it, and what comes back for a context that has
// ended is dropped. Everything else in app and widgets runs on the interface goroutine
// and so needs no locks.
type tasks struct {
	// dispatch runs a function on the interface goroutine, in the order of its calls:
	// fyne.Do in the window, a queue that tests drain.
	dispatch func(func())
	running  sync.WaitGroup
}

// newTasks brings results to the toolkit's interface goroutine. ended is called by it when
// its loop has ended: what is still in its queue then would touch windows that are gone.
func newTasks() (t *tasks, ended func()) {
	var over atomic.Bool
	return &tasks{dispatch: func(f func()) {
		fyne.Do(func() {
			if !over.Load() {
				f()
			}
		})
	}}, func() { over.Store(true) }
}

// wait returns when all work has ended, or after a limit. It is for the end of the
// program: contexts have ended by then, and work must not be cut off while it writes;
// but what waits for somebody else's window may wait for ever.
func (t *tasks) wait(limit time.Duration) {
	ended := make(chan struct{})
	go func() {
		t.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(limit):
	}
}

// run starts work; then receives its result on the interface goroutine, unless ctx has
// ended by then.
func run[T any](t *tasks, ctx context.Context, work func(context.Context) T, then func(T)) {
	t.running.Go(func() {
		result := work(ctx)
		t.post(ctx, func() { then(result) })
	})
}

// post brings one step of a longer work to the interface goroutine, unless ctx has ended
// by then. It is called from within work.
func (t *tasks) post(ctx context.Context, step func()) {
	if ctx.Err() != nil {
		return
	}
	t.dispatch(func() {
		if ctx.Err() == nil {
			step()
		}
	})
}

// every calls tick on the interface goroutine until ctx ends.
func (t *tasks) every(ctx context.Context, d time.Duration, tick func()) {
	run(t, ctx, func(ctx context.Context) struct{} {
		ticker := time.NewTicker(d)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return struct{}{}
			case <-ticker.C:
				t.post(ctx, tick)
			}
		}
	}, func(struct{}) {})
}

// after calls f on the interface goroutine when d has passed, unless ctx has ended.
func (t *tasks) after(ctx context.Context, d time.Duration, f func()) {
	run(t, ctx, func(ctx context.Context) struct{} {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		return struct{}{}
	}, func(struct{}) { f() })
}
