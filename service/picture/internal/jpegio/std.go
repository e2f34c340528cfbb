//go:build !turbojpeg

package jpegio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"strings"
)

// What this build can do.
const (
	// FullColour tells that it codes 4:4:4, and progressively.
	FullColour = false
	// Fractions tells that it decodes a fraction or a part in no more memory than that
	// takes.
	Fractions = false
)

func decode(ctx context.Context, data []byte, size image.Point, r Request) (*image.RGBA, error) {
	full, err := jpeg.Decode(cancellable{ctx, io.MultiReader(bytes.NewReader(data), strings.NewReader("\xff\xd9"))}) // an end that is missing is no loss
	var form jpeg.UnsupportedError
	if errors.As(err, &form) {
		return nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	if err != nil {
		return nil, err
	}
	if full.Bounds() != (image.Rectangle{Max: size}) {
		return nil, errors.New("jpeg: the size is not what the header says")
	}
	img := image.NewRGBA(full.Bounds())
	if ink, ok := full.(*image.CMYK); ok {
		copy(img.Pix, ink.Pix) // image/jpeg has turned Adobe's inverted files round already
		fromCMYK(img.Pix, 0xFF)
	} else {
		draw.Draw(img, img.Rect, full, image.Point{}, draw.Src)
	}
	img = means(img, r.Shrink)
	if part := r.part(size); part != img.Rect {
		whole := img
		img = image.NewRGBA(image.Rectangle{Max: part.Size()})
		draw.Draw(img, img.Rect, whole, part.Min, draw.Src)
	}
	if r.Convert != nil {
		r.Convert(img.Pix)
	}
	return img, nil
}

// cancellable is a reader that ends with its context.
type cancellable struct {
	ctx context.Context
	io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.Reader.Read(p)
}

// means stands in for the scaled decode: each pixel is the mean of a block, and blocks
// at the right and bottom may be smaller.
func means(img *image.RGBA, d int) *image.RGBA {
	if d == 1 {
		return img
	}
	size := img.Rect.Max
	out := image.NewRGBA(image.Rectangle{Max: ShrunkSize(size, d)})
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sum [4]int
			block := image.Rect(x*d, y*d, (x+1)*d, (y+1)*d).Intersect(img.Rect)
			for by := block.Min.Y; by < block.Max.Y; by++ {
				for bx := block.Min.X; bx < block.Max.X; bx++ {
					at := img.PixOffset(bx, by)
					for c := range sum {
						sum[c] += int(img.Pix[at+c])
					}
				}
			}
			n := block.Dx() * block.Dy()
			for c := range sum {
				out.Pix[out.PixOffset(x, y)+c] = uint8((sum[c] + n/2) / n)
			}
		}
	}
	return out
}

func encode(img *image.RGBA, o Options) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: o.Quality})
	return out.Bytes(), err
}
