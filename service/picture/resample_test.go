package picture

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/scale"
)

// greys makes one row or more of grey pixels.
func greys(w int, values ...uint8) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, len(values)/w))
	for i, v := range values {
		copy(img.Pix[4*i:], []uint8{v, v, v, 255})
	}
	return img
}

func reds(img *image.RGBA) []uint8 {
	var list []uint8
	for i := 0; i < len(img.Pix); i += 4 {
		list = append(list, img.Pix[i])
	}
	return list
}

func TestResampleLiterally(t *testing.T) {
	// The expected values were worked out with the kernel's formula by hand.
	tests := []struct {
		name string
		src  *image.RGBA
		w, h int
		want []uint8
	}{
		{"as it is", greys(3, 10, 20, 30), 3, 1, []uint8{10, 20, 30}},
		{"a single pixel enlarged", greys(1, 77), 3, 2, []uint8{77, 77, 77, 77, 77, 77}},
		{"an edge halved", greys(8, 0, 0, 0, 0, 255, 255, 255, 255), 4, 1, []uint8{0, 13, 242, 255}},
		{"to a single pixel", greys(2, 100, 200), 1, 1, []uint8{150}},
	}
	for _, test := range tests {
		got := resample(test.src, test.src.Rect, test.w, test.h)
		if !slices.EqualFunc(reds(got), test.want, func(a, b uint8) bool { return max(a, b)-min(a, b) <= 1 }) {
			t.Errorf("%s: %v, want %v", test.name, reds(got), test.want)
		}
	}
}

var sizes = []image.Point{{1, 1}, {7, 3}, {24, 24}, {73, 73}, {128, 64}, {200, 200}, {500, 301}}

func TestResampleKeepsAConstant(t *testing.T) {
	for _, c := range []color.RGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {3, 77, 201, 255}, {50, 60, 70, 100}, {}} {
		src := image.NewRGBA(image.Rect(0, 0, 213, 189))
		for i := 0; i < len(src.Pix); i += 4 {
			src.Pix[i], src.Pix[i+1], src.Pix[i+2], src.Pix[i+3] = c.R, c.G, c.B, c.A
		}
		for _, size := range sizes {
			got := resample(src, image.Rect(5, 7, 202, 180), size.X, size.Y)
			for i := 0; i < len(got.Pix); i += 4 {
				if p := [4]uint8(got.Pix[i : i+4]); p != [4]uint8{c.R, c.G, c.B, c.A} {
					t.Fatalf("%v at %v: pixel %d is %v", c, size, i/4, p)
				}
			}
		}
	}
}

func TestResampleKeepsSymmetry(t *testing.T) {
	for _, side := range []int{400, 401, 403, 64} { // odd ones test every level's phase
		src := image.NewRGBA(image.Rect(0, 0, side, side))
		middle := float64(side-1) / 2
		for y := range side {
			for x := range side {
				d := math.Hypot(float64(x)-middle, float64(y)-middle)
				v := uint8(128 + 100*math.Cos(d*12/float64(side)))
				copy(src.Pix[src.PixOffset(x, y):], []uint8{v, v, v, 255})
			}
		}
		for _, n := range []int{24, 48, 73, 200} {
			got := resample(src, src.Rect, n, n)
			for y := range n {
				for x := range n {
					a, b := int(got.RGBAAt(x, y).R), int(got.RGBAAt(n-1-x, n-1-y).R)
					if a-b > 1 || b-a > 1 {
						t.Fatalf("%d to %d: %d at %d, %d but %d opposite", side, n, a, x, y, b)
					}
				}
			}
		}
	}
}

// resample draws a crop of pixels, as a Renderer that holds them would.
func resample(src *image.RGBA, crop image.Rectangle, w, h int) *image.RGBA {
	return scale.NewPyramid(src, scale.Whole(crop)).Draw(w, h)
}

// reference is Lanczos-3 in float64 straight from the full picture, on opaque pixels.
func reference(src *image.RGBA, crop image.Rectangle, w, h int) *image.RGBA {
	rows := make([][][3]float64, crop.Dy())
	weights := func(size, n, i int) (first int, list []float64) {
		step := float64(size) / float64(n)
		stretch := max(step, 1)
		centre := (float64(i) + 0.5) * step
		total := 0.0
		first = max(int(centre-3*stretch-2), 0)
		for j := first; j < size && float64(j) < centre+3*stretch+2; j++ {
			list = append(list, scale.Lanczos((float64(j)+0.5-centre)/stretch))
			total += list[j-first]
		}
		for j := range list {
			list[j] /= total
		}
		return first, list
	}
	for y := range rows {
		rows[y] = make([][3]float64, w)
	}
	for x := range w {
		first, list := weights(crop.Dx(), w, x)
		for y := range rows {
			for j, weight := range list {
				at := src.PixOffset(crop.Min.X+first+j, crop.Min.Y+y)
				for c := range 3 {
					rows[y][x][c] += weight * float64(src.Pix[at+c])
				}
			}
		}
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		first, list := weights(crop.Dy(), h, y)
		for x := range w {
			at := out.PixOffset(x, y)
			for c := range 3 {
				sum := 0.0
				for j, weight := range list {
					sum += weight * rows[first+j][x][c]
				}
				out.Pix[at+c] = uint8(math.Round(min(max(sum, 0), 255)))
			}
			out.Pix[at+3] = 255
		}
	}
	return out
}

func TestResampleAgainstTheReference(t *testing.T) {
	src := photo(701, 457)
	for _, test := range []struct {
		crop image.Rectangle
		w, h int
	}{
		{image.Rect(200, 3, 653, 456), 24, 24},
		{image.Rect(200, 3, 653, 456), 48, 48},
		{image.Rect(200, 3, 653, 456), 73, 73},
		{image.Rect(200, 3, 653, 456), 200, 200},
		{image.Rect(1, 100, 700, 333), 300, 100},
		{image.Rect(1, 100, 700, 333), 160, 80},
		{image.Rect(50, 50, 90, 90), 120, 120},
	} {
		got, want := resample(src, test.crop, test.w, test.h), reference(src, test.crop, test.w, test.h)
		dB, err := LumaPSNR(got, want)
		if err != nil {
			t.Fatal(err)
		}
		if dB < 50 {
			t.Errorf("%v to %d × %d: %.1f dB", test.crop.Size(), test.w, test.h, dB)
		}
	}
}

func TestResampleHasNoFringes(t *testing.T) {
	// White on clear: whatever the alpha, the colour must stay white, so all four equal.
	src := image.NewRGBA(image.Rect(0, 0, 97, 97))
	for y := 20; y < 77; y++ {
		for x := 20; x < 77; x++ {
			src.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
		}
	}
	for _, n := range []int{24, 48, 96, 200} {
		got := resample(src, src.Rect, n, n)
		for i := 0; i < len(got.Pix); i += 4 {
			if p := got.Pix[i : i+4]; p[0] != p[3] || p[1] != p[3] || p[2] != p[3] {
				t.Fatalf("%d: %v", n, p)
			}
		}
	}
}

func TestPlain(t *testing.T) {
	r, err := Open(t.Context(), asFormat(t, service.PNG, photo(900, 700)))
	if err != nil {
		t.Fatal(err)
	}
	framing := Framing{Crop: CentredCrop(900, 700, service.Avatar)}
	shots, err := r.Plain(t.Context(), framing, service.Variants(service.Avatar))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shots {
		w, h := s.Variant.Width, s.Variant.Height
		if !s.Variant.Sized() {
			w, h = 400, 400
		}
		if s.Pixels.Rect != image.Rect(0, 0, w, h) || s.Picture.Format != service.PNG || s.State != service.Forecast {
			t.Errorf("%s: %v %v", s.Variant.Name, s.Pixels.Rect, s.Picture)
		}
	}
	if _, err := r.Plain(t.Context(), Framing{Crop: image.Rect(0, 0, 901, 1)}, nil); service.CodeOf(err) != service.BadCrop {
		t.Errorf("a crop outside: %v", err)
	}
}

func TestCentredCrop(t *testing.T) {
	for _, test := range []struct {
		w, h int
		k    service.Kind
		want image.Rectangle
	}{
		{400, 400, service.Avatar, image.Rect(0, 0, 400, 400)},
		{401, 200, service.Avatar, image.Rect(100, 0, 300, 200)},
		{3, 9, service.Avatar, image.Rect(0, 3, 3, 6)},
		{1500, 500, service.Banner, image.Rect(0, 0, 1500, 500)},
		{1500, 1000, service.Banner, image.Rect(0, 250, 1500, 750)},
		{5000, 100, service.Banner, image.Rect(2350, 0, 2650, 100)},
		{2, 2, service.Banner, image.Rect(0, 0, 2, 1)},
		{1, 1, service.Avatar, image.Rect(0, 0, 1, 1)},
	} {
		if got := CentredCrop(test.w, test.h, test.k); got != test.want {
			t.Errorf("%d × %d as %s: %v, want %v", test.w, test.h, test.k, got, test.want)
		}
	}
}

func TestCheckCrop(t *testing.T) {
	bounds := image.Rect(0, 0, 100, 50)
	for _, good := range []image.Rectangle{bounds, image.Rect(99, 49, 100, 50)} {
		if err := CheckCrop(bounds, good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []image.Rectangle{{}, image.Rect(10, 10, 10, 20), image.Rect(-1, 0, 5, 5), image.Rect(0, 0, 101, 50)} {
		if err := CheckCrop(bounds, bad); service.CodeOf(err) != service.BadCrop {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestBannerCut(t *testing.T) {
	for _, test := range []struct {
		w, h, vw, vh int
		want         image.Rectangle
	}{
		{1500, 500, 1500, 500, image.Rect(0, 0, 1500, 500)},
		{1500, 500, 520, 260, image.Rect(250, 0, 1250, 500)},
		{1501, 500, 300, 100, image.Rect(0, 0, 1501, 500)}, // as 3:1 as it can be
		{400, 400, 520, 260, image.Rect(0, 100, 400, 300)},
		{400, 400, 48, 48, image.Rect(0, 0, 400, 400)},
		{400, 300, 48, 48, image.Rect(50, 0, 350, 300)},
		{1, 1, 520, 260, image.Rect(0, 0, 1, 1)},
	} {
		if got := BannerCut(test.w, test.h, image.Pt(test.vw, test.vh)); got != test.want {
			t.Errorf("%d × %d for %d × %d: %v, want %v", test.w, test.h, test.vw, test.vh, got, test.want)
		}
	}
}

func TestLumaPSNR(t *testing.T) {
	a, b := photo(40, 40), photo(40, 40)
	if dB, err := LumaPSNR(a, b); err != nil || dB != 99 {
		t.Errorf("identical: %v dB, %v", dB, err)
	}
	for i := 0; i < len(b.Pix); i += 4 {
		for c := range 3 {
			b.Pix[i+c]++
		}
	}
	if dB, _ := LumaPSNR(a, b); math.Abs(dB-48.13) > 0.01 {
		t.Errorf("one step off everywhere: %v dB", dB)
	}
	if _, err := LumaPSNR(a, photo(41, 40)); err == nil {
		t.Error("different sizes were compared")
	}
	clear, white := image.NewRGBA(image.Rect(0, 0, 2, 2)), greys(2, 255, 255, 255, 255)
	if dB, _ := LumaPSNR(clear, white); dB != 99 {
		t.Errorf("clear on white: %v dB", dB)
	}
}
