// Package task is the only door between the interface goroutine and work that takes time.
// Everything else in app and widgets runs on the interface goroutine and so needs no locks.
package task

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// Door lets work out and results in: work runs off the interface goroutine, results come
// back on it, and what comes back for a context that has ended is dropped.
type Door struct {
	dispatch func(func())
	running  sync.WaitGroup
}

// New makes a door. dispatch runs a function on the interface goroutine, in the order of
// its calls.
func New(dispatch func(func())) *Door { return &Door{dispatch: dispatch} }

// ForWindow makes a door to the toolkit's interface goroutine. ended is called when the
// toolkit's loop has ended: what is still in its queue then would touch windows that are
// gone.
func ForWindow() (d *Door, ended func()) {
	var over atomic.Bool
	return New(func(f func()) {
		fyne.Do(func() {
			if !over.Load() {
				f()
			}
		})
	}), func() { over.Store(true) }
}

// Dispatch runs a function on the interface goroutine. It is for what belongs to no work:
// the end of the program.
func (d *Door) Dispatch(f func()) { d.dispatch(f) }

// Wait returns when all work has ended, or after a limit. It is for the end of the
// program: contexts have ended by then, and work must not be cut off while it writes;
// but what waits for somebody else's window may wait for ever.
func (d *Door) Wait(limit time.Duration) {
	ended := make(chan struct{})
	go func() {
		d.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(limit):
	}
}

// Run starts work; then receives its result on the interface goroutine, unless ctx has
// ended by then.
func Run[T any](d *Door, ctx context.Context, work func(context.Context) T, then func(T)) {
	d.running.Go(func() {
		result := work(ctx)
		d.Post(ctx, func() { then(result) })
	})
}

// Post brings one step of a longer work to the interface goroutine, unless ctx has ended
// by then. It is called from within work.
func (d *Door) Post(ctx context.Context, step func()) {
	if ctx.Err() != nil {
		return
	}
	d.dispatch(func() {
		if ctx.Err() == nil {
			step()
		}
	})
}

// Every calls tick on the interface goroutine until ctx ends.
func (d *Door) Every(ctx context.Context, every time.Duration, tick func()) {
	Run(d, ctx, func(ctx context.Context) struct{} {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return struct{}{}
			case <-ticker.C:
				d.Post(ctx, tick)
			}
		}
	}, func(struct{}) {})
}

// After calls f on the interface goroutine when a time has passed, unless ctx has ended.
func (d *Door) After(ctx context.Context, delay time.Duration, f func()) {
	Run(d, ctx, func(ctx context.Context) struct{} {
		timer := time.NewTimer(delay)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		return struct{}{}
	}, func(struct{}) { f() })
}
