package picture

import (
	"image"
	"math"

	"masthead/service"
)

// The window and the constants of the structural similarity.
const (
	ssimWindow = 11
	ssimSigma  = 1.5
	ssimC1     = (0.01 * 255) * (0.01 * 255)
	ssimC2     = (0.03 * 255) * (0.03 * 255)
)

// SSIM measures how alike the structure of two pictures is: the mean structural
// similarity of their BT.601 luma, laid on white, in every window of 11 × 11 pixels that
// lies inside, weighted by a Gaussian of σ 1.5 (Wang, Bovik, Sheikh and Simoncelli 2004,
// without the shrinking that their later program does first). 1 means identical, 0 that
// nothing is shared; above 0.98 is hard to tell apart. A side under 11 pixels takes a
// window of its own length. Pictures of different sizes cannot be compared.
func SSIM(a, b *image.RGBA) (float64, error) {
	if a.Rect.Size() != b.Rect.Size() || a.Rect.Empty() {
		return 0, service.Errorf("picture.SSIM", service.Unknown, "%v against %v pixels", a.Rect.Size(), b.Rect.Size())
	}
	return ssim(lumaPlane(a), lumaPlane(b), a.Rect.Size(), 1), nil
}

// ssim takes a window at every step-th pixel, along and down.
func ssim(a, b []float64, size image.Point, step int) float64 {
	along, down := gaussian(min(ssimWindow, size.X)), gaussian(min(ssimWindow, size.Y))
	columns := make([]moments, size.X)
	var sum float64
	n := 0
	for y := 0; y+len(down) <= size.Y; y += step {
		clear(columns)
		for j, weight := range down {
			from := (y + j) * size.X
			weigh(columns, a[from:from+size.X], b[from:from+size.X], weight)
		}
		for x := 0; x+len(along) <= size.X; x += step {
			var m moments
			for j, weight := range along {
				m.add(columns[x+j], weight)
			}
			sum += m.similarity()
			n++
		}
	}
	return sum / float64(n)
}

// moments are the weighted means of two signals within a window: of each, of the sum of
// their squares, and of their product.
type moments struct{ a, b, squares, product float64 }

func (m *moments) add(n moments, weight float64) {
	m.a += weight * n.a
	m.b += weight * n.b
	m.squares += weight * n.squares
	m.product += weight * n.product
}

// similarity is SSIM's formula, of which only the sum of both variances is needed.
func (m *moments) similarity() float64 {
	both, squares := m.a*m.b, m.a*m.a+m.b*m.b
	variances, covariance := m.squares-squares, m.product-both
	return (2*both + ssimC1) * (2*covariance + ssimC2) / ((squares + ssimC1) * (variances + ssimC2))
}

// weigh adds one weighted row to the moments of each column.
func weigh(columns []moments, a, b []float64, weight float64) {
	a, b = a[:len(columns)], b[:len(columns)]
	for x := range columns {
		columns[x].add(moments{a[x], b[x], a[x]*a[x] + b[x]*b[x], a[x] * b[x]}, weight)
	}
}

// gaussian is a window of n weights that add up to 1.
func gaussian(n int) []float64 {
	list := make([]float64, n)
	total := 0.0
	for i := range list {
		d := float64(i) - float64(n-1)/2
		list[i] = math.Exp(-d * d / (2 * ssimSigma * ssimSigma))
		total += list[i]
	}
	for i := range list {
		list[i] /= total
	}
	return list
}

func lumaPlane(img *image.RGBA) []float64 {
	size := img.Rect.Size()
	plane := make([]float64, size.X*size.Y)
	for y := range size.Y {
		row, to := img.Pix[y*img.Stride:][:4*size.X], plane[y*size.X:][:size.X]
		for x := range to {
			to[x] = luma(row[4*x : 4*x+4])
		}
	}
	return plane
}
