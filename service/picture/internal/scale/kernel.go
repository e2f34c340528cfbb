package scale

import "math"

// lobes is the kernel's reach on either side, in pixels of the coarser grid.
const lobes = 3

// taps says what each of a row's or column's target pixels takes from the source: count
// weights, from source pixel first on. All have as many, some of them zero: loops of one
// length are quick.
type taps struct {
	first   []int32
	count   int
	weights []int16
}

// of is a target pixel's weights.
func (t *taps) of(i int) []int16 { return t.weights[i*t.count : (i+1)*t.count] }

// span is a stretch of a source's row or column, in its pixels, fractions included.
type span struct{ from, to float64 }

// pixels are the first pixel of a row of size that the span takes from, and the one after
// the last. A pixel that lies partly outside holds something of what is there, and is left
// out, unless it is the row's last, which then is filled in part only.
func (s span) pixels(size int) (low, high int) {
	low, high = int(math.Ceil(s.from)), int(math.Floor(s.to))
	if end := int(math.Ceil(s.to)); end == size {
		high = end
	}
	if high <= low { // the span is smaller than a pixel or two
		return int(math.Floor(s.from)), int(math.Ceil(s.to))
	}
	return low, high
}

// kernel computes the taps of n target pixels, each step source pixels wide, the first
// of which begins where the span does. Pixel centres lie at halves on both grids, hence
// no shift. What the span does not take from is left out and the rest made to sum to one.
// Source pixels, of which the row has size, are counted from the first that it takes from.
func kernel(s span, size, n int, step float64) taps {
	stretch := max(step, 1) // when enlarging, the kernel keeps the source's grid
	low, high := s.pixels(size)
	count := (int(math.Ceil(2*lobes*stretch)) + 3) &^ 3 // the loops take four at a time
	t := taps{first: make([]int32, n), count: min(count, high-low)}
	t.weights = make([]int16, n*t.count)
	list := make([]float64, t.count)
	for i := range n {
		left := s.from + float64(i)*step
		centre := (left + min(left+step, s.to)) / 2 // the last one may be filled in part
		first := min(max(int(math.Ceil(centre-lobes*stretch-0.5)), low), high-t.count)
		total := 0.0
		for j := range list {
			from, to := max(float64(first+j), s.from), min(float64(first+j+1), s.to)
			list[j] = lanczos(((from+to)/2-centre)/stretch) * (to - from)
			total += list[j]
		}
		t.first[i] = int32(first - low)
		whole(t.of(i), list, total)
	}
	return t
}

// whole rounds weights to whole numbers whose sum is exactly one, so that what is of one
// colour stays of that colour. What rounding leaves goes to the heaviest.
func whole(weights []int16, list []float64, total float64) {
	const one = 1 << weightBits
	rest, heaviest := one, 0
	for j, weight := range list {
		weights[j] = int16(math.Round(weight / total * one))
		rest -= int(weights[j])
		if weights[j] > weights[heaviest] {
			heaviest = j
		}
	}
	weights[heaviest] += int16(rest)
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

// fineness is how many steps a unit of the kernel is tabulated in.
const fineness = 1024

// table is one half of the kernel: two sines for every weight would take as long as all
// that is done with the small sizes' weights.
var table = func() (list [lobes*fineness + 2]float64) {
	for i := range list {
		list[i] = Lanczos(float64(i) / fineness)
	}
	return list
}()

// lanczos is Lanczos from the table, to one in a million.
func lanczos(x float64) float64 {
	x = math.Abs(x) * fineness
	if x >= lobes*fineness {
		return 0
	}
	i := int(x)
	return table[i] + (table[i+1]-table[i])*(x-float64(i))
}
