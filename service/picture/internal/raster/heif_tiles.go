package raster

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"sync"
	"sync/atomic"

	"masthead/service/picture/internal/header"
)

// eachTile calls decode for every tile with where its corner lies, on all processors,
// until one fails or ctx ends; it returns the first error. A tile with nothing in the
// picture is left out.
func eachTile(ctx context.Context, c *header.CodedImage, decode func(ctx context.Context, t header.Tile, at image.Point) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		next    atomic.Int64
		workers sync.WaitGroup
	)
	for range min(runtime.GOMAXPROCS(0), len(c.Tiles)) {
		workers.Go(func() {
			defer func() { // else it would end the program: only its own goroutine can take it
				if p := recover(); p != nil {
					stop(fmt.Errorf("the decoder gave up: %v", p))
				}
			}()
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(c.Tiles) {
					return
				}
				t := c.Tiles[i]
				at := image.Pt(i%c.Columns*t.Size.X, i/c.Columns*t.Size.Y)
				if !at.In(image.Rectangle{Max: c.Size}) {
					continue
				}
				if err := decode(ctx, t, at); err != nil {
					stop(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}
