package picture

import (
	"context"
	"testing"

	"masthead/service"
)

// fuzzPixels keeps a fuzzing step quick.
const fuzzPixels = 1 << 18

func seed(f *testing.F) {
	for _, format := range allFormats {
		data := asFormat(f, format, corners(20, 12))
		f.Add(data)
		f.Add(data[:len(data)/2])
		if bomb := declaring(format, 5000, 5000); bomb != nil {
			f.Add(bomb)
		}
	}
	f.Add(inkJPEG())
	f.Add([]byte("no picture"))
	f.Add([]byte{})
}

func FuzzInspect(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Inspect(data)
		if err != nil {
			if service.CodeOf(err) == service.Unknown {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		if p.Width < 1 || p.Height < 1 || p.Frames < 1 || p.Orientation < 1 || p.Orientation > 8 {
			t.Errorf("impossible facts: %+v", p)
		}
	})
}

func FuzzDecode(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Inspect(data)
		if err != nil || p.Width*p.Height > fuzzPixels {
			return
		}
		img, facts, err := Decode(context.Background(), data)
		if err != nil {
			if service.CodeOf(err) == service.Unknown {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		if img.Rect.Dx() != facts.Width || img.Rect.Dy() != facts.Height || img.Stride != 4*facts.Width ||
			len(img.Pix) != 4*facts.Width*facts.Height || img.Rect.Min.X != 0 || img.Rect.Min.Y != 0 {
			t.Errorf("%v, stride %d, for %v", img.Rect, img.Stride, facts)
		}
	})
}
