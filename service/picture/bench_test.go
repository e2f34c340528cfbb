package picture

import (
	"context"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/jpegio"
)

// bigJPEG is a 24-megapixel picture with noise, so that it codes to several megabytes.
func bigJPEG(b *testing.B) []byte {
	b.Helper()
	img := photo(6000, 4000)
	noise := uint32(1)
	for i := range img.Pix {
		if i%4 != 3 {
			noise = noise*1664525 + 1013904223
			img.Pix[i] += uint8(noise >> 28)
		}
	}
	data, err := jpegio.Encode(img, jpegio.Options{Quality: 90})
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkForecast goes from the bytes of a 24-megapixel JPEG to every size as X would
// serve it, upload included.
func BenchmarkForecast(b *testing.B) {
	data := bigJPEG(b)
	for _, k := range service.Kinds {
		b.Run(k.String(), func(b *testing.B) {
			for b.Loop() {
				ctx := context.Background()
				img, p, err := Decode(ctx, data)
				if err != nil {
					b.Fatal(err)
				}
				u, err := Encode(ctx, img, CentredCrop(p.Width, p.Height, k), k)
				if err != nil {
					b.Fatal(err)
				}
				stored, err := Store(ctx, u.Picture, k)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := Forecast(ctx, stored, service.Variants(k)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPlain goes from the same bytes to every size resampled straight.
func BenchmarkPlain(b *testing.B) {
	data := bigJPEG(b)
	for _, k := range service.Kinds {
		b.Run(k.String(), func(b *testing.B) {
			for b.Loop() {
				img, p, err := Decode(context.Background(), data)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := Plain(context.Background(), img, CentredCrop(p.Width, p.Height, k), service.Variants(k)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	data := bigJPEG(b)
	for b.Loop() {
		if _, _, err := Decode(context.Background(), data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInspect(b *testing.B) {
	data := bigJPEG(b)
	for b.Loop() {
		if _, err := Inspect(data); err != nil {
			b.Fatal(err)
		}
	}
}
