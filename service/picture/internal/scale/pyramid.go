package scale

import (
	"image"
	"math"
	"sync"
)

// headroom is how many times larger than its target a level must be, in each direction.
// Levels are made by Lanczos-3 too, which dims what lies near a level's finest detail; at 4
// that is far above all that a target keeps: measured against Lanczos-3 from the full
// picture, nothing under 60 dB on photographs.
const headroom = 4

// Pyramid is a part of an image, and halves of it, made as they are asked for. Any part
// of it can be drawn at any size, each from the smallest level that loses nothing. It
// may be used by several goroutines.
type Pyramid struct {
	bounds region // in pixels of the image
	mu     sync.Mutex
	levels []level
}

// level is the pyramid's part at 1, 1/2, 1/4... of the image's pixels. bounds is where
// it lies in img: fractions where a halving met an odd number, so that nothing shifts.
type level struct {
	img    *image.RGBA
	bounds region
}

// Rect is a part of an image in its pixels, fractions included.
type Rect struct{ MinX, MinY, MaxX, MaxY float64 }

// Whole is a rectangle of whole pixels.
func Whole(r image.Rectangle) Rect {
	return Rect{float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)}
}

func (r Rect) region() region {
	return region{span{r.MinX, r.MaxX}, span{r.MinY, r.MaxY}}
}

// NewPyramid prepares a part of an image, which must lie inside it and not be empty.
// What lies outside it has no influence on what is drawn.
func NewPyramid(img *image.RGBA, part Rect) *Pyramid {
	bounds := part.region()
	return &Pyramid{bounds: bounds, levels: []level{{img, bounds}}}
}

// Direct draws a part of an image at w × h pixels by Lanczos-3 alone, however far down
// that is.
func Direct(img *image.RGBA, part image.Rectangle, w, h int) *image.RGBA {
	return draw(img, Whole(part).region(), w, h)
}

// Draw draws the whole pyramid at w × h pixels, both at least 1, enlarging where it must.
func (p *Pyramid) Draw(w, h int) *image.RGBA {
	return p.draw(p.bounds, w, h)
}

// DrawPart draws a part of the pyramid, given in the image's pixels and lying inside its
// bounds. What lies just outside the part can have some influence on its edges, where a
// level's pixels straddle them.
func (p *Pyramid) DrawPart(part Rect, w, h int) *image.RGBA {
	return p.draw(part.region(), w, h)
}

func (p *Pyramid) draw(r region, w, h int) *image.RGBA {
	n, level := p.levelFor(r, w, h)
	shrunk := float64(int(1) << n)
	// A level's pixels are counted from the pyramid's own corner.
	if n > 0 {
		r.x = span{(r.x.from - p.bounds.x.from) / shrunk, (r.x.to - p.bounds.x.from) / shrunk}
		r.y = span{(r.y.from - p.bounds.y.from) / shrunk, (r.y.to - p.bounds.y.from) / shrunk}
	}
	return draw(level.img, r, w, h)
}

func (p *Pyramid) levelFor(r region, w, h int) (int, level) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rw, rh := r.size()
	for n := 0; ; n++ {
		shrunk := float64(int(2) << n)
		if rw < headroom*shrunk*float64(w) || rh < headroom*shrunk*float64(h) {
			return n, p.levels[n]
		}
		if n+1 == len(p.levels) {
			p.levels = append(p.levels, p.levels[n].halved())
		}
	}
}

// halved is the next level: a pixel for every 2 × 2, the last of which may be filled in
// part.
func (l level) halved() level {
	w, h := l.bounds.size()
	img := resample(l.img, l.bounds, half(w), half(h), 2, 2)
	return level{img, region{span{0, w / 2}, span{0, h / 2}}}
}

// half is how many pixels it takes to hold half as many.
func half(n float64) int { return max(int(math.Ceil(n/2)), 1) }

// draw draws a region at w × h pixels, unchanged where nothing is to be scaled.
func draw(img *image.RGBA, r region, w, h int) *image.RGBA {
	rw, rh := r.size()
	if rw == float64(w) && rh == float64(h) && r.x.from == math.Trunc(r.x.from) && r.y.from == math.Trunc(r.y.from) {
		return cut(img, image.Rect(int(r.x.from), int(r.y.from), int(r.x.to), int(r.y.to)))
	}
	return resample(img, r, w, h, rw/float64(w), rh/float64(h))
}

// cut copies a part of an image.
func cut(img *image.RGBA, part image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: part.Size()})
	for y := range part.Dy() {
		at := img.PixOffset(part.Min.X, part.Min.Y+y)
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], img.Pix[at:])
	}
	return out
}
