package raster

import (
	"context"
	"errors"
	"fmt"
	"image"

	"masthead/service/picture/internal/jpegio"
	"masthead/service/picture/internal/tiff"
)

// decodeTIFF decodes the first page. Pages that hold JPEG are decoded by the JPEG codec.
func decodeTIFF(ctx context.Context, data []byte) (image.Image, error) {
	f, err := tiff.Parse(data)
	if err != nil {
		return nil, tiffError(err)
	}
	img, err := f.Decode(ctx, func(data []byte, size image.Point) (*image.RGBA, error) {
		return jpegio.Decode(ctx, data, size, jpegio.Request{Shrink: 1})
	})
	return img, tiffError(err)
}

func tiffError(err error) error {
	if errors.Is(err, tiff.ErrUnsupported) || errors.Is(err, jpegio.ErrUnsupported) {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	return err
}
