package file

import (
	"context"
	"os"
	"time"
)

// Await does a step that may never come to its end, such as a call that the kernel does
// not answer, and waits for it: while ctx lives and, with a patience above zero, for so
// long. The errors are the step's, ctx's and os.ErrDeadlineExceeded.
//
// A step that was given up is left behind. If it comes to its end after all, late gets
// what it has brought, to put it away: the zero value with an error. It may be nil.
func Await[T any](ctx context.Context, patience time.Duration, step func() (T, error), late func(T)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done, gone := make(chan outcome), make(chan struct{})
	go func() {
		value, err := step()
		select {
		case done <- outcome{value, err}:
		case <-gone:
			if late != nil {
				late(value)
			}
		}
	}()
	var over <-chan time.Time
	if patience > 0 {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		over = timer.C
	}
	var reason error
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		reason = ctx.Err()
	case <-over:
		reason = os.ErrDeadlineExceeded
	}
	close(gone)
	var none T
	return none, reason
}
