package picture

import (
	"context"
	"image"
	"image/color"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/icc"
	"masthead/service/picture/internal/jpegio"
	"masthead/service/picture/internal/scale"
)

// servedQuality is the quality of every JPEG that X serves, measured.
const servedQuality = 85

// Forecast draws the sizes that X will serve of a stored picture, by the steps measured
// on pictures that it served: the picture is first shrunk by a power of two, then
// scaled by Lanczos-3, and coded as JPEG of quality 85, 4:2:0, progressive, with an
// sRGB profile, or as PNG if it was one. The original is the stored picture itself.
// Every shot's Pixels are decoded from its bytes, artefacts and all. Errors: Decode's, and
// TooLarge for more than X ever holds.
func Forecast(ctx context.Context, picture service.Picture, variants []service.Variant) ([]service.Shot, error) {
	const op = "picture.Forecast"
	p, h, err := inspect(op, picture.Data)
	if err != nil {
		return nil, err
	}
	if err := checkPixels(op, h, maxStored); err != nil {
		return nil, err
	}
	return wait(ctx, op, func() ([]service.Shot, error) {
		s := newStored(ctx, p, h)
		shots := make([]service.Shot, len(variants))
		each, ctx := errgroup.WithContext(ctx)
		each.SetLimit(runtime.GOMAXPROCS(0)) // coding takes longer than scaling, and keeps to one core
		for i, v := range variants {
			each.Go(func() (err error) {
				if ctx.Err() != nil {
					return canceled(ctx, op)
				}
				if shots[i], err = s.serve(v); err != nil {
					return undecodable(op, err)
				}
				return nil
			})
		}
		if err := each.Wait(); err != nil {
			return nil, err
		}
		return shots, nil
	})
}

// stored is a picture as X keeps it, and what has been decoded of it so far. It may be
// used by several goroutines.
type stored struct {
	ctx     context.Context
	picture service.Picture
	header  header.Header
	// shrunk is the picture at 1/1, 1/2, 1/4 and 1/8.
	shrunk map[int]func() (*image.RGBA, error)
}

func newStored(ctx context.Context, p service.Picture, h header.Header) *stored {
	s := &stored{ctx: ctx, picture: p, header: h, shrunk: map[int]func() (*image.RGBA, error){}}
	for _, d := range []int{1, 2, 4, 8} {
		s.shrunk[d] = sync.OnceValues(func() (*image.RGBA, error) { return s.decoded(d) })
	}
	return s
}

// serve draws one variant.
func (s *stored) serve(v service.Variant) (service.Shot, error) {
	shot := service.Shot{Variant: v, State: service.Forecast, Picture: s.picture}
	size := image.Pt(v.Width, v.Height)
	if !v.Sized() || s.picture.Format == service.PNG && size == image.Pt(s.picture.Width, s.picture.Height) {
		var err error // nothing to scale, and coding a PNG anew loses nothing
		shot.Pixels, err = s.shrunk[1]()
		return shot, err
	}
	img, err := s.sized(BannerCut(s.picture.Width, s.picture.Height, size), size)
	if err != nil {
		return shot, err
	}
	if s.picture.Format != service.JPEG {
		return drawn(v, img)
	}
	if shot.Picture, err = servedJPEG(img); err != nil {
		return shot, err
	}
	shot.Pixels, err = jpegio.Decode(s.ctx, shot.Picture.Data, img.Rect.Max, jpegio.Request{Shrink: 1})
	return shot, err
}

// sized scales a cut of the picture, given in its full pixels, by X's steps.
func (s *stored) sized(cut image.Rectangle, size image.Point) (*image.RGBA, error) {
	d := shrinkFor(cut.Size(), size)
	img, err := s.shrunk[d]()
	if err != nil {
		return nil, err
	}
	region := img.Rect
	if cut.Size() != image.Pt(s.picture.Width, s.picture.Height) {
		region = image.Rect(cut.Min.X/d, cut.Min.Y/d, (cut.Max.X+d-1)/d, (cut.Max.Y+d-1)/d).Intersect(region)
	}
	return scale.Direct(img, region, size.X, size.Y), nil
}

// shrinkFor is the largest of 1, 2, 4 and 8 that leaves at least the size that is asked
// for.
func shrinkFor(from, to image.Point) int {
	d := 1
	for d < 8 && from.X >= 2*d*to.X && from.Y >= 2*d*to.Y {
		d *= 2
	}
	return d
}

// decoded is the picture upright at 1/d: a JPEG by its own transform, which rounds the
// size up, anything else by truncated means of blocks, which drops the rest.
func (s *stored) decoded(d int) (*image.RGBA, error) {
	if d > 1 && s.picture.Format != service.JPEG {
		img, err := s.shrunk[1]()
		if err != nil {
			return nil, err
		}
		return scale.BlockMeans(img, d), nil
	}
	img, err := whole(s.ctx, s.picture.Data, s.header, d)
	if err != nil {
		return nil, err
	}
	return scale.Upright(img, s.header.Orientation), nil
}

// servedJPEG codes pixels as X serves them, transparent parts on white.
func servedJPEG(img *image.RGBA) (service.Picture, error) {
	img = Flatten(img, color.White)
	data, err := jpegio.Encode(img, jpegio.Options{Quality: servedQuality, Progressive: true, Profile: icc.SRGB()})
	if err != nil {
		return service.Picture{}, err
	}
	p := encoded(data, service.JPEG, img)
	p.Profile = "sRGB"
	return p, nil
}
