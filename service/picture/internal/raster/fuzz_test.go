package raster

import (
	"image"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/header"
)

// fuzzPixels keeps a fuzzing step quick.
const fuzzPixels = 1 << 18

// fuzz decodes whatever is of one format, and expects a picture or an error.
func fuzz(f *testing.F, format service.Format) {
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := header.Read(data)
		if err != nil || h.Format != format || h.Width > fuzzPixels || h.Width*h.Height > fuzzPixels {
			return
		}
		img, err := Decode(t.Context(), data, h, nil)
		if err != nil {
			if img != nil {
				t.Error("a picture and an error")
			}
			return
		}
		if img.Rect != image.Rect(0, 0, h.Width, h.Height) || img.Stride != 4*h.Width || len(img.Pix) != 4*h.Width*h.Height {
			t.Errorf("%v, stride %d, for %d × %d", img.Rect, img.Stride, h.Width, h.Height)
		}
		for i := 0; i < len(img.Pix); i += 4 {
			if a := img.Pix[i+3]; img.Pix[i] > a || img.Pix[i+1] > a || img.Pix[i+2] > a {
				t.Fatalf("a colour above its alpha: %v", img.Pix[i:i+4])
			}
		}
	})
}

func FuzzPNG(f *testing.F) {
	for colour, depths := range pngDepths {
		for _, depth := range depths {
			p := randomPNG(9, 5, depth, colour)
			f.Add(p.file())
			p.interlaced = true
			f.Add(p.file())
		}
	}
	_, odd := oddPNGs()
	for _, data := range odd {
		f.Add(data)
	}
	fuzz(f, service.PNG)
}

func FuzzGIF(f *testing.F) {
	for _, g := range gifForms() {
		f.Add(g.file())
	}
	fuzz(f, service.GIF)
}

func FuzzBMP(f *testing.F) {
	for _, head := range []int{12, 40, 64, 124} {
		for _, bits := range []int{1, 4, 8} {
			form, _ := indexed(head, bits, 2, false)
			f.Add(form.file())
		}
	}
	f.Add(bmpForm{head: 40, width: 5, height: 3, bits: 8, compression: 1, colours: bmpColours16, rows: []byte{3, 1, 2, 2, 0, 0, 0, 5, 3, 4, 5, 6, 7, 0, 0, 2, 1, 1, 0, 1}}.file())
	f.Add(bmpForm{head: 40, width: 5, height: 3, bits: 4, compression: 2, colours: bmpColours16, rows: []byte{5, 0x12, 0, 0, 0, 5, 0x34, 0x56, 0x70, 0, 0, 0, 5, 0x88, 0, 1}}.file())
	f.Add(bmpForm{head: 124, width: 2, height: 1, bits: 32, compression: 3, masks: []uint32{255, 255 << 8, 255 << 16, 255 << 24}, rows: make([]byte, 8)}.file())
	f.Add(bmpForm{head: 40, width: 2, height: 1, bits: 24, rows: make([]byte, 8)}.file())
	fuzz(f, service.BMP)
}

func FuzzTIFF(f *testing.F) {
	for _, data := range tiffs(f) {
		f.Add(data)
	}
	fuzz(f, service.TIFF)
}
