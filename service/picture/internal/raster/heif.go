package raster

import (
	"context"
	"image"

	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/scale"
)

// decodeHEIF decodes the primary picture of a HEIC or AVIF file, upright.
func decodeHEIF(ctx context.Context, data []byte) (image.Image, error) {
	f, err := header.ParseHEIF(data)
	if err != nil {
		return nil, err
	}
	if !f.Whole() {
		return nil, errDamaged
	}
	return foreign(ctx, func() (image.Image, error) {
		img, err := decodeCoded(ctx, &f.Colour)
		if err != nil {
			return nil, err
		}
		if f.Alpha != nil {
			alpha, err := decodeAlpha(ctx, f.Alpha)
			if err != nil {
				return nil, err
			}
			putAlpha(img, alpha)
			if f.Premultiplied {
				unpremultiply(img.Pix)
			}
		}
		for _, t := range f.Turns {
			img = turned(img, t)
		}
		return img, nil
	})
}

// decodeCoded decodes a picture's straight opaque colours.
func decodeCoded(ctx context.Context, c *header.CodedImage) (*image.NRGBA, error) {
	if c.Codec == "av01" {
		return decodeAV1(ctx, c)
	}
	return decodeHEVC(ctx, c)
}

// decodeAlpha decodes a picture of alpha: its brightness, in the full range whatever its
// bitstream says, for nothing else is in use.
func decodeAlpha(ctx context.Context, c *header.CodedImage) (*image.NRGBA, error) {
	full := *c
	full.Coding = &header.Coding{Primaries: 2, Transfer: 2, Matrix: 2, FullRange: true}
	return decodeCoded(ctx, &full)
}

// putAlpha makes brightness another picture's alpha, taking the nearest pixel where the
// two are of different sizes.
func putAlpha(img, alpha *image.NRGBA) {
	size, from := img.Rect.Size(), alpha.Rect.Size()
	for y := range size.Y {
		row, source := img.Pix[y*img.Stride:], alpha.Pix[y*from.Y/size.Y*alpha.Stride:]
		for x := range size.X {
			row[4*x+3] = source[4*(x*from.X/size.X)+1]
		}
	}
}

// turned does one of a file's turns, by the EXIF orientation that means the same.
func turned(img *image.NRGBA, t header.Turn) *image.NRGBA {
	if area := t.Area(img.Rect.Size()); area != img.Rect {
		out := image.NewNRGBA(image.Rectangle{Max: area.Size()})
		for y := range area.Dy() {
			copy(out.Pix[y*out.Stride:][:out.Stride], img.Pix[img.PixOffset(area.Min.X, area.Min.Y+y):])
		}
		img = out
	}
	orientation := [4]int{1, 8, 3, 6}[t.Quarters&3]
	switch t.Mirror {
	case header.LeftRight:
		orientation = 2
	case header.TopBottom:
		orientation = 4
	}
	out := scale.Upright(&image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}, orientation)
	return &image.NRGBA{Pix: out.Pix, Stride: out.Stride, Rect: out.Rect}
}
