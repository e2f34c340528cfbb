package jpegio

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"testing"

	"masthead/service/picture/internal/header"
)

// hills is smooth, with colour that changes slowly enough for 4:2:0.
func hills(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/90, float64(y)/70
			img.SetRGBA(x, y, color.RGBA{
				uint8(128 + 100*math.Sin(u+v)), uint8(128 + 100*math.Cos(u-v)), uint8(128 + 90*math.Sin(2*v)), 255,
			})
		}
	}
	return img
}

// psnr is over all three colours, in dB.
func psnr(a, b *image.RGBA) float64 {
	sum, n := 0.0, 0.0
	for i := range a.Pix {
		if i%4 != 3 {
			d := float64(a.Pix[i]) - float64(b.Pix[i])
			sum += d * d
			n++
		}
	}
	return 10 * math.Log10(255*255*n/sum)
}

func TestRoundTrip(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {8, 8}, {17, 9}, {400, 400}, {301, 97}} {
		src := hills(size.X, size.Y)
		for _, o := range []Options{{Quality: 85}, {Quality: 90, FullColour: true}, {Quality: 85, Progressive: true, Profile: []byte("a profile")}} {
			data, err := Encode(src, o)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Decode(t.Context(), data, size, Request{Shrink: 1})
			if err != nil {
				t.Fatal(err)
			}
			if got.Rect != src.Rect || got.Stride != 4*size.X {
				t.Fatalf("%v, stride %d", got.Rect, got.Stride)
			}
			if dB := psnr(got, src); dB < 30 {
				t.Errorf("%v %+v: %.1f dB", size, o, dB)
			}
			if q := Quality(data); q != o.Quality {
				t.Errorf("quality %d, want %d", q, o.Quality)
			}
			h, err := header.Read(data)
			if err != nil || h.Progressive != (o.Progressive && FullColour) || (h.ICC != nil) != (o.Profile != nil) {
				t.Errorf("%+v, %v", h, err)
			}
		}
	}
}

func TestDecodeShrunk(t *testing.T) {
	src := hills(397, 203)
	data, err := Encode(src, Options{Quality: 95})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []int{1, 2, 4, 8} {
		got, err := Decode(t.Context(), data, src.Rect.Max, Request{Shrink: d})
		if err != nil {
			t.Fatal(err)
		}
		want := image.Pt((397+d-1)/d, (203+d-1)/d)
		if got.Rect.Max != want {
			t.Fatalf("1/%d: %v, want %v", d, got.Rect.Max, want)
		}
		// Within the whole blocks, each pixel is about the mean of its block.
		means := image.NewRGBA(image.Rect(0, 0, 397/d, 203/d))
		inner := image.NewRGBA(means.Rect)
		for y := range means.Rect.Dy() {
			for x := range means.Rect.Dx() {
				inner.SetRGBA(x, y, got.RGBAAt(x, y))
				var sum [3]int
				for i := range d * d {
					c := src.RGBAAt(x*d+i%d, y*d+i/d)
					sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
				}
				n := d * d
				means.SetRGBA(x, y, color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255})
			}
		}
		if dB := psnr(inner, means); dB < 36 {
			t.Errorf("1/%d: %.1f dB", d, dB)
		}
	}
}

func TestQualityOfOthersFiles(t *testing.T) {
	for _, q := range []int{1, 10, 49, 50, 75, 84, 85, 86, 95, 100} {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, hills(32, 32), &jpeg.Options{Quality: q}); err != nil {
			t.Fatal(err)
		}
		if got := Quality(out.Bytes()); got != q {
			t.Errorf("%d, want %d", got, q)
		}
	}
	if got := Quality([]byte("\xff\xd8\xff\xd9")); got != 0 {
		t.Errorf("without a table: %d", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	data, err := Encode(hills(64, 64), Options{Quality: 85})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		data []byte
		size image.Point
	}{
		"nothing":            {nil, image.Pt(8, 8)},
		"no pixels":          {data, image.Point{}},
		"another size":       {data, image.Pt(63, 64)},
		"cut short":          {data[:len(data)-40], image.Pt(64, 64)},
		"no JPEG":            {[]byte("no JPEG at all, only text"), image.Pt(8, 8)},
		"nothing but a head": {data[:200], image.Pt(64, 64)},
	} {
		if img, err := Decode(t.Context(), test.data, test.size, Request{Shrink: 1}); err == nil || img != nil {
			t.Errorf("%s was decoded", name)
		}
	}
}

func TestDecodeForgivesAMissingEnd(t *testing.T) {
	data, err := Encode(hills(64, 64), Options{Quality: 85})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Decode(t.Context(), data, image.Pt(64, 64), Request{Shrink: 1})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(t.Context(), data[:len(data)-2], image.Pt(64, 64), Request{Shrink: 1})
	if err != nil || !bytes.Equal(got.Pix, whole.Pix) {
		t.Errorf("all pixels are there: %v", err)
	}
}
