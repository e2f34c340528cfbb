// Package raster decodes every format but JPEG to pixels: the first frame, as stored,
// converted to sRGB, premultiplied, 8 bits a channel.
package raster

import (
	"context"
	"errors"
	"fmt"
	"image"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/icc"
)

// What can be wrong with a picture whose header is sound.
var (
	// ErrUnsupported means a form of a format that is not decoded.
	ErrUnsupported = errors.New("a form of the format that is not read")
	errDamaged     = errors.New("the file ends early or is damaged")
)

// Decode decodes a picture whose header has been read, and whose size is bearable. HEIC
// and AVIF come upright, all others as stored. A file that ends early or is damaged is an
// error, never half a picture. It stops with ctx and then returns its error.
func Decode(ctx context.Context, data []byte, h header.Header, to *icc.Transform) (*image.RGBA, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	img, err := decode(ctx, data, h)
	if err != nil {
		return nil, err
	}
	if size := image.Pt(h.Width, h.Height); img.Bounds().Size() != size {
		return nil, fmt.Errorf("%v pixels where the header says %v", img.Bounds().Size(), size)
	}
	out, err := finish(ctx, img, to)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// decode returns one of the standard library's images, with colours as they are coded.
func decode(ctx context.Context, data []byte, h header.Header) (image.Image, error) {
	switch h.Format {
	case service.PNG:
		return decodePNG(ctx, data)
	case service.GIF:
		return decodeGIF(ctx, data)
	case service.BMP:
		return decodeBMP(ctx, data)
	case service.TIFF:
		return decodeTIFF(ctx, data)
	case service.WebP:
		return decodeWebP(ctx, data)
	case service.HEIC, service.AVIF:
		return decodeHEIF(ctx, data)
	case service.SVG:
		return decodeSVG(ctx, data, h)
	}
	return nil, ErrUnsupported
}
