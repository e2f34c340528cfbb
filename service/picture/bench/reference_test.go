package main

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// strip is a row of grey pixels.
func strip(values ...uint8) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, len(values), 1))
	for x, v := range values {
		img.SetRGBA(x, 0, color.RGBA{v, v, v, 255})
	}
	return img
}

// TestReferenceByHand compares with values worked out on paper. With s(x) for the sinc,
// Lanczos-3 is s(x)·s(x/3): at ¼ 0.900316·0.988616, at ¾ 0.300105·0.900316, at 1¼
// −0.180063·0.737913.
func TestReferenceByHand(t *testing.T) {
	const quarter, threeQuarters, fiveQuarters = 0.890067, 0.270190, -0.132871
	const sum = 2*quarter + threeQuarters + fiveQuarters // of the four pixels that exist
	for name, test := range map[string]struct {
		from *image.RGBA
		want []float64
	}{
		"the same size is the same picture":  {strip(3, 250, 77), []float64{3, 250, 77}},
		"two become their mean":              {strip(10, 30), []float64{20}},
		"one becomes as many of itself":      {strip(90), []float64{90, 90, 90}},
		"an even colour stays":               {strip(200, 200, 200, 200, 200), []float64{200, 200}},
		"four become two, one of them shine": {strip(0, 0, 100, 0), []float64{100 * threeQuarters / sum, 100 * quarter / sum}},
		"no negative light":                  {strip(0, 0, 0, 100), []float64{0, 100 * quarter / sum}},
	} {
		t.Run(name, func(t *testing.T) {
			got := newReference(test.from, len(test.want), 1)
			for x, want := range test.want {
				for c := range 3 {
					if v := got.samples[4*x+c]; math.Abs(v-want) > 1e-3 {
						t.Errorf("channel %d of pixel %d is %.4f, want %.4f", c, x, v, want)
					}
				}
				if alpha := got.samples[4*x+3]; math.Abs(alpha-255) > 1e-9 {
					t.Errorf("alpha of pixel %d is %v", x, alpha)
				}
			}
		})
	}
}

// TestReferenceDoesNotShift scales a ramp, whose every value tells its place.
func TestReferenceDoesNotShift(t *testing.T) {
	const n = 240
	ramp := image.NewRGBA(image.Rect(0, 0, n, n))
	for y := range n {
		for x := range n {
			ramp.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), 0, 255})
		}
	}
	for _, size := range []image.Point{{80, 60}, {37, 101}, {480, 300}} {
		got := newReference(ramp, size.X, size.Y)
		for y := range size.Y {
			for x := range size.X {
				placeX, placeY := (float64(x)+0.5)*n/float64(size.X)-0.5, (float64(y)+0.5)*n/float64(size.Y)-0.5
				if math.Min(placeX, placeY) < 24 || math.Max(placeX, placeY) > n-24 {
					continue // a ramp ends there, and so does the rule
				}
				p := got.samples[4*(y*size.X+x):]
				if math.Abs(p[0]-placeX) > 0.1 || math.Abs(p[1]-placeY) > 0.1 {
					t.Fatalf("%v: pixel %d, %d came from %.3f, %.3f instead of %.3f, %.3f", size, x, y, p[0], p[1], placeX, placeY)
				}
			}
		}
	}
}

func TestCompareKnowsTheDistance(t *testing.T) {
	ideal := newReference(strip(100, 100), 2, 1)
	if got := ideal.compare(strip(100, 100)); got != (likeness{99, 99}) {
		t.Errorf("the same: %v", got)
	}
	// One pixel of two is off by 10 everywhere: a mean square of 50.
	want := 10 * math.Log10(255*255/50.0)
	if got := ideal.compare(strip(100, 110)); math.Abs(got.RGB-want) > 1e-9 || math.Abs(got.Luma-want) > 1e-9 {
		t.Errorf("%v, want %v", got, want)
	}
	// Red alone off by 30: a mean square of 300 over the colours, and 0.299·30 in luma.
	red := image.NewRGBA(image.Rect(0, 0, 2, 1))
	for x := range 2 {
		red.SetRGBA(x, 0, color.RGBA{130, 100, 100, 255})
	}
	got := ideal.compare(red)
	if want := 10 * math.Log10(255*255/300.0); math.Abs(got.RGB-want) > 1e-9 {
		t.Errorf("RGB %v, want %v", got.RGB, want)
	}
	if want := 20 * math.Log10(255/(0.299*30)); math.Abs(got.Luma-want) > 1e-9 {
		t.Errorf("luma %v, want %v", got.Luma, want)
	}
}

func TestCompareLaysBothOnWhite(t *testing.T) {
	clear := image.NewRGBA(image.Rect(0, 0, 2, 1)) // white, seen on white
	if got := newReference(strip(255, 255), 2, 1).compare(clear); got.RGB != 99 {
		t.Errorf("nothing beside white: %v", got)
	}
	if got := newReference(strip(0, 0), 2, 1).compare(clear); got.RGB != 0 {
		t.Errorf("nothing beside black: %v", got)
	}
}
