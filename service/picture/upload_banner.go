package picture

import (
	"context"
	"fmt"
	"image"

	"masthead/service/picture/internal/palette"
)

// banner sends opaque pixels. X turns neither a palette into JPEG nor a PNG that fits
// into 900 × 900 pixels or is smaller than the JPEG would be, so these three go without
// loss; everything X serves of a PNG is PNG as well, which is worth some bytes. Flat
// pictures with more colours are tried as a palette; photographs go as JPEG.
func (e encoder) banner(ctx context.Context, img *image.RGBA) (Upload, error) {
	if p, ok := palette.Exact(img); ok {
		u, err := e.lossless(ctx, img, p)
		if u.Lossless {
			u.Why = "kept without loss, in " + countOf(len(p.Palette))
		}
		if err != nil || u.Lossless {
			return u, err
		}
	} else if fitsKeptPNG(img.Rect.Size()) {
		if u, err := e.lossless(ctx, img, img); err != nil || u.Lossless {
			return u, err
		}
	}
	jpeg, err := e.jpeg(ctx, img)
	if err != nil {
		return Upload{}, err
	}
	// These only save the work of trying what would fail: the trials themselves decide.
	flat := flatness(img)
	if flat > flatShare {
		if u, err := e.smaller(ctx, img); err != nil || u.Lossless {
			return u, err
		}
	}
	if size := img.Rect.Size(); size.X*size.Y > measuredPixels {
		return jpeg, nil
	}
	if flat > flatShare || palette.Shades(img, flatStep) <= fewShades {
		return e.closer(ctx, img, jpeg)
	}
	return jpeg, nil
}

func countOf(n int) string {
	if n == 1 {
		return "one colour"
	}
	return fmt.Sprintf("%d colours", n)
}

// What tells a drawing from a photograph, measured on some seventy of both: how many
// pixels equal their left or their upper neighbour (0.85 and more in drawings; photographs
// rarely have 0.75), or that there are few shades in all beneath some noise.
const (
	flatShare = 0.7
	fewShades = 256
	flatStep  = 8 // every eighth row tells
)

// measuredPixels is the size up to which losses are measured: that of every upload of
// the usual shape, and a bound for what measuring takes, 16 bytes a pixel.
const measuredPixels = 1_000_000

// flatness is the share of pixels that equal their left neighbour, or their upper one,
// whichever is more: a gradient is flat across its direction.
func flatness(img *image.RGBA) float64 {
	size := img.Rect.Size()
	left, upper, all := 0, 0, 1
	for y := 0; y < size.Y; y += flatStep {
		row := img.Pix[y*img.Stride:][:4*size.X]
		above := img.Pix[max(y-1, 0)*img.Stride:][:4*size.X]
		for x := 4; x+3 < len(row); x += 4 {
			if [4]uint8(row[x:]) == [4]uint8(row[x-4:]) {
				left++
			}
			if y > 0 && [4]uint8(row[x:]) == [4]uint8(above[x:]) {
				upper++
			}
		}
		all += size.X - 1
	}
	return float64(max(left, upper)) / float64(all)
}

// smaller codes without loss if X keeps that because its JPEG would have more bytes; the
// zero Upload otherwise.
func (e encoder) smaller(ctx context.Context, img *image.RGBA) (Upload, error) {
	theirs, err := servedJPEG(img)
	if err != nil {
		return Upload{}, err
	}
	e.limit = min(e.limit, theirs.Bytes())
	u, err := e.lossless(ctx, img, img)
	if u.Lossless {
		u.Why = "kept without loss, smaller than JPEG"
	}
	return u, err
}

// closer sends a palette of the picture's own if no measure finds more loss in it than
// in the JPEG: first plain, which leaves letters and edges cleanest, then dithered,
// which hides the steps of gradients. Otherwise it is the JPEG.
func (e encoder) closer(ctx context.Context, img *image.RGBA, jpeg Upload) (Upload, error) {
	against := newYardstick(img)
	bound := against.measure(jpeg.Pixels)
	own := palette.Count(img).Quantise()
	for _, try := range []struct {
		draw func(*image.RGBA) *image.Paletted
		how  string
	}{{own.Plain, ""}, {own.Dithered, ", dithered"}} {
		if ctx.Err() != nil {
			return Upload{}, canceled(ctx, e.op)
		}
		drawn := try.draw(img)
		pixels := palette.Pixels(drawn)
		if !against.measure(pixels).atLeast(bound) {
			continue
		}
		u, err := e.lossless(ctx, pixels, drawn)
		if err != nil {
			return Upload{}, err
		}
		if u.Lossless {
			u.Lossless = false
			u.Why = fmt.Sprintf("%s%s, closer to the picture than JPEG", countOf(len(drawn.Palette)), try.how)
			return u, nil
		}
	}
	return jpeg, nil
}
