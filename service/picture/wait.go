package picture

import (
	"context"
	"fmt"

	"masthead/service"
)

// wait runs work and returns its result, or Canceled as soon as ctx ends: a decoder in
// foreign code cannot be stopped and may finish behind, unheard. A panic in work, which
// a decoder may have on a damaged file, becomes CutShort.
func wait[T any](ctx context.Context, op string, work func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if ctx.Err() != nil {
		return none, canceled(ctx, op)
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r = result{err: &service.Error{Op: op, Code: service.CutShort, Err: fmt.Errorf("the decoder gave up: %v", p)}}
			}
			done <- r
		}()
		r.value, r.err = work()
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, canceled(ctx, op)
	}
}

func canceled(ctx context.Context, op string) error {
	return &service.Error{Op: op, Code: service.Canceled, Err: context.Cause(ctx)}
}
