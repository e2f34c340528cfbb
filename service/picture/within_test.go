package picture

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/header"
)

func TestDecodeWithinTakesWhatFits(t *testing.T) {
	for _, f := range allFormats {
		data := asFormat(t, f, corners(40, 30))
		for _, most := range []image.Point{{X: 40, Y: 30}, {X: 41, Y: 31}, {X: 8192, Y: 8192}} {
			img, p, err := DecodeWithin(t.Context(), data, most)
			if err != nil || p.Width != 40 || p.Height != 30 || img.Rect.Size() != image.Pt(40, 30) {
				t.Errorf("%s within %v: %v, %v", f, most, p, err)
			}
		}
		for _, most := range []image.Point{{X: 39, Y: 30}, {X: 40, Y: 29}, {X: 30, Y: 40}, {}} {
			if _, _, err := DecodeWithin(t.Context(), data, most); service.CodeOf(err) != service.TooLarge {
				t.Errorf("%s within %v: %v", f, most, err)
			}
		}
	}
	turned := withOrientation(t, service.JPEG, asFormat(t, service.JPEG, corners(40, 30)), 6)
	if _, p, err := DecodeWithin(t.Context(), turned, image.Pt(30, 40)); err != nil || p.Width != 30 {
		t.Errorf("turned: %v, %v", p, err)
	}
	if _, _, err := DecodeWithin(t.Context(), turned, image.Pt(40, 30)); service.CodeOf(err) != service.TooLarge {
		t.Errorf("turned, within its stored size: %v", err)
	}
	// HEVC fills 64 × 48 up to 64 × 64.
	heic, err := os.ReadFile(filepath.Join("internal", "raster", "testdata", "corners.heic"))
	if err != nil {
		t.Fatal(err)
	}
	p, h, err := inspect("test", heic)
	if err == nil {
		err = checkWithin("test", p, h, image.Pt(64, 48))
	}
	if err != nil {
		t.Error(err)
	}
}

func TestDecodeWithinRefusesByTheHeaderAlone(t *testing.T) {
	for _, f := range []service.Format{service.JPEG, service.PNG, service.GIF, service.WebP, service.BMP} {
		// Nothing stands behind these headers: to decode them is CutShort.
		_, _, err := DecodeWithin(t.Context(), declaring(f, 6000, 5000), image.Pt(48, 48))
		var e *service.Error
		if !errors.As(err, &e) || e.Code != service.TooLarge || e.Detail != "6000 × 5000 where 48 × 48 belongs" {
			t.Errorf("%s: %v", f, err)
		}
		if _, _, err := DecodeWithin(t.Context(), declaring(f, 48, 48), image.Pt(48, 48)); service.CodeOf(err) != service.CutShort {
			t.Errorf("%s, within: %v", f, err)
		}
	}
}

// A small picture may be cut out of a large one, or have a large alpha.
func TestDecodeWithinLooksAtWhatIsCoded(t *testing.T) {
	p := service.Picture{Width: 48, Height: 48}
	for coded, code := range map[int]service.Code{0: "", 48 * 48: "", 64 * 64: "", 64*64 + 1: service.TooLarge, 60 * megapixel: service.TooLarge} {
		if err := checkWithin("test", p, header.Header{Coded: coded}, image.Pt(48, 48)); service.CodeOf(err) != code {
			t.Errorf("%d coded pixels: %v, want %q", coded, err, code)
		}
	}
}

func TestDecodeWithinHasDecodesErrors(t *testing.T) {
	most := image.Pt(100, 100)
	if _, _, err := DecodeWithin(t.Context(), []byte("no picture"), most); service.CodeOf(err) != service.NotAPicture {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := DecodeWithin(ctx, asFormat(t, service.PNG, corners(40, 30)), most); service.CodeOf(err) != service.Canceled {
		t.Error(err)
	}
}
