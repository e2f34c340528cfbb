package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"sync"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/jpegio"
	"masthead/service/picture/internal/scale"
)

func opened(t testing.TB, data []byte) *Renderer {
	t.Helper()
	r, err := Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func render(t testing.TB, r *Renderer, f Framing, sizes ...image.Point) []*image.RGBA {
	t.Helper()
	list, err := r.Render(t.Context(), f, sizes)
	if err != nil {
		t.Fatal(err)
	}
	for i, img := range list {
		if img.Rect != (image.Rectangle{Max: sizes[i]}) || img.Stride != 4*sizes[i].X {
			t.Fatalf("%v for %v", img.Rect, sizes[i])
		}
	}
	return list
}

func asJPEGOf(t testing.TB, img *image.RGBA, o jpegio.Options) []byte {
	t.Helper()
	data, err := jpegio.Encode(img, o)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func dB(t testing.TB, a, b *image.RGBA) float64 {
	t.Helper()
	v, err := LumaPSNR(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestRenderFramings holds every orientation, flip and turn to the plain way: bring the
// whole picture upright, cut, flip, turn, and only then scale.
func TestRenderFramings(t *testing.T) {
	src := photo(97, 61)
	plain := asFormat(t, service.PNG, src)
	for o := 1; o <= 8; o++ {
		r := opened(t, withOrientation(t, service.PNG, plain, o))
		upright := scale.Upright(src, o)
		crop := image.Rect(3, 8, 49, 54)
		for _, f := range []Framing{{Crop: crop}, {Crop: crop, Turn: 1}, {Crop: crop, Turn: 2}, {Crop: crop, Turn: 3}, {Crop: crop, Flip: true}, {Crop: crop, Flip: true, Turn: 1}, {Crop: image.Rect(0, 1, 60, 21), Flip: true, Turn: 3}} {
			framed := turnedByHand(cutByHand(upright, f.Crop), f)
			for _, size := range []image.Point{framed.Rect.Max.Div(2), {X: 24, Y: 12}} {
				cut := BannerCut(framed.Rect.Dx(), framed.Rect.Dy(), size)
				want := resample(framed, cut, size.X, size.Y)
				got := render(t, r, f, size)[0]
				if v := dB(t, got, want); v < 55 { // rows first or columns first: rounding differs
					t.Errorf("orientation %d, %+v at %v: %.1f dB", o, f, size, v)
				}
			}
		}
	}
}

func cutByHand(img *image.RGBA, r image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: r.Size()})
	for y := range r.Dy() {
		for x := range r.Dx() {
			out.SetRGBA(x, y, img.RGBAAt(r.Min.X+x, r.Min.Y+y))
		}
	}
	return out
}

func turnedByHand(img *image.RGBA, f Framing) *image.RGBA {
	if f.Flip {
		out := image.NewRGBA(img.Rect)
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				out.SetRGBA(img.Rect.Dx()-1-x, y, img.RGBAAt(x, y))
			}
		}
		img = out
	}
	for range f.Turn {
		out := image.NewRGBA(image.Rect(0, 0, img.Rect.Dy(), img.Rect.Dx()))
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				out.SetRGBA(img.Rect.Dy()-1-y, x, img.RGBAAt(x, y))
			}
		}
		img = out
	}
	return img
}

// TestRenderFromAFraction holds what is drawn from a coarse decode to Lanczos-3 from all
// of the pixels.
func TestRenderFromAFraction(t *testing.T) {
	// Large enough to be decoded at a half, for uploads of either kind.
	data := asJPEGOf(t, photo(6001, 2001), jpegio.Options{Quality: 92})
	full, _, err := Decode(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	r := opened(t, data)
	if r.whole.shrink != 2 {
		t.Errorf("decoded at 1/%d where a half would do", r.whole.shrink)
	}
	for _, test := range []struct {
		crop image.Rectangle
		size image.Point
		dB   float64
	}{
		{image.Rect(0, 601, 6001, 1201), image.Pt(1500, 150), 45},
		{image.Rect(2001, 1, 4000, 2000), image.Pt(400, 400), 50},
		{image.Rect(2111, 311, 2333, 533), image.Pt(200, 200), 60}, // decoded anew, finer
	} {
		got := render(t, r, Framing{Crop: test.crop}, test.size)[0]
		if v := dB(t, got, reference(full, test.crop, test.size.X, test.size.Y)); v < test.dB {
			t.Errorf("%v at %v: %.1f dB", test.crop, test.size, v)
		}
	}
	if r.whole.shrink != 1 {
		t.Errorf("still decoded at 1/%d", r.whole.shrink)
	}
}

// TestRenderHasNoShift looks for the middle of a blob that lies in the middle.
func TestRenderHasNoShift(t *testing.T) {
	for _, test := range []struct {
		format service.Format
		w, h   int
	}{{service.JPEG, 6001, 2001}, {service.PNG, 1001, 701}} {
		r := opened(t, asFormat(t, test.format, blob(test.w, test.h)))
		for _, sketched := range []bool{false, true} {
			for _, n := range []int{400, 200, 128, 73, 24} {
				side, cut := (test.w-test.h)/2, test.h/12
				square := image.Rect(side, 0, test.w-side, test.h)
				for _, crop := range []image.Rectangle{square, square.Inset(cut)} {
					draw := r.Render
					if sketched {
						draw = r.Sketch
					}
					list, err := draw(t.Context(), Framing{Crop: crop}, []image.Point{{n, n}})
					if err != nil {
						t.Fatal(err)
					}
					if x, y := middle(list[0]); math.Hypot(x-float64(n)/2, y-float64(n)/2) > 0.02 {
						t.Errorf("%s, %d px of %v, sketched %v: off by %.3f, %.3f", test.format, n, crop.Size(), sketched, x-float64(n)/2, y-float64(n)/2)
					}
				}
			}
		}
	}
}

// blob is a soft light spot in the middle of the dark.
func blob(w, h int) *image.RGBA {
	bell := func(n int) []float64 {
		list := make([]float64, n)
		for i := range list {
			d := (float64(i) + 0.5 - float64(n)/2) / (float64(h) / 7)
			list[i] = math.Exp(-d * d)
		}
		return list
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	across := bell(w)
	for y, v := range bell(h) {
		for x, u := range across {
			grey := uint8(255 * u * v)
			copy(img.Pix[y*img.Stride+4*x:], []uint8{grey, grey, grey, 255})
		}
	}
	return img
}

// middle is the centre of gravity of the red channel, in pixels.
func middle(img *image.RGBA) (x, y float64) {
	total := 0.0
	for py := range img.Rect.Dy() {
		for px := range img.Rect.Dx() {
			v := float64(img.RGBAAt(px, py).R)
			x += v * (float64(px) + 0.5)
			y += v * (float64(py) + 0.5)
			total += v
		}
	}
	return x / total, y / total
}

func TestRenderLeavesTheOutsideOut(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 1000, 1000))
	inside := image.Rect(101, 203, 701, 803)
	for y := range 1000 {
		for x := range 1000 {
			c := color.RGBA{255, 0, 0, 255}
			if image.Pt(x, y).In(inside) {
				c = color.RGBA{0, 90, 200, 255}
			}
			src.SetRGBA(x, y, c)
		}
	}
	r := opened(t, asFormat(t, service.PNG, src))
	for _, n := range []int{400, 200, 73, 24} {
		for i, p := range render(t, r, Framing{Crop: inside}, image.Pt(n, n))[0].Pix {
			if want := [4]uint8{0, 90, 200, 255}[i%4]; p != want {
				t.Fatalf("%d px: %d where %d was, at byte %d", n, p, want, i)
			}
		}
	}
}

// TestRenderLeavesTheOutsideOfAFractionOut does it where pixels of the coarse decode
// straddle the crop's edges.
func TestRenderLeavesTheOutsideOfAFractionOut(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 6400, 2200))
	inside := image.Rect(1001, 203, 2601, 1803)
	for y := range src.Rect.Dy() {
		for x := range src.Rect.Dx() {
			v := uint8(0)
			if image.Pt(x, y).In(inside) {
				v = 255
			}
			copy(src.Pix[y*src.Stride+4*x:], []uint8{v, v, v, 255})
		}
	}
	r := opened(t, asJPEGOf(t, src, jpegio.Options{Quality: 100, FullColour: true}))
	img := render(t, r, Framing{Crop: inside}, image.Pt(400, 400))[0]
	if jpegio.Fractions && r.whole.shrink != 2 {
		t.Errorf("decoded at 1/%d", r.whole.shrink)
	}
	for i, v := range img.Pix {
		if v < 250 {
			t.Fatalf("%d at byte %d", v, i)
		}
	}
}

func TestSketchIsCloseToRender(t *testing.T) {
	data := asJPEGOf(t, photo(6000, 2000), jpegio.Options{Quality: 90})
	r := opened(t, data)
	for _, crop := range []image.Rectangle{image.Rect(0, 0, 6000, 2000), image.Rect(1203, 77, 4203, 1077)} {
		sizes := []image.Point{{750, 250}, {520, 260}, {300, 100}}
		sketched, err := r.Sketch(t.Context(), Framing{Crop: crop}, sizes)
		if err != nil {
			t.Fatal(err)
		}
		for i, img := range render(t, r, Framing{Crop: crop}, sizes...) {
			if v := dB(t, sketched[i], img); v < 45 {
				t.Errorf("%v of %v: %.1f dB", sizes[i], crop, v)
			}
		}
	}
	if r.whole.shrink != 2 {
		t.Errorf("decoded at 1/%d", r.whole.shrink)
	}
}

func TestRenderConcurrently(t *testing.T) {
	r := opened(t, asJPEGOf(t, photo(3000, 1500), jpegio.Options{Quality: 85}))
	want := render(t, r, Framing{Crop: image.Rect(300, 0, 1800, 1500)}, image.Pt(400, 400))[0]
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			f := Framing{Crop: image.Rect(300, 0, 1800, 1500)}
			list, err := r.Render(t.Context(), f, []image.Point{{400, 400}})
			if err != nil || !bytes.Equal(list[0].Pix, want.Pix) {
				t.Errorf("another picture, or %v", err)
			}
			if _, err := r.Sketch(t.Context(), Framing{Crop: image.Rect(10*i, 0, 900, 900)}, []image.Point{{48, 48}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestRenderRefuses(t *testing.T) {
	r := opened(t, asFormat(t, service.PNG, photo(90, 60)))
	for _, draw := range []func(context.Context, Framing, []image.Point) ([]*image.RGBA, error){r.Render, r.Sketch} {
		for _, crop := range []image.Rectangle{{}, image.Rect(0, 0, 91, 60), image.Rect(-1, 0, 30, 30)} {
			if _, err := draw(t.Context(), Framing{Crop: crop}, []image.Point{{9, 9}}); service.CodeOf(err) != service.BadCrop {
				t.Errorf("%v: %v", crop, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := draw(ctx, Framing{Crop: image.Rect(0, 0, 60, 60)}, []image.Point{{9, 9}}); service.CodeOf(err) != service.Canceled {
			t.Error(err)
		}
	}
}

func TestOverviewAndUpload(t *testing.T) {
	r := opened(t, asFormat(t, service.PNG, photo(1000, 800)))
	thin := opened(t, asFormat(t, service.PNG, photo(3000, 9)))
	if img, err := thin.Overview(t.Context(), image.Pt(600, 420)); err != nil || img.Rect.Max != image.Pt(600, 2) {
		t.Errorf("%v, %v", img.Rect, err)
	}
	for _, test := range []struct{ within, want image.Point }{
		{image.Pt(600, 420), image.Pt(525, 420)}, {image.Pt(2000, 2000), image.Pt(1000, 800)}, {image.Pt(1, 1), image.Pt(1, 1)},
	} {
		img, err := r.Overview(t.Context(), test.within)
		if err != nil || img.Rect.Max != test.want {
			t.Errorf("within %v: %v, %v", test.within, img.Rect, err)
		}
	}
	for _, test := range []struct {
		crop image.Rectangle
		turn int
		k    service.Kind
		want image.Point
	}{
		{image.Rect(0, 0, 800, 800), 0, service.Avatar, image.Pt(400, 400)},
		{image.Rect(0, 0, 120, 120), 1, service.Avatar, image.Pt(120, 120)},
		{image.Rect(0, 0, 900, 300), 0, service.Banner, image.Pt(900, 300)},
		{image.Rect(0, 0, 200, 600), 1, service.Banner, image.Pt(600, 200)},
	} {
		t.Run(fmt.Sprint(test.k, test.crop.Size()), func(t *testing.T) {
			img, err := r.Upload(t.Context(), Framing{Crop: test.crop, Turn: test.turn}, test.k)
			if err != nil || img.Rect.Max != test.want {
				t.Errorf("%v, %v", img.Rect, err)
			}
		})
	}
}
