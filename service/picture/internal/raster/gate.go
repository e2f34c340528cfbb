package raster

import (
	"context"
	"fmt"
)

// gate lets one decoder in foreign code run at a time in the whole process, whoever asked
// for it. Such a decoder takes many bytes a pixel, and one whose caller has gone still
// needs a moment to stop: without the gate a few impatient clicks would add up to more
// memory than any limit allows.
var gate = make(chan struct{}, 1)

// foreign runs a foreign decoder when its turn has come. It returns ctx's error if ctx
// ends first, and a panic of the decoder as an error.
func foreign[T any](ctx context.Context, decode func() (T, error)) (result T, err error) {
	select {
	case gate <- struct{}{}:
	case <-ctx.Done():
		return result, context.Cause(ctx)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the decoder gave up: %v", p)
		}
		<-gate
	}()
	if ctx.Err() != nil {
		return result, context.Cause(ctx)
	}
	return decode()
}
