//go:build !turbojpeg

package jpegio

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
)

// FullColour tells whether this build codes 4:4:4 and progressively.
const FullColour = false

func decode(data []byte, size image.Point, shrink int) (*image.RGBA, error) {
	full, err := jpeg.Decode(bytes.NewReader(data))
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
	return means(img, shrink), nil
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
