package picture

import (
	"context"
	"image"
	"image/color"
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
	return asJPEGOf(b, img, jpegio.Options{Quality: 90})
}

// sizesOf are a kind's sizes, divided.
func sizesOf(k service.Kind, by int) (list []image.Point) {
	for _, v := range service.Variants(k) {
		if v.Sized() {
			list = append(list, image.Pt(v.Width, v.Height).Div(by))
		}
	}
	return list
}

func BenchmarkOpen(b *testing.B) {
	data := bigJPEG(b)
	for b.Loop() {
		if _, err := Open(context.Background(), data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	r := opened(b, bigJPEG(b))
	for _, k := range service.Kinds {
		b.Run(k.String(), func(b *testing.B) {
			for b.Loop() {
				render(b, r, Framing{Crop: CentredCrop(6000, 4000, k)}, sizesOf(k, 1)...)
			}
		})
	}
}

// BenchmarkSketch is one step of a crop that is being dragged: avatars in full, banners
// at half their size.
func BenchmarkSketch(b *testing.B) {
	r := opened(b, bigJPEG(b))
	for i, k := range service.Kinds {
		b.Run(k.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := r.Sketch(context.Background(), Framing{Crop: CentredCrop(6000, 4000, k)}, sizesOf(k, 1+i)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkForecast goes from a decoded picture to every size as X would serve it, upload
// included: what follows the last movement of a crop.
func BenchmarkForecast(b *testing.B) {
	r := opened(b, bigJPEG(b))
	for _, k := range service.Kinds {
		b.Run(k.String(), func(b *testing.B) {
			for b.Loop() {
				forecast(b, r, k)
			}
		})
	}
}

func forecast(b *testing.B, r *Renderer, k service.Kind) {
	ctx := context.Background()
	img, err := r.Upload(ctx, Framing{Crop: CentredCrop(6000, 4000, k)}, k)
	if err != nil {
		b.Fatal(err)
	}
	u, err := Encode(ctx, img, k, color.White)
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

func BenchmarkInspect(b *testing.B) {
	data := bigJPEG(b)
	for b.Loop() {
		if _, err := Inspect(data); err != nil {
			b.Fatal(err)
		}
	}
}
