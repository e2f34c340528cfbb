package picture

import (
	"context"
	"image"

	"masthead/service"
	"masthead/service/picture/internal/scale"
)

// Resample scales the crop of a picture to w × h pixels by Lanczos-3, up or down, with
// its support scaled to the ratio and no shift. What lies outside the crop has no
// influence. The crop must lie inside the picture; w and h are at least 1.
func Resample(src *image.RGBA, crop image.Rectangle, w, h int) *image.RGBA {
	return scale.NewPyramid(src, crop).Size(w, h)
}

// Plain draws every size straight from the picture: Lanczos-3, nothing forecast, kept
// as PNG. The original, which has no size of its own, is drawn as large as an upload
// would be. 2:1 banners are cut as BannerCut says. Errors: BadCrop, Canceled.
func Plain(ctx context.Context, src *image.RGBA, crop image.Rectangle, variants []service.Variant) ([]service.Shot, error) {
	const op = "picture.Plain"
	if err := CheckCrop(src.Rect, crop); err != nil {
		return nil, err
	}
	return wait(ctx, op, func() ([]service.Shot, error) {
		pyramids := map[image.Rectangle]*scale.Pyramid{}
		drawings := map[image.Point]service.Shot{} // of one size: 400x400 and the original
		shots := make([]service.Shot, 0, len(variants))
		for _, v := range variants {
			if ctx.Err() != nil {
				return nil, canceled(ctx, op)
			}
			region := BannerCut(crop.Dx(), crop.Dy(), v).Add(crop.Min)
			if pyramids[region] == nil {
				pyramids[region] = scale.NewPyramid(src, region)
			}
			size := image.Pt(v.Width, v.Height)
			if !v.Sized() {
				size = uploadSize(region.Size(), v.Kind)
			}
			shot, done := drawings[size]
			if !done {
				var err error
				if shot, err = drawn(v, pyramids[region].Size(size.X, size.Y), QuickPNG); err != nil {
					return nil, err
				}
				drawings[size] = shot
			}
			shot.Variant = v
			shots = append(shots, shot)
		}
		return shots, nil
	})
}

// drawn makes a shot of pixels, kept without loss.
func drawn(v service.Variant, img *image.RGBA, encode func(*image.RGBA) ([]byte, error)) (service.Shot, error) {
	data, err := encode(img)
	if err != nil {
		return service.Shot{}, err
	}
	return service.Shot{
		Variant: v, State: service.Forecast, Pixels: img,
		Picture: encoded(data, service.PNG, img),
	}, nil
}
