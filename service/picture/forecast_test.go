package picture

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/color/palette"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/jpegio"
)

func TestShrinkFor(t *testing.T) {
	// Measured on avatars that X served at several sizes.
	for _, test := range []struct{ from, to, want int }{
		{400, 400, 1},
		{400, 200, 2},
		{400, 128, 2},
		{400, 96, 4},
		{400, 73, 4},
		{400, 48, 8},
		{400, 24, 8},
		{397, 48, 8},
		{383, 48, 4},
		{300, 400, 1},
		{8000, 24, 8},
	} {
		if got := shrinkFor(image.Pt(test.from, test.from), image.Pt(test.to, test.to)); got != test.want {
			t.Errorf("%d to %d: %d, want %d", test.from, test.to, got, test.want)
		}
	}
	if got := shrinkFor(image.Pt(1500, 500), image.Pt(300, 100)); got != 4 {
		t.Errorf("a banner: %d", got)
	}
}

func TestForecastOfPNG(t *testing.T) {
	src := photo(397, 397)
	data := asFormat(t, service.PNG, src)
	p, err := Inspect(data)
	if err != nil {
		t.Fatal(err)
	}
	shots, err := Forecast(t.Context(), p, service.Variants(service.Avatar))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shots {
		again, facts, err := Decode(t.Context(), s.Picture.Data)
		if err != nil || !bytes.Equal(again.Pix, s.Pixels.Pix) || facts.Format != service.PNG {
			t.Errorf("%s: pixels and bytes disagree: %v", s.Variant.Name, err)
		}
		if s.Variant.Sized() && s.Pixels.Rect != image.Rect(0, 0, s.Variant.Width, s.Variant.Height) {
			t.Errorf("%s is %v", s.Variant.Name, s.Pixels.Rect)
		}
	}
	if original := shots[len(shots)-1]; !bytes.Equal(original.Picture.Data, data) {
		t.Error("the original is not the stored picture itself")
	}
	// 397 / 8 = 49, the remainder dropped, each mean truncated; then 49 to 48.
	small := image.NewRGBA(image.Rect(0, 0, 49, 49))
	for y := range 49 {
		for x := range 49 {
			for c := range 4 {
				sum := 0
				for i := range 64 {
					sum += int(src.Pix[src.PixOffset(8*x+i%8, 8*y+i/8)+c])
				}
				small.Pix[small.PixOffset(x, y)+c] = uint8(sum / 64)
			}
		}
	}
	dB, err := LumaPSNR(shots[1].Pixels, reference(small, small.Rect, 48, 48))
	if err != nil || dB < 60 {
		t.Errorf("normal, 48 px: %.1f dB against the measured steps, %v", dB, err)
	}
}

func TestForecastOfJPEG(t *testing.T) {
	for _, k := range service.Kinds {
		t.Run(k.String(), func(t *testing.T) {
			w, h := k.StoredSize()
			u, err := Encode(t.Context(), photo(w, h), k, color.White)
			if err != nil {
				t.Fatal(err)
			}
			if k == service.Avatar {
				u.Picture, err = servedJPEG(u.Pixels)
				if err != nil {
					t.Fatal(err)
				}
			}
			shots, err := Forecast(t.Context(), u.Picture, service.Variants(k))
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range shots {
				if !s.Variant.Sized() {
					continue
				}
				facts, err := Inspect(s.Picture.Data)
				if err != nil || facts.Format != service.JPEG || facts.Profile != "sRGB" ||
					facts.Width != s.Variant.Width || facts.Height != s.Variant.Height {
					t.Errorf("%s: %v %q, %v", s.Variant.Name, facts, facts.Profile, err)
				}
				if q := jpegio.Quality(s.Picture.Data); q != 85 {
					t.Errorf("%s: quality %d", s.Variant.Name, q)
				}
				h, err := header.Read(s.Picture.Data)
				if err != nil || h.Progressive != jpegio.FullColour {
					t.Errorf("%s: progressive %v, %v", s.Variant.Name, h.Progressive, err)
				}
				best := resample(u.Pixels, BannerCut(u.Picture.Width, u.Picture.Height, s.Pixels.Rect.Size()), s.Variant.Width, s.Variant.Height)
				if dB, err := LumaPSNR(s.Pixels, best); err != nil || dB < 28 {
					t.Errorf("%s: %.1f dB against the best, %v", s.Variant.Name, dB, err)
				}
			}
		})
	}
}

func TestForecastOfSmallAndOddPictures(t *testing.T) {
	normal, _ := service.VariantNamed(service.Avatar, "normal")
	mobile, _ := service.VariantNamed(service.Banner, "mobile")
	for _, size := range []image.Point{{1, 1}, {2, 3}, {7, 300}, {401, 133}} {
		for _, f := range []service.Format{service.PNG, service.JPEG, service.WebP, service.GIF} {
			p := service.Picture{Data: asFormat(t, f, photo(size.X, size.Y))}
			if _, err := Forecast(t.Context(), p, []service.Variant{normal, mobile, service.Original}); err != nil {
				t.Errorf("%v %s: %v", size, f, err)
			}
		}
	}
}

func TestStoreRules(t *testing.T) {
	jpeg := func(w, h, quality int) []byte {
		data, err := jpegio.Encode(photo(w, h), jpegio.Options{Quality: quality})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	paletted := image.NewPaletted(image.Rect(0, 0, 960, 320), palette.WebSafe)
	flat := greys(1, 9)
	flat = resample(flat, flat.Rect, 960, 320)
	tests := []struct {
		name   string
		data   []byte
		k      service.Kind
		format service.Format
		w, h   int
		same   bool
	}{
		{"a JPEG of 85", jpeg(900, 300, 85), service.Banner, service.JPEG, 900, 300, true},
		{"a JPEG of 60", jpeg(300, 300, 60), service.Avatar, service.JPEG, 300, 300, true},
		{"a JPEG of 95", jpeg(400, 400, 95), service.Avatar, service.JPEG, 400, 400, false},
		{"a wide JPEG avatar", jpeg(800, 600, 80), service.Avatar, service.JPEG, 400, 300, false},
		{"a PNG that fits", asFormat(t, service.PNG, photo(400, 400)), service.Avatar, service.PNG, 400, 400, true},
		{"a wide PNG avatar", asFormat(t, service.PNG, photo(600, 600)), service.Avatar, service.PNG, 400, 400, false},
		{"a PNG banner that fits", asFormat(t, service.PNG, photo(900, 300)), service.Banner, service.PNG, 900, 300, true},
		{"a large photographic PNG", asFormat(t, service.PNG, photo(960, 320)), service.Banner, service.JPEG, 960, 320, false},
		{"a large flat PNG", asFormat(t, service.PNG, flat), service.Banner, service.PNG, 960, 320, true},
		{"a large PNG-8", asFormat(t, service.PNG, paletted), service.Banner, service.PNG, 960, 320, true},
		{"a WebP", asFormat(t, service.WebP, photo(200, 200)), service.Avatar, service.JPEG, 200, 200, false},
		{"a GIF", asFormat(t, service.GIF, photo(200, 200)), service.Avatar, service.PNG, 200, 200, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Store(t.Context(), service.Picture{Data: test.data}, test.k)
			if err != nil {
				t.Fatal(err)
			}
			if got.Format != test.format || got.Width != test.w || got.Height != test.h || bytes.Equal(got.Data, test.data) != test.same {
				t.Errorf("%v, same %v", got, bytes.Equal(got.Data, test.data))
			}
			if got.Format == service.JPEG && jpegio.Quality(got.Data) > 85 {
				t.Errorf("quality %d", jpegio.Quality(got.Data))
			}
		})
	}
	for _, f := range []service.Format{service.BMP, service.TIFF} {
		if _, err := Store(t.Context(), service.Picture{Data: asFormat(t, f, photo(9, 9))}, service.Avatar); service.CodeOf(err) != service.Unsupported {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestCanceledBeforeItBegins(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	src := photo(50, 50)
	p := service.Picture{Data: asFormat(t, service.WebP, src)}
	_, encodeErr := Encode(ctx, src, service.Avatar, color.White)
	_, storeErr := Store(ctx, p, service.Avatar)
	_, forecastErr := Forecast(ctx, p, nil)
	_, openErr := Open(ctx, p.Data)
	_, _, decodeErr := Decode(ctx, p.Data)
	for _, err := range []error{encodeErr, storeErr, forecastErr, openErr, decodeErr} {
		if service.CodeOf(err) != service.Canceled {
			t.Error(err)
		}
	}
}
