package raster

import (
	"context"
	"image"
	"math"

	"golang.org/x/image/math/fixed"
)

// scanner is a rasterx.Scanner: it collects the lines of an outline and fills it, with
// exact coverage of each pixel. rasterx's own knows one fill rule only and goes over the
// whole picture for the smallest shape.
type scanner struct {
	ctx     context.Context
	out     *image.RGBA
	paint   paint
	evenOdd bool

	lines  []line
	last   fixed.Point26_6
	box    fixed.Rectangle26_6
	cover  []float32 // what each line adds, a row of the shape's box
	row    []uint8
	work   int // lines so far
	pixels int // pixels gone over so far
}

type line struct{ x0, y0, x1, y1 float32 }

func newScanner(ctx context.Context, out *image.RGBA) *scanner {
	s := &scanner{ctx: ctx, out: out}
	s.Clear()
	return s
}

// The bounds of one drawing: lines in all outlines together, and in one; and how often the
// whole picture may be gone over.
const (
	maxCovers    = 500
	maxLines     = 40_000_000
	maxShapeLine = 4_000_000
)

// Start begins a part of an outline.
func (s *scanner) Start(a fixed.Point26_6) { s.last = a; s.widen(a) }

// Line goes on in an outline. It stops the path library when ctx has ended or there is
// too much of it, by a panic that decodeSVG takes.
func (s *scanner) Line(b fixed.Point26_6) {
	if s.work++; s.work > maxLines || len(s.lines) > maxShapeLine {
		panic(errTooComplex)
	}
	if s.work%4096 == 0 && s.ctx.Err() != nil {
		panic(context.Cause(s.ctx))
	}
	a := s.last
	s.last = b
	s.widen(b)
	s.lines = append(s.lines, line{float32(a.X) / 64, float32(a.Y) / 64, float32(b.X) / 64, float32(b.Y) / 64})
}

func (s *scanner) widen(p fixed.Point26_6) {
	s.box.Min.X, s.box.Min.Y = min(s.box.Min.X, p.X), min(s.box.Min.Y, p.Y)
	s.box.Max.X, s.box.Max.Y = max(s.box.Max.X, p.X), max(s.box.Max.Y, p.Y)
}

// GetPathExtent is part of rasterx.Scanner.
func (s *scanner) GetPathExtent() fixed.Rectangle26_6 { return s.box }

// SetBounds is part of rasterx.Scanner; the picture's own are kept.
func (s *scanner) SetBounds(int, int) {}

// SetColor is part of rasterx.Scanner; colours come by paint.
func (s *scanner) SetColor(any) {}

// SetWinding is part of rasterx.Scanner; the rule comes by evenOdd.
func (s *scanner) SetWinding(bool) {}

// SetClip is part of rasterx.Scanner; nothing is clipped.
func (s *scanner) SetClip(image.Rectangle) {}

// Clear forgets the outline.
func (s *scanner) Clear() {
	const far = math.MaxInt32
	s.lines = s.lines[:0]
	s.box = fixed.Rectangle26_6{Min: fixed.Point26_6{X: far, Y: far}, Max: fixed.Point26_6{X: -far, Y: -far}}
}

// Draw fills the outline.
func (s *scanner) Draw() {
	area := image.Rect(int(s.box.Min.X>>6), int(s.box.Min.Y>>6), int(s.box.Max.X>>6)+1, int(s.box.Max.Y>>6)+1).Intersect(s.out.Rect)
	if len(s.lines) == 0 || area.Empty() || s.paint == nil {
		return
	}
	w, h := area.Dx(), area.Dy()
	if s.pixels += w * h; s.pixels > maxCovers*s.out.Rect.Dx()*s.out.Rect.Dy() {
		panic(errTooComplex)
	}
	stride := w + 2
	if n := stride * h; cap(s.cover) < n {
		s.cover = make([]float32, n)
	} else {
		s.cover = s.cover[:n]
		clear(s.cover)
	}
	if len(s.row) < 4*w {
		s.row = make([]uint8, 4*s.out.Rect.Dx())
	}
	for _, l := range s.lines {
		s.add(l, float32(area.Min.X), float32(area.Min.Y), stride, h)
	}
	for y := range h {
		s.fill(s.cover[y*stride:(y+1)*stride-2], area.Min.X, area.Min.Y+y)
	}
}

// add adds a line to the cover: for each row that it crosses, how much of each pixel lies
// to its right.
func (s *scanner) add(l line, left, top float32, stride, height int) {
	x0, y0, x1, y1 := l.x0-left, l.y0-top, l.x1-left, l.y1-top
	direction := float32(1)
	if y0 > y1 {
		x0, y0, x1, y1, direction = x1, y1, x0, y0, -1
	}
	if y0 == y1 || y1 <= 0 || y0 >= float32(height) {
		return
	}
	slope := (x1 - x0) / (y1 - y0)
	if y0 < 0 {
		x0, y0 = x0-y0*slope, 0
	}
	y1 = min(y1, float32(height))
	width := float32(stride - 2)
	for y := int(y0); y < height && float32(y) < y1; y++ {
		from, to := max(y0, float32(y)), min(y1, float32(y+1))
		if to <= from {
			continue
		}
		a, b := x0+(from-y0)*slope, x0+(to-y0)*slope
		part := direction * (to - from)
		row := s.cover[y*stride : (y+1)*stride]
		if a > b {
			a, b = b, a
		}
		spanCover(row, min(max(a, 0), width), min(max(b, 0), width), part)
	}
}

// spanCover spreads a line's part over the pixels from a to b of one row.
func spanCover(row []float32, a, b, part float32) {
	first, last := int(a), int(b)
	if first == last {
		middle := (a+b)/2 - float32(first)
		row[first] += part * (1 - middle)
		row[first+1] += part * middle
		return
	}
	per := part / (b - a)
	for x := first; x <= last; x++ {
		from, to := max(a, float32(x)), min(b, float32(x+1))
		share := per * (to - from)
		middle := (from+to)/2 - float32(x)
		row[x] += share * (1 - middle)
		row[x+1] += share * middle
	}
}

// fill paints a row by its cover.
func (s *scanner) fill(cover []float32, x, y int) {
	sum := float32(0)
	start := -1
	to := s.out.Pix[s.out.PixOffset(x, y):]
	flush := func(end int) {
		if start < 0 {
			return
		}
		s.blend(to[4*start:4*end], cover[start:end], x+start, y)
		start = -1
	}
	for i, v := range cover {
		sum += v
		c := sum
		if c < 0 {
			c = -c
		}
		if s.evenOdd {
			c -= 2 * float32(int(c/2))
			if c > 1 {
				c = 2 - c
			}
		}
		c = min(c, 1)
		cover[i] = c
		if c > 1.0/512 {
			if start < 0 {
				start = i
			}
		} else {
			flush(i)
		}
	}
	flush(len(cover))
}

// blend lays paint over a run of pixels.
func (s *scanner) blend(to []uint8, cover []float32, x, y int) {
	row := s.row[:len(to)]
	s.paint(row, x, y)
	for i, c := range cover {
		from, pixel := row[4*i:4*i+4:4*i+4], to[4*i:4*i+4:4*i+4]
		share := uint32(c*255 + 0.5)
		if share == 255 && from[3] == 255 {
			copy(pixel, from)
			continue
		}
		rest := 255*255 - uint32(from[3])*share
		for k := range 4 {
			pixel[k] = uint8((uint32(from[k])*share*255 + uint32(pixel[k])*rest + 255*255/2) / (255 * 255))
		}
	}
}

// measure is a rasterx.Scanner that only takes an outline's extent.
type measure struct{ box fixed.Rectangle26_6 }

func (m *measure) Start(a fixed.Point26_6) { m.Line(a) }

func (m *measure) Line(b fixed.Point26_6) {
	m.box.Min.X, m.box.Min.Y = min(m.box.Min.X, b.X), min(m.box.Min.Y, b.Y)
	m.box.Max.X, m.box.Max.Y = max(m.box.Max.X, b.X), max(m.box.Max.Y, b.Y)
}

func (m *measure) GetPathExtent() fixed.Rectangle26_6 { return m.box }
func (m *measure) SetBounds(int, int)                 {}
func (m *measure) SetColor(any)                       {}
func (m *measure) SetWinding(bool)                    {}
func (m *measure) SetClip(image.Rectangle)            {}
func (m *measure) Clear()                             {}
func (m *measure) Draw()                              {}
