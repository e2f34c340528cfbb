package picture

import (
	"context"
	"image"

	"masthead/service"
)

// Plain draws every size straight from the picture, nothing forecast, kept as PNG. The
// original, which has no size of its own, is drawn as large as an upload would be.
// Errors: Render's.
func (r *Renderer) Plain(ctx context.Context, f Framing, variants []service.Variant) ([]service.Shot, error) {
	sizes := make([]image.Point, len(variants))
	for i, v := range variants {
		sizes[i] = image.Pt(v.Width, v.Height)
		if !v.Sized() {
			sizes[i] = uploadSize(f.Size(), v.Kind)
		}
	}
	images, err := r.Render(ctx, f, sizes)
	if err != nil {
		return nil, err
	}
	shots := make([]service.Shot, len(variants))
	for i, v := range variants {
		if shots[i], err = drawn(v, images[i]); err != nil {
			return nil, err
		}
	}
	return shots, nil
}

// drawn makes a shot of pixels, kept without loss. How tightly X packs its PNGs is not
// known: these are packed quickly.
func drawn(v service.Variant, img *image.RGBA) (service.Shot, error) {
	data, err := QuickPNG(img)
	if err != nil {
		return service.Shot{}, err
	}
	return service.Shot{
		Variant: v, State: service.Forecast, Pixels: img,
		Picture: encoded(data, service.PNG, img),
	}, nil
}
