package picture

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// slowSSIM is the formula as it stands in the paper, window by window.
func slowSSIM(a, b *image.RGBA) float64 {
	w, h := a.Rect.Dx(), a.Rect.Dy()
	windowW, windowH := min(w, 11), min(h, 11)
	y := func(img *image.RGBA, x, y int) float64 {
		c := img.RGBAAt(img.Rect.Min.X+x, img.Rect.Min.Y+y)
		part := func(v uint8) float64 { return float64(v) + 255 - float64(c.A) }
		return 0.299*part(c.R) + 0.587*part(c.G) + 0.114*part(c.B)
	}
	total, n := 0.0, 0
	for top := 0; top+windowH <= h; top++ {
		for left := 0; left+windowW <= w; left++ {
			var weights, meanA, meanB float64
			weight := func(i, j int) float64 {
				dx, dy := float64(i)-float64(windowW-1)/2, float64(j)-float64(windowH-1)/2
				return math.Exp(-(dx*dx + dy*dy) / (2 * 1.5 * 1.5))
			}
			for j := range windowH {
				for i := range windowW {
					weights += weight(i, j)
					meanA += weight(i, j) * y(a, left+i, top+j)
					meanB += weight(i, j) * y(b, left+i, top+j)
				}
			}
			meanA /= weights
			meanB /= weights
			var varA, varB, cov float64
			for j := range windowH {
				for i := range windowW {
					da, db := y(a, left+i, top+j)-meanA, y(b, left+i, top+j)-meanB
					varA += weight(i, j) / weights * da * da
					varB += weight(i, j) / weights * db * db
					cov += weight(i, j) / weights * da * db
				}
			}
			const c1, c2 = 6.5025, 58.5225
			total += (2*meanA*meanB + c1) * (2*cov + c2) / ((meanA*meanA + meanB*meanB + c1) * (varA + varB + c2))
			n++
		}
	}
	return total / float64(n)
}

// filled is a picture of one colour.
func filled(w, h int, c color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = c.R, c.G, c.B, c.A
	}
	return img
}

func TestSSIM(t *testing.T) {
	shade := func(v uint8) *image.RGBA { return filled(20, 15, color.RGBA{v, v, v, 255}) }
	negative := photo(40, 30)
	for i := range negative.Pix {
		if i%4 != 3 {
			negative.Pix[i] = 255 - negative.Pix[i]
		}
	}
	for _, test := range []struct {
		name string
		a, b *image.RGBA
		want float64
	}{
		{"identical", photo(40, 30), photo(40, 30), 1},
		// Without structure only the means count: (2ab + C1) / (a² + b² + C1).
		{"a shift", shade(100), shade(110), (2*100*110 + 6.5025) / (100*100 + 110*110 + 6.5025)},
		{"black and white", shade(0), shade(255), 6.5025 / (255*255 + 6.5025)},
		{"clear on white", image.NewRGBA(image.Rect(0, 0, 20, 15)), shade(255), 1},
		{"a negative", photo(40, 30), negative, slowSSIM(photo(40, 30), negative)},
		{"one pixel", filled(1, 1, color.RGBA{9, 9, 9, 255}), filled(1, 1, color.RGBA{9, 9, 9, 255}), 1},
	} {
		got, err := SSIM(test.a, test.b)
		if err != nil || math.Abs(got-test.want) > 1e-9 {
			t.Errorf("%s: %v, want %v, %v", test.name, got, test.want, err)
		}
	}
	if negative, _ := SSIM(photo(40, 30), negative); negative > 0.5 {
		t.Errorf("a negative: %v", negative)
	}
	for _, b := range []*image.RGBA{photo(41, 30), image.NewRGBA(image.Rectangle{})} {
		if _, err := SSIM(b, photo(40, 30)); err == nil {
			t.Errorf("%v was compared with 40 × 30", b.Rect)
		}
	}
	if _, err := SSIM(image.NewRGBA(image.Rectangle{}), image.NewRGBA(image.Rectangle{})); err == nil {
		t.Error("nothing was compared with nothing")
	}
}

func TestSSIMAgainstTheFormula(t *testing.T) {
	for _, size := range []image.Point{{11, 11}, {40, 23}, {5, 40}, {40, 4}, {1, 30}, {12, 1}} {
		a, b := photo(size.X, size.Y), photo(size.X, size.Y)
		for i := range b.Pix {
			if i%4 != 3 {
				b.Pix[i] = b.Pix[i]/2 + uint8(i*7%60)
			}
		}
		got, err := SSIM(a, b)
		if want := slowSSIM(a, b); err != nil || math.Abs(got-want) > 1e-9 {
			t.Errorf("%v: %v, want %v, %v", size, got, want, err)
		}
	}
	whole := photo(60, 50)
	part := whole.SubImage(image.Rect(13, 7, 40, 33)).(*image.RGBA)
	other := photo(27, 26)
	got, err := SSIM(part, other)
	if want := slowSSIM(part, other); err != nil || math.Abs(got-want) > 1e-9 {
		t.Errorf("a part: %v, want %v, %v", got, want, err)
	}
}

func TestLikeness(t *testing.T) {
	img := photo(66, 37)
	shifted, rough := photo(66, 37), photo(66, 37)
	for i := 0; i < len(img.Pix); i += 4 {
		x, y := i/4%66, i/4/66
		for c := range 3 {
			shifted.Pix[i+c] += 2
			rough.Pix[i+c] += uint8(4 - 8*((x+y)%2)) // four more or less by turns
		}
	}
	against := newYardstick(img)
	same, far, near := against.measure(photo(66, 37)), against.measure(shifted), against.measure(rough)
	if same != (likeness{structure: same.structure}) || math.Abs(same.structure-1) > 1e-9 {
		t.Errorf("the same: %+v", same)
	}
	// Two steps of luma everywhere, and none of chroma.
	if math.Abs(far.near-3) > 1e-9 || far.far < 2.8 || far.far > 3.1 {
		t.Errorf("shifted: %+v", far)
	}
	if math.Abs(near.near-12) > 1e-9 || near.far > 0.05 {
		t.Errorf("rough: %+v", near)
	}
	if !same.atLeast(far) || far.atLeast(near) || near.atLeast(far) || !near.atLeast(near) {
		t.Error("what is worse in one way was taken as no worse")
	}
}
