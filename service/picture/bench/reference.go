package main

import (
	"image"
	"math"
	"runtime"
	"sync"
)

// reference is what a picture at another size ought to be: premultiplied red, green,
// blue and alpha from 0 to 255, in float64, pixel after pixel and row after row.
type reference struct {
	w, h    int
	samples []float64
}

// newReference resamples a whole picture by Lanczos-3, straight from its every pixel: to
// each side its own ratio, pixel centres at halves on both grids, hence no shift; the
// kernel widened when the picture shrinks; weights that would fall outside left out and
// the rest brought to a sum of one. It is written to be obviously right, not to be quick.
func newReference(img *image.RGBA, w, h int) reference {
	from := img.Rect.Size()
	across, down := lanczos3(from.X, w), lanczos3(from.Y, h)
	rows := make([]float64, 4*w*from.Y) // the full height, already as wide as it will be
	everyRow(from.Y, func(y int) {
		line := img.Pix[y*img.Stride:]
		for x, taps := range across {
			for i, weight := range taps.weights {
				for c := range 4 {
					rows[4*(y*w+x)+c] += weight * float64(line[4*(taps.first+i)+c])
				}
			}
		}
	})
	r := reference{w, h, make([]float64, 4*w*h)}
	everyRow(h, func(y int) {
		line := r.samples[4*y*w : 4*(y+1)*w]
		for i, weight := range down[y].weights {
			for j, v := range rows[4*w*(down[y].first+i) : 4*w*(down[y].first+i+1)] {
				line[j] += weight * v
			}
		}
		for j, v := range line {
			line[j] = min(max(v, 0), 255) // what no pixel can show is nobody's fault
		}
	})
	return r
}

// taps are the weights of the source pixels from first on.
type taps struct {
	first   int
	weights []float64
}

// lanczos3 says for each of m target pixels what it takes of n source pixels.
func lanczos3(n, m int) []taps {
	const lobes = 3
	ratio := float64(n) / float64(m)
	stretch := max(ratio, 1)
	list := make([]taps, m)
	for i := range list {
		centre := (float64(i) + 0.5) * ratio
		first := max(int(math.Floor(centre-lobes*stretch)), 0)
		end := min(int(math.Ceil(centre+lobes*stretch)), n)
		weights, sum := make([]float64, end-first), 0.0
		for j := range weights {
			x := (float64(first+j) + 0.5 - centre) / stretch
			if math.Abs(x) < lobes {
				weights[j] = sinc(x) * sinc(x/lobes)
			}
			sum += weights[j]
		}
		for j := range weights {
			weights[j] /= sum
		}
		list[i] = taps{first, weights}
	}
	return list
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// everyRow does work for n rows, on all processors.
func everyRow(n int, work func(y int)) {
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for first := range workers {
		all.Go(func() {
			for y := first; y < n; y += workers {
				work(y)
			}
		})
	}
	all.Wait()
}
