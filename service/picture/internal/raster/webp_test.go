package raster

import (
	"image"
	"image/color"
	"testing"

	"masthead/service/picture/internal/header"
)

func TestWebPColours(t *testing.T) {
	img, _ := drawn(t, fixture(t, "corners.webp"))
	wantQuarters(t, img, quarters, 2)
	img, h := drawn(t, fixture(t, "glass.webp"))
	if !h.Alpha {
		t.Error("no alpha in the header")
	}
	wantQuarters(t, img, [4]color.RGBA{quarters[0], {10, 100, 10, 128}, quarters[2], {120, 120, 120, 128}}, 1)
	img, _ = drawn(t, fixture(t, "lossless.webp"))
	wantQuarters(t, img, [4]color.RGBA{quarters[0], {10, 100, 10, 128}, quarters[2], {120, 120, 120, 128}}, 0)
}

func TestWebPRefusesTheTruncated(t *testing.T) {
	for _, name := range []string{"corners.webp", "glass.webp", "lossless.webp"} {
		data := fixture(t, name)
		for n := len(data) - 2; n > 40; n -= 7 {
			h, err := header.Read(data[:n])
			if err != nil {
				continue
			}
			if _, err := Decode(t.Context(), data[:n], h, nil); err == nil {
				t.Errorf("%d of %d bytes of %s were taken for a picture", n, len(data), name)
			}
		}
	}
}

func TestWebPAlphaFilters(t *testing.T) {
	// A raw chunk of 3 × 2 by each filter; the sums wrap around.
	for filter, want := range [4][6]uint8{
		{10, 20, 250, 1, 2, 3},
		{10, 30, 24, 11, 13, 16},
		{10, 30, 24, 11, 32, 27},
		{10, 30, 24, 11, 33, 30},
	} {
		img := image.NewNRGBA(image.Rect(0, 0, 3, 2))
		if err := webpAlpha(t.Context(), img, []byte{byte(filter) << 2, 10, 20, 250, 1, 2, 3}); err != nil {
			t.Fatal(err)
		}
		for i, v := range want {
			if got := img.Pix[4*i+3]; got != v {
				t.Errorf("filter %d: pixel %d is %d, want %d", filter, i, got, v)
			}
		}
	}
	img := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	if err := webpAlpha(t.Context(), img, []byte{0, 1, 2}); err == nil {
		t.Error("alpha that is cut short was taken")
	}
}

func FuzzWebP(f *testing.F) {
	for _, name := range []string{"corners.webp", "glass.webp", "lossless.webp"} {
		f.Add(fixture(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzDecode(t, data) })
}
