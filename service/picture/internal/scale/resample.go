package scale

import (
	"image"
	"sync"
)

// region is a part of an image in its pixels, fractions included.
type region struct{ x, y span }

func (r region) size() (w, h float64) { return r.x.to - r.x.from, r.y.to - r.y.from }

// resample draws w × h pixels by separable Lanczos-3: the first of them begins where the
// region does, and each is stepX × stepY source pixels large. Nothing outside the region
// has any influence. For each row of the result, the rows that it takes from are mixed
// into one, finely, and that one is filtered sideways.
func resample(src *image.RGBA, r region, w, h int, stepX, stepY float64) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	across, down := kernel(r.x, src.Rect.Dx(), w, stepX), kernel(r.y, src.Rect.Dy(), h, stepY)
	left, right := r.x.pixels(src.Rect.Dx())
	top, _ := r.y.pixels(src.Rect.Dy())
	Bands(h, 16, func(y0, y1 int) {
		room := rooms.Get().(*[]int16)
		defer rooms.Put(room)
		if n := 4 * (right - left); cap(*room) < n {
			*room = make([]int16, n)
		}
		row := (*room)[:4*(right-left)]
		for y := y0; y < y1; y++ {
			at := src.PixOffset(left, top+int(down.first[y]))
			mixRows(row, src.Pix[at:], src.Stride, down.of(y))
			filterRow(out.Pix[y*out.Stride:(y+1)*out.Stride], row, &across)
		}
	})
	return out
}

// rooms are mixed rows, kept for the next drawing: a crop that is dragged
// asks for the same sizes again and again.
var rooms = sync.Pool{New: func() any { return new([]int16) }}
