package raster

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"sync"
	"sync/atomic"
)

// bandPixels is how many pixels a processor takes at a time: little enough to stop soon,
// enough to be worth the handing out.
const bandPixels = 1 << 16

// inBands calls work for every row of a picture of a size, on all processors where it is
// large, until ctx ends. Work on one row must not touch another.
func inBands(ctx context.Context, size image.Point, work func(y int)) error {
	height := max(bandPixels/max(size.X, 1), 1)
	bands := (size.Y + height - 1) / height
	var (
		next    atomic.Int64
		failed  atomic.Pointer[error]
		workers sync.WaitGroup
	)
	for range min(runtime.GOMAXPROCS(0), bands) {
		workers.Go(func() {
			defer func() { // else it would end the program: only its own goroutine can take it
				if p := recover(); p != nil {
					err := fmt.Errorf("the decoder gave up: %v", p)
					failed.Store(&err)
				}
			}()
			for ctx.Err() == nil && failed.Load() == nil {
				band := int(next.Add(1)) - 1
				if band >= bands {
					return
				}
				for y := band * height; y < min((band+1)*height, size.Y); y++ {
					work(y)
				}
			}
		})
	}
	workers.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return ctx.Err()
}
