package picture

import (
	"context"

	"masthead/service"
)

// wait runs work and returns its result, or Canceled as soon as ctx ends: a decoder in
// foreign code cannot be stopped and may finish behind, unheard.
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
		value, err := work()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		if r.err != nil && ctx.Err() != nil { // whatever the decoder called its being stopped
			return none, canceled(ctx, op)
		}
		return r.value, r.err
	case <-ctx.Done():
		return none, canceled(ctx, op)
	}
}

func canceled(ctx context.Context, op string) error {
	return &service.Error{Op: op, Code: service.Canceled, Err: context.Cause(ctx)}
}
