package handover

import (
	"context"
	"sync"
)

// Serve calls take with each path that is handed over, one at a time; "" asks to only
// show the program. It returns when ctx ends, with the socket closed and removed. What
// take has returned from counts as taken: it should not wait for long.
func (p *Post) Serve(ctx context.Context, take func(path string)) {
	if p == nil {
		return
	}
	defer p.Close()
	defer context.AfterFunc(ctx, p.Close)()
	var starts sync.WaitGroup
	defer starts.Wait()
	var one sync.Mutex
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		starts.Go(func() {
			receive(ctx, conn, func(path string) {
				one.Lock()
				defer one.Unlock()
				take(path)
			})
		})
	}
}
