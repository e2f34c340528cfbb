package raster

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/tiff"

	"masthead/service/picture/internal/header"
)

// tiffs are files by another hand: x/image's.
func tiffs(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for name, img := range tiffImages() {
		for kind, o := range map[string]*tiff.Options{
			"plain": {}, "deflated": {Compression: tiff.Deflate}, "predicted": {Compression: tiff.Deflate, Predictor: true},
		} {
			var out bytes.Buffer
			if err := tiff.Encode(&out, img, o); err != nil {
				t.Fatal(err)
			}
			files[name+" "+kind] = out.Bytes()
		}
	}
	return files
}

func tiffImages() map[string]image.Image {
	r := image.Rect(0, 0, 19, 7)
	grey, deepGrey := image.NewGray(r), image.NewGray16(r)
	rgba, nrgba, deep := image.NewRGBA(r), image.NewNRGBA(r), image.NewNRGBA64(r)
	paletted := image.NewPaletted(r, color.Palette{color.RGBA{10, 20, 30, 255}, color.RGBA{200, 100, 0, 255}})
	for y := range 7 {
		for x := range 19 {
			grey.SetGray(x, y, color.Gray{uint8(13*x + y)})
			deepGrey.SetGray16(x, y, color.Gray16{uint16(3001*x + y)})
			nrgba.SetNRGBA(x, y, color.NRGBA{uint8(13 * x), uint8(30 * y), uint8(x * y), uint8(255 - 9*x)})
			rgba.Set(x, y, nrgba.At(x, y))
			deep.SetNRGBA64(x, y, color.NRGBA64{uint16(3000 * x), uint16(9000 * y), uint16(77 * x * y), uint16(0xFFFF - 2000*x)})
			paletted.SetColorIndex(x, y, uint8((x+y)%2))
		}
	}
	return map[string]image.Image{"grey": grey, "deep grey": deepGrey, "premultiplied": rgba, "straight": nrgba, "deep": deep, "palette": paletted}
}

func TestTIFFByAnotherHand(t *testing.T) {
	images := tiffImages()
	for name, data := range tiffs(t) {
		t.Run(name, func(t *testing.T) {
			var source image.Image
			for kind, img := range images {
				if len(name) > len(kind) && name[:len(kind)+1] == kind+" " && (source == nil || kind == "deep grey") {
					source = img
				}
			}
			got := decoded(t, data)
			for y := range 7 {
				for x := range 19 {
					want := color.NRGBA64Model.Convert(source.At(x, y)).(color.NRGBA64)
					straight := color.NRGBA{to8(want.R), to8(want.G), to8(want.B), to8(want.A)}
					wanted := multiplied(straight)
					if c, ok := source.At(x, y).(color.RGBA); ok {
						wanted = c
					}
					if got.RGBAAt(x, y) != wanted {
						t.Fatalf("%d, %d: %v, want %v", x, y, got.RGBAAt(x, y), wanted)
					}
				}
			}
		})
	}
}

func to8(v uint16) uint8 { return uint8(float64(v)/257 + 0.5) }

func TestTIFFUnsupported(t *testing.T) {
	data := tiffs(t)["grey plain"]
	h, err := header.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte{0x03, 0x01, 3, 0}) // the compression's tag
	if at < 0 {
		t.Fatal("no compression")
	}
	data[at+8] = 99
	if _, err := header.Read(data); !errors.Is(err, header.ErrUnsupported) {
		t.Errorf("header: %v", err)
	}
	if _, err := Decode(t.Context(), data, h, nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("decoder: %v", err)
	}
}
