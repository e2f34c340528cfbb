package raster

import (
	"context"
	"fmt"
	"image"
	"sync/atomic"

	"masthead/service/picture/internal/scale"
)

// bandPixels is how many pixels a core takes at a time: enough that a small picture stays
// on one, few enough that the others do not wait at the end.
const bandPixels = 1 << 16

// inBands does the work for every row of a picture of a size, on all cores. It stops with
// ctx and then returns its error; a panic in the work, which would end the program, is one
// too.
func inBands(ctx context.Context, size image.Point, work func(y int)) error {
	var failed atomic.Pointer[error]
	scale.Bands(size.Y, max(bandPixels/max(size.X, 1), 1), func(from, to int) {
		defer func() {
			if p := recover(); p != nil {
				err := fmt.Errorf("the decoder gave up: %v", p)
				failed.Store(&err)
			}
		}()
		for y := from; y < to && ctx.Err() == nil && failed.Load() == nil; y++ {
			work(y)
		}
	})
	if err := failed.Load(); err != nil {
		return *err
	}
	return ctx.Err()
}
