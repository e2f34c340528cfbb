package desktop

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"time"
)

// Part copies what a screenshot shows of an area; its pixels start at 0, 0.
func Part(shot *image.RGBA, area image.Rectangle) *image.RGBA {
	area = area.Intersect(shot.Rect)
	part := image.NewRGBA(image.Rectangle{Max: area.Size()})
	draw.Draw(part, part.Rect, shot, area.Min, draw.Src)
	return part
}

// Same reports whether two screenshots show the same in an area that lies in both.
func Same(a, b *image.RGBA, area image.Rectangle) bool {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		i, j, n := a.PixOffset(area.Min.X, y), b.PixOffset(area.Min.X, y), 4*area.Dx()
		if !bytes.Equal(a.Pix[i:i+n], b.Pix[j:j+n]) {
			return false
		}
	}
	return true
}

// still is how long nothing may move for the screen to count as settled: longer than an
// animation's step.
const still = 250 * time.Millisecond

// Settled waits until an area is what is wanted and nothing has moved in it for a moment,
// and returns the screen as it is then. A nil wanted takes anything.
func (d *Desktop) Settled(ctx context.Context, limit time.Duration, area image.Rectangle, wanted func(*image.RGBA) bool) (*image.RGBA, error) {
	var (
		last  *image.RGBA
		since time.Time
		err   error
	)
	waited := Wait(ctx, limit, func() bool {
		var shot *image.RGBA
		if shot, err = d.Screenshot(ctx); err != nil {
			return true
		}
		if last == nil || !Same(last, shot, area) {
			last, since = shot, time.Now()
			return false
		}
		return time.Since(since) >= still && (wanted == nil || wanted(shot))
	})
	if err == nil {
		err = waited
	}
	return last, err
}
