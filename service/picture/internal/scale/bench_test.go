package scale

import (
	"image"
	"testing"
)

// BenchmarkMixRows reports the time for one pixel under one weight.
func BenchmarkMixRows(b *testing.B) {
	down := kernel(span{0, 1000}, 1000, 400, 2.5)
	out, rows := make([]int16, 4000), make([]uint8, 4000*down.count)
	for b.Loop() {
		mixRows(out, rows, 4000, down.of(200))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(1000*down.count), "ns/tap")
}

// BenchmarkFilterRow reports the same sideways.
func BenchmarkFilterRow(b *testing.B) {
	across := kernel(span{0, 1000}, 1000, 400, 2.5)
	row, out := make([]int16, 4000), make([]uint8, 1600)
	for b.Loop() {
		filterRow(out, row, &across)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(400*across.count), "ns/tap")
}

// BenchmarkPyramid draws the seven avatars of four megapixels.
func BenchmarkPyramid(b *testing.B) {
	img := image.NewRGBA(image.Rect(0, 0, 2000, 2000))
	for b.Loop() {
		p := NewPyramid(img, Whole(img.Rect))
		for _, n := range []int{400, 200, 128, 96, 73, 48, 24} {
			p.Draw(n, n)
		}
	}
}
