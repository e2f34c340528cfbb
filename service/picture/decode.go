package picture

import (
	"context"
	"errors"
	"fmt"
	"image"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/jpegio"
	"masthead/service/picture/internal/raster"
	"masthead/service/picture/internal/scale"
)

// Decode inspects a picture and then decodes it whole, the first frame of an animated
// one, turned upright, its colours converted to sRGB as far as its Caution does not say
// otherwise. A picture that ends early or is damaged is CutShort, never half a picture;
// the other errors are Inspect's, TooLarge for more than 120 million pixels, and
// Canceled. It is for pictures whose pixels are all wanted: Open serves the others.
func Decode(ctx context.Context, data []byte) (*image.RGBA, service.Picture, error) {
	const op = "picture.Decode"
	p, h, err := inspect(op, data)
	if err != nil {
		return nil, service.Picture{}, err
	}
	if err := checkPixels(op, h, maxWhole); err != nil {
		return nil, service.Picture{}, err
	}
	img, err := wait(ctx, op, func() (*image.RGBA, error) {
		img, err := whole(ctx, data, h, 1)
		if err != nil {
			return nil, undecodable(op, err)
		}
		return scale.Upright(img, h.Orientation), nil
	})
	if err != nil {
		return nil, service.Picture{}, err
	}
	return img, p, nil
}

// pixels decodes the first frame as stored, converted to sRGB. To shrink by 2, 4 or 8,
// or to take a part, in full pixels that are multiples of shrink, is for JPEG alone.
func pixels(ctx context.Context, data []byte, h header.Header, shrink int, part image.Rectangle) (img *image.RGBA, err error) {
	defer func() { // which a decoder may do on a damaged file
		if p := recover(); p != nil {
			img, err = nil, fmt.Errorf("the decoder gave up: %v", p)
		}
	}()
	size := image.Pt(h.Width, h.Height)
	to := readColours(h).convert
	if h.Format != service.JPEG {
		return raster.Decode(ctx, data, h, to)
	}
	request := jpegio.Request{Shrink: shrink}
	if part.Size() != size {
		request.Part = image.Rectangle{Min: part.Min.Div(shrink), Max: jpegio.ShrunkSize(part.Max, shrink)}
	}
	if to != nil {
		request.Convert = to.NRGBA
	}
	return jpegio.Decode(ctx, data, size, request)
}

// whole decodes all of the first frame as stored, at 1/shrink.
func whole(ctx context.Context, data []byte, h header.Header, shrink int) (*image.RGBA, error) {
	return pixels(ctx, data, h, shrink, image.Rect(0, 0, h.Width, h.Height))
}

// undecodable sorts a decoder's errors: a form that it does not know, or damage. Errors
// that have a code already keep it.
func undecodable(op string, err error) error {
	var sorted *service.Error
	if errors.As(err, &sorted) {
		return err
	}
	code := service.CutShort
	if errors.Is(err, jpegio.ErrUnsupported) || errors.Is(err, raster.ErrUnsupported) {
		code = service.Unsupported
	}
	return &service.Error{Op: op, Code: code, Err: err}
}
