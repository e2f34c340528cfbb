package scale

import (
	"image"
	"math"
)

// lobes is the kernel's reach on either side, in pixels of the coarser grid.
const lobes = 3

// lanczos resamples the region to w × h. Each band of rows is filtered sideways into
// floating point and then downwards, so that rounding happens once.
func (l level) lanczos(w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if l.at.Dx() == w && l.at.Dy() == h && l.extentX == float64(w) && l.extentY == float64(h) {
		for y := range h {
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], l.row(y))
		}
		return out
	}
	across, down := kernel(l.at.Dx(), w, l.extentX), kernel(l.at.Dy(), h, l.extentY)
	bands(h, 32, func(y0, y1 int) {
		top, bottom := down[y0].first, down[y1-1].first+len(down[y1-1].weights)
		band := make([]float32, (bottom-top)*4*w)
		line := make([]float32, 4*l.at.Dx())
		for y := top; y < bottom; y++ {
			for i, v := range l.row(y) {
				line[i] = float32(v)
			}
			filterRow(band[(y-top)*4*w:(y-top+1)*4*w], line, across)
		}
		sum := make([]float32, 4*w)
		for y := y0; y < y1; y++ {
			clear(sum)
			for i, weight := range down[y].weights {
				addScaled(sum, band[(down[y].first+i-top)*4*w:], weight)
			}
			roundRow(out.Pix[y*out.Stride:(y+1)*out.Stride], sum)
		}
	})
	return out
}

// taps is what one target pixel takes from the source: weights from pixel first on.
type taps struct {
	first   int
	weights []float32
}

// kernel computes the taps of n target pixels that together cover extent source pixels,
// of which size are there. Pixel centres lie at halves on both grids, hence no shift.
// What reaches over an edge is left out and the rest made to sum to one.
func kernel(size, n int, extent float64) []taps {
	step := extent / float64(n)
	stretch := max(step, 1) // when enlarging, the kernel keeps the source's grid
	list := make([]taps, n)
	for i := range list {
		centre := (float64(i) + 0.5) * step
		first := max(int(math.Ceil(centre-lobes*stretch-0.5)), 0)
		last := min(int(math.Floor(centre+lobes*stretch-0.5)), size-1)
		weights, total := make([]float64, last-first+1), 0.0
		for j := range weights {
			from := float64(first + j)
			to := min(from+1, extent) // the last pixel may be filled in part
			weights[j] = Lanczos(((from+to)/2-centre)/stretch) * (to - from)
			total += weights[j]
		}
		list[i] = taps{first, make([]float32, len(weights))}
		for j, weight := range weights {
			list[i].weights[j] = float32(weight / total)
		}
	}
	return list
}

// Lanczos is the kernel with three lobes: sinc(x)·sinc(x/3).
func Lanczos(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case x <= -lobes || x >= lobes:
		return 0
	}
	x *= math.Pi
	return lobes * math.Sin(x) * math.Sin(x/lobes) / (x * x)
}

func filterRow(out, line []float32, across []taps) {
	for x, t := range across {
		var r, g, b, a float32
		pixels := line[4*t.first : 4*(t.first+len(t.weights))]
		for _, weight := range t.weights {
			p := pixels[:4:4]
			r += weight * p[0]
			g += weight * p[1]
			b += weight * p[2]
			a += weight * p[3]
			pixels = pixels[4:]
		}
		o := out[4*x : 4*x+4 : 4*x+4]
		o[0], o[1], o[2], o[3] = r, g, b, a
	}
}

func addScaled(sum, row []float32, weight float32) {
	row = row[:len(sum)]
	for i := range sum {
		sum[i] += weight * row[i]
	}
}

// roundRow rounds and clamps. A premultiplied colour never exceeds its alpha: the
// kernel's overshoot would make it do so beside an edge.
func roundRow(out []uint8, sum []float32) {
	for i := 0; i+3 < len(out); i += 4 {
		alpha := min(max(sum[i+3], 0), 255)
		out[i] = uint8(min(max(sum[i], 0), alpha) + 0.5)
		out[i+1] = uint8(min(max(sum[i+1], 0), alpha) + 0.5)
		out[i+2] = uint8(min(max(sum[i+2], 0), alpha) + 0.5)
		out[i+3] = uint8(alpha + 0.5)
	}
}
