package scale

import (
	"image"
	"sync"
)

// headroom is how many times larger than its target a level must be, in each
// direction. Halving by box means dims what lies near a level's finest detail; at 4
// that is far above all that a target keeps: measured against Lanczos-3 from the full
// picture, nothing under 50 dB.
const headroom = 4

// Pyramid is a region of a picture at its full size and, made as they are asked for, at
// halves of it. It may be used by several goroutines. It is how one decode serves many
// sizes: each is resampled from the smallest level that loses nothing.
type Pyramid struct {
	region image.Rectangle

	mu     sync.Mutex
	levels []level
}

// level is the region halved some times. extent is the region's size in the level's own
// pixels: a fraction where a halving met an odd number, so that nothing shifts.
type level struct {
	img              *image.RGBA
	at               image.Rectangle // where the region lies in img, partly filled pixels included
	extentX, extentY float64
}

// NewPyramid prepares a region of a picture, which must lie inside it and not be empty.
func NewPyramid(src *image.RGBA, region image.Rectangle) *Pyramid {
	return &Pyramid{region: region, levels: []level{{
		img: src, at: region, extentX: float64(region.Dx()), extentY: float64(region.Dy()),
	}}}
}

// Direct resamples a region to w × h by Lanczos-3 alone, however far down that is.
func Direct(src *image.RGBA, region image.Rectangle, w, h int) *image.RGBA {
	return NewPyramid(src, region).levels[0].lanczos(w, h)
}

// Size resamples the region to w × h pixels, both at least 1, enlarging where it must.
func (p *Pyramid) Size(w, h int) *image.RGBA {
	return p.levelFor(w, h).lanczos(w, h)
}

func (p *Pyramid) levelFor(w, h int) level {
	p.mu.Lock()
	defer p.mu.Unlock()
	for n := 0; ; n++ {
		shrunk := 2 << n
		if p.region.Dx() < headroom*w*shrunk || p.region.Dy() < headroom*h*shrunk {
			return p.levels[n]
		}
		if n+1 == len(p.levels) {
			p.levels = append(p.levels, p.levels[n].halved())
		}
	}
}

// halved takes the mean of every 2×2 pixels, rounded; at an odd edge of what is there.
func (l level) halved() level {
	size := image.Pt((l.at.Dx()+1)/2, (l.at.Dy()+1)/2)
	out := image.NewRGBA(image.Rectangle{Max: size})
	bands(size.Y, 16, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			upper := l.row(2 * y)
			lower := l.row(min(2*y+1, l.at.Dy()-1))
			halveRow(out.Pix[y*out.Stride:(y+1)*out.Stride], upper, lower)
		}
	})
	return level{img: out, at: out.Rect, extentX: l.extentX / 2, extentY: l.extentY / 2}
}

// row is one row of the region's pixels.
func (l level) row(y int) []uint8 {
	at := l.img.PixOffset(l.at.Min.X, l.at.Min.Y+y)
	return l.img.Pix[at : at+4*l.at.Dx()]
}

func halveRow(out, upper, lower []uint8) {
	whole := len(upper) / 8
	for x := range whole {
		u, l, o := upper[8*x:8*x+8], lower[8*x:8*x+8], out[4*x:4*x+4]
		o[0] = uint8((uint32(u[0]) + uint32(u[4]) + uint32(l[0]) + uint32(l[4]) + 2) >> 2)
		o[1] = uint8((uint32(u[1]) + uint32(u[5]) + uint32(l[1]) + uint32(l[5]) + 2) >> 2)
		o[2] = uint8((uint32(u[2]) + uint32(u[6]) + uint32(l[2]) + uint32(l[6]) + 2) >> 2)
		o[3] = uint8((uint32(u[3]) + uint32(u[7]) + uint32(l[3]) + uint32(l[7]) + 2) >> 2)
	}
	if len(upper)%8 != 0 {
		for c := range 4 {
			out[4*whole+c] = uint8((uint32(upper[8*whole+c]) + uint32(lower[8*whole+c]) + 1) >> 1)
		}
	}
}
