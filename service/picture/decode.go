package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/png"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/jpegio"
	"masthead/service/picture/internal/scale"
)

// Decode inspects a picture and then decodes it, the first frame of an animated one,
// turned upright. Colours are taken as they are: profiles are reported, not applied. A
// picture that ends early or is damaged is CutShort, never half a picture; the other
// errors are Inspect's, and Canceled as soon as ctx ends.
func Decode(ctx context.Context, data []byte) (*image.RGBA, service.Picture, error) {
	const op = "picture.Decode"
	p, h, err := inspect(op, data)
	if err != nil {
		return nil, service.Picture{}, err
	}
	img, err := wait(ctx, op, func() (*image.RGBA, error) {
		img, err := pixels(data, h, 1)
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

// pixels decodes the first frame as stored. A shrink of 2, 4 or 8 is for JPEG alone.
func pixels(data []byte, h header.Header, shrink int) (*image.RGBA, error) {
	size := image.Pt(h.Width, h.Height)
	if !header.Whole(data, h.Format) {
		return nil, errors.New("the file ends early")
	}
	var (
		img image.Image
		err error
	)
	switch h.Format {
	case service.JPEG:
		return jpegio.Decode(data, size, shrink)
	case service.WebP:
		return decodeWebP(data)
	case service.PNG:
		img, err = png.Decode(bytes.NewReader(data))
	case service.GIF:
		img, err = gif.Decode(bytes.NewReader(data))
	case service.BMP:
		img, err = bmp.Decode(bytes.NewReader(data))
	case service.TIFF:
		img, err = tiff.Decode(bytes.NewReader(data))
	}
	if err != nil {
		return nil, err
	}
	if h.Format == service.GIF { // a frame may cover a part of the canvas
		return onCanvas(img, size), nil
	}
	if img.Bounds().Size() != size {
		return nil, fmt.Errorf("%v pixels where the header says %v", img.Bounds().Size(), size)
	}
	return toRGBA(img), nil
}

// undecodable sorts a decoder's errors: a form that it does not know, or damage. Errors
// that have a code already keep it.
func undecodable(op string, err error) error {
	var sorted *service.Error
	if errors.As(err, &sorted) {
		return err
	}
	var (
		pngForm  png.UnsupportedError
		tiffForm tiff.UnsupportedError
	)
	code := service.CutShort
	if errors.Is(err, jpegio.ErrUnsupported) || errors.Is(err, bmp.ErrUnsupported) ||
		errors.As(err, &pngForm) || errors.As(err, &tiffForm) {
		code = service.Unsupported
	}
	return &service.Error{Op: op, Code: code, Err: err}
}
