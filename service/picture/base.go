package picture

import (
	"context"
	"image"
	"runtime"
	"sync"

	"masthead/service"
	"masthead/service/picture/internal/scale"
)

// A JPEG decoded at a fraction is cut off hard at its finest detail, and Lanczos-3 still
// looks a little beyond what it keeps. So what is decoded must be larger than what is
// drawn, in each direction.
const (
	// oversampling is how many times larger for a size that shows the whole crop: 56 dB or more
	// against Lanczos-3 from all of the picture.
	oversampling = 2
	// cutOversampling is the same for a size that shows a cut of the crop: the 2:1 banners, drawn
	// from what their 3:1 brothers need. 46 dB on the sharpest photographs, 52 on others.
	cutOversampling = 1.5
)

// maxHeld is the most pixels that are held of a picture that can be decoded in part: 160
// MB of them. Finer detail of a larger one is decoded for the crop alone.
const maxHeld = 40 * megapixel

// base is a picture, or a part of it, decoded at 1/shrink, turned as it is stored.
type base struct {
	img    *image.RGBA
	shrink int
	part   image.Rectangle // what it holds, in full pixels of the stored picture

	once   sync.Once
	halves *scale.Pyramid
}

// rect is where a part of the stored picture, in its full pixels, lies in the base.
func (b *base) rect(part image.Rectangle) scale.Rect {
	d := float64(b.shrink)
	at := scale.Whole(part.Sub(b.part.Min))
	return scale.Rect{MinX: at.MinX / d, MinY: at.MinY / d, MaxX: at.MaxX / d, MaxY: at.MaxY / d}
}

// pyramid is the whole base with its halves, for sketches.
func (b *base) pyramid() *scale.Pyramid {
	b.once.Do(func() { b.halves = scale.NewPyramid(b.img, b.rect(b.part)) })
	return b.halves
}

// usual is what the largest size of either kind needs of the whole picture.
func (r *Renderer) usual() []view {
	var list []view
	for _, k := range service.Kinds {
		w, h := k.StoredSize()
		f := Framing{Crop: CentredCrop(r.picture.Width, r.picture.Height, k)}
		list = append(list, r.views(f, []image.Point{{X: w, Y: h}})...)
	}
	return list
}

// shrink is how coarsely the picture may be decoded for some views: the largest of 1, 2,
// 4 and 8 that leaves enough detail. Only a JPEG can be decoded at a fraction.
func (r *Renderer) shrink(views []view) int {
	d := 8
	if r.header.Format != service.JPEG {
		d = 1
	}
	for _, v := range views {
		for d > 1 && !v.detailed(d) {
			d /= 2
		}
	}
	return d
}

// detailed reports whether a picture decoded at 1/d is fine enough for a view.
func (v view) detailed(d int) bool {
	times := float64(d) * oversampling
	if v.cut {
		times = float64(d) * cutOversampling
	}
	return float64(v.part.Dx()) >= times*float64(v.size.X) && float64(v.part.Dy()) >= times*float64(v.size.Y)
}

// finest is the finest of what is decoded that holds a part.
func (r *Renderer) finest(part image.Rectangle) *base {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.detail != nil && part.In(r.detail.part) {
		return r.detail
	}
	return r.whole
}

// base is what the views can be drawn from without losing detail. It is decoded when it
// is not held yet, by one caller at a time; sketches go on meanwhile. First comes all of
// the picture, coarsely if it is large, and then, if that is not fine enough, the part that
// the views show.
func (r *Renderer) base(ctx context.Context, op string, views []view) (*base, error) {
	r.decoding.Lock()
	defer r.decoding.Unlock()
	d := r.shrink(views)
	var all image.Rectangle
	for _, v := range views {
		all = all.Union(v.part)
	}
	stored := image.Rect(0, 0, r.header.Width, r.header.Height)
	if r.whole == nil {
		if err := r.decode(ctx, op, r.bearable(min(d, r.shrink(r.usual()))), stored); err != nil {
			return nil, err
		}
	}
	if b := r.held(d, all); b != nil {
		return b, nil
	}
	part := stored
	if r.bearable(d) > d {
		part = around(all, d).Intersect(stored)
	}
	if err := r.decode(ctx, op, d, part); err != nil {
		return nil, err
	}
	return r.held(d, all), nil
}

// bearable is d, or the finest at which the whole picture has no more than maxHeld pixels
// if that is coarser. Only a JPEG can be decoded at a fraction.
func (r *Renderer) bearable(d int) int {
	for d < 8 && r.header.Format == service.JPEG && r.header.Width/d*(r.header.Height/d) > maxHeld {
		d *= 2
	}
	return d
}

// decode holds the whole picture, or a part of it, at 1/d, in place of what it is better
// than. Its own predecessor is let go first.
func (r *Renderer) decode(ctx context.Context, op string, d int, part image.Rectangle) error {
	if ctx.Err() != nil {
		return canceled(ctx, op)
	}
	r.mu.Lock()
	replaced := r.detail != nil
	r.detail = nil
	r.mu.Unlock()
	if replaced { // else both would stand side by side until the collector's own time
		runtime.GC()
	}
	img, err := pixels(ctx, r.picture.Data, r.header, d, part)
	if err != nil {
		return undecodable(op, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	b := &base{img: img, shrink: d, part: part}
	if part == image.Rect(0, 0, r.header.Width, r.header.Height) {
		r.whole = b
	} else {
		r.detail = b
	}
	return nil
}

// held is what is decoded already, holds a part, and is fine enough; nil for nothing.
func (r *Renderer) held(d int, part image.Rectangle) *base {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.whole != nil && r.whole.shrink <= d:
		return r.whole
	case r.detail != nil && r.detail.shrink <= d && part.In(r.detail.part):
		return r.detail
	}
	return nil
}

// around is a part with an eighth more on every side, so that a crop can be moved a
// little, on multiples of what can be decoded.
func around(part image.Rectangle, d int) image.Rectangle {
	dx, dy := part.Dx()/8, part.Dy()/8
	down := func(v int) int { return max(v, 0) / d * d }
	up := func(v int) int { return (v + d - 1) / d * d }
	return image.Rect(down(part.Min.X-dx), down(part.Min.Y-dy), up(part.Max.X+dx), up(part.Max.Y+dy))
}
