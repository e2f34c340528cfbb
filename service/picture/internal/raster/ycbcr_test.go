package raster

import (
	"errors"
	"testing"

	"masthead/service/picture/internal/header"
)

func TestMatrices(t *testing.T) {
	for name, test := range map[string]struct {
		coding    *header.Coding
		y, cb, cr uint8
		r, g, b   uint8
	}{
		"nothing said: BT.601, limited": {nil, 16, 128, 128, 0, 0, 0},
		"white in the limited range":    {&header.Coding{Matrix: 6}, 235, 128, 128, 255, 255, 255},
		"BT.601, full":                  {&header.Coding{Matrix: 6, FullRange: true}, 76, 85, 255, 254, 0, 0},
		"BT.709, full":                  {&header.Coding{Matrix: 1, FullRange: true}, 54, 99, 255, 254, 0, 0},
		"BT.2020, full":                 {&header.Coding{Matrix: 9, FullRange: true}, 67, 92, 255, 254, 0, 0},
		"green, blue, red themselves":   {&header.Coding{Matrix: 0, FullRange: true}, 20, 30, 10, 10, 20, 30},
		"the same in the limited range": {&header.Coding{Matrix: 0}, 16, 126, 235, 255, 0, 128},
	} {
		m, err := codedMatrix(test.coding)
		if err != nil {
			t.Fatal(name, err)
		}
		p := planes{width: 1, height: 1, y: []uint8{test.y}, cb: []uint8{test.cb}, cr: []uint8{test.cr}, yStride: 1, cStride: 1, across: 1, down: 1}
		img, err := p.convert(t.Context(), m)
		if err != nil {
			t.Fatal(name, err)
		}
		got := img.NRGBAAt(0, 0)
		if got.R != test.r || got.G != test.g || got.B != test.b || got.A != 255 {
			t.Errorf("%s: %v", name, got)
		}
	}
	if _, err := codedMatrix(&header.Coding{Matrix: 8}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("a matrix that is not known: %v", err)
	}
}

func TestChromaBetweenSamples(t *testing.T) {
	p := planes{width: 5, height: 3, across: 2, down: 2, cStride: 3}
	plane := []uint8{0, 160, 80, 80, 80, 240}
	for y, want := range [][]uint8{{0, 40, 120, 140, 100}, {20, 50, 110, 135, 125}, {60, 70, 90, 125, 175}} {
		got := p.line(make([]uint8, 8), plane, y)
		for x, v := range want {
			if d := int(got[x]) - int(v); d < -1 || d > 1 {
				t.Errorf("row %d: %v, want %v", y, got, want)
				break
			}
		}
	}
	p = planes{width: 3, height: 2, across: 2, down: 1, cStride: 2}
	if got := p.line(make([]uint8, 8), []uint8{0, 100, 40, 40}, 0); got[0] != 0 || got[1] != 25 || got[2] != 75 {
		t.Errorf("half across only: %v", got)
	}
}

func TestPlanesCutShort(t *testing.T) {
	m := webpMatrix()
	p := planes{width: 4, height: 4, y: make([]uint8, 16), yStride: 4, cb: make([]uint8, 4), cr: make([]uint8, 3), cStride: 2, across: 2, down: 2}
	if _, err := p.convert(t.Context(), m); err == nil {
		t.Error("short chroma was taken")
	}
	p.y = p.y[:15]
	if _, err := p.convert(t.Context(), m); err == nil {
		t.Error("short brightness was taken")
	}
}

func BenchmarkPlanes(b *testing.B) {
	p := planes{width: 4032, height: 3024, yStride: 4032, cStride: 2016, across: 2, down: 2}
	p.y, p.cb, p.cr = make([]uint8, 4032*3024), make([]uint8, 2016*1512), make([]uint8, 2016*1512)
	m := webpMatrix()
	for b.Loop() {
		if _, err := p.convert(b.Context(), m); err != nil {
			b.Fatal(err)
		}
	}
}
