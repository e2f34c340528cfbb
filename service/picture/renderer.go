package picture

import (
	"context"
	"image"
	"math"
	"sync"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/scale"
)

// Renderer holds a picture and answers "this crop, these sizes". It decodes as coarsely
// as uploads of either kind allow, and again only when a crop asks for finer detail. It
// may be used by several goroutines.
type Renderer struct {
	picture service.Picture
	header  header.Header

	decoding sync.Mutex // held for as long as that takes

	mu     sync.Mutex
	whole  *base // the whole picture
	detail *base // a part of it, finer; nil while nothing asked for that
}

// Open decodes a picture for drawing. Its errors are Decode's.
func Open(ctx context.Context, data []byte) (*Renderer, error) {
	const op = "picture.Open"
	p, h, err := inspect(op, data)
	if err != nil {
		return nil, err
	}
	r := &Renderer{picture: p, header: h}
	_, err = wait(ctx, op, func() (*base, error) { return r.base(ctx, op, nil) })
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Picture is the encoded picture and its facts.
func (r *Renderer) Picture() service.Picture { return r.picture }

// Render draws a framing at sizes, in pixels, each at least 1 × 1: by Lanczos-3 on sRGB
// values, premultiplied, with no shift. Nothing outside the crop has any influence. A
// size of another shape shows what BannerCut says. Errors: BadCrop, Canceled, Decode's.
func (r *Renderer) Render(ctx context.Context, f Framing, sizes []image.Point) ([]*image.RGBA, error) {
	const op = "picture.Render"
	if err := r.check(op, f, sizes); err != nil {
		return nil, err
	}
	return wait(ctx, op, func() ([]*image.RGBA, error) {
		need := r.views(f, sizes)
		b, err := r.base(ctx, op, need)
		if err != nil {
			return nil, err
		}
		pyramids := map[image.Rectangle]*scale.Pyramid{}
		drawn := map[view]*image.RGBA{} // an avatar's original is as large as its largest size
		list := make([]*image.RGBA, len(sizes))
		for i, v := range need {
			if ctx.Err() != nil {
				return nil, canceled(ctx, op)
			}
			if drawn[v] == nil {
				if pyramids[v.part] == nil {
					pyramids[v.part] = scale.NewPyramid(b.img, b.rect(v.part))
				}
				drawn[v] = r.turned(pyramids[v.part].Draw(v.size.X, v.size.Y), f)
			}
			list[i] = drawn[v]
		}
		return list, nil
	})
}

// check refuses, as BadCrop, what cannot be drawn.
func (r *Renderer) check(op string, f Framing, sizes []image.Point) error {
	for _, size := range sizes {
		if size.X < 1 || size.Y < 1 || size.X > MaxSide || size.Y > MaxSide {
			return service.Errorf(op, service.BadCrop, "%d × %d pixels cannot be drawn", size.X, size.Y)
		}
	}
	return CheckCrop(image.Rect(0, 0, r.picture.Width, r.picture.Height), f.Crop)
}

// Sketch draws as Render does, but quickly, for a crop that is being moved: from what is
// decoded already, however coarse for that crop, and from halves of it that are made
// once for all crops. What lies just outside the crop can tinge its outermost pixels.
func (r *Renderer) Sketch(ctx context.Context, f Framing, sizes []image.Point) ([]*image.RGBA, error) {
	const op = "picture.Sketch"
	if err := r.check(op, f, sizes); err != nil {
		return nil, err
	}
	return wait(ctx, op, func() ([]*image.RGBA, error) {
		list := make([]*image.RGBA, len(sizes))
		for i, v := range r.views(f, sizes) {
			if ctx.Err() != nil {
				return nil, canceled(ctx, op)
			}
			list[i] = r.sketch(v, f)
		}
		return list, nil
	})
}

// Upload draws a framing at the size at which X keeps a kind: at most 400 pixels wide or
// 1500 × 500. A smaller crop keeps its size: X would gain nothing from our enlarging.
func (r *Renderer) Upload(ctx context.Context, f Framing, k service.Kind) (*image.RGBA, error) {
	list, err := r.Render(ctx, f, []image.Point{uploadSize(f.Size(), k)})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// Overview is the whole picture, upright, as large as fits into a size in pixels, and
// no larger than it is. It is drawn from what is decoded already.
func (r *Renderer) Overview(ctx context.Context, within image.Point) (*image.RGBA, error) {
	upright := image.Pt(r.picture.Width, r.picture.Height)
	times := min(float64(within.X)/float64(upright.X), float64(within.Y)/float64(upright.Y), 1)
	side := func(n, most int) int { return min(max(int(math.Round(float64(n)*times)), 1), max(most, 1)) }
	v := view{part: image.Rect(0, 0, r.header.Width, r.header.Height), size: image.Pt(side(upright.X, within.X), side(upright.Y, within.Y))}
	if scale.Sideways(r.picture.Orientation) {
		v.size.X, v.size.Y = v.size.Y, v.size.X
	}
	return wait(ctx, "picture.Overview", func() (*image.RGBA, error) { return r.sketch(v, Framing{}), nil })
}

// sketch draws a view from what is decoded already.
func (r *Renderer) sketch(v view, f Framing) *image.RGBA {
	b := r.finest(v.part)
	return r.turned(b.pyramid().DrawPart(b.rect(v.part), v.size.X, v.size.Y), f)
}
