package fetch

import (
	"context"

	"masthead/service"
)

// request is what makes two downloads the same.
type request struct {
	url   string
	trust Trust
	most  int64 // bytes that are read
}

// flight is a download that is under way for one or more callers.
type flight struct {
	done    chan struct{} // closed when item and err are set
	item    Item
	err     error
	cancel  context.CancelFunc
	waiting int // callers; guarded by Fetcher.mu
}

// share runs work once for all who ask for the same at the same time. The work belongs
// to no single caller: singleflight alone would let it run on when all have left.
func (f *Fetcher) share(ctx context.Context, key request, work func(context.Context) (Item, error)) (Item, error) {
	if err := ctx.Err(); err != nil {
		return Item{}, service.NetworkError(ctx, "fetch.Get", err)
	}
	f.mu.Lock()
	fl := f.flights[key]
	if fl == nil {
		fl = f.start(ctx, key, work)
	}
	fl.waiting++
	f.mu.Unlock()
	select {
	case <-fl.done:
		return fl.item, fl.err
	case <-ctx.Done():
		f.leave(key, fl)
		return Item{}, service.NetworkError(ctx, "fetch.Get", ctx.Err())
	}
}

// start begins a flight; f.mu is held.
func (f *Fetcher) start(ctx context.Context, key request, work func(context.Context) (Item, error)) *flight {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	fl := &flight{done: make(chan struct{}), cancel: cancel}
	f.flights[key] = fl
	go func() {
		defer cancel()
		fl.item, fl.err = work(own)
		f.mu.Lock()
		f.forget(key, fl)
		f.mu.Unlock()
		close(fl.done)
	}()
	return fl
}

// leave counts a caller out; the last one ends the flight.
func (f *Fetcher) leave(key request, fl *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl.waiting--; fl.waiting == 0 {
		f.forget(key, fl)
		fl.cancel()
	}
}

// forget makes the next caller start anew; f.mu is held.
func (f *Fetcher) forget(key request, fl *flight) {
	if f.flights[key] == fl {
		delete(f.flights, key)
	}
}
