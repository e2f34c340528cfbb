package raster

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/icc"
)

// displayP3 is a conversion that changes colours.
func displayP3(t *testing.T) *icc.Transform {
	t.Helper()
	to, _, err := icc.FromCodePoints(12, 13)
	if err != nil || to == nil {
		t.Fatal(to, err)
	}
	return to
}

// straight8 is one pixel converted by itself.
func straight8(to *icc.Transform, c color.NRGBA) color.RGBA {
	pix := []uint8{c.R, c.G, c.B, c.A}
	to.NRGBA(pix)
	return multiplied(color.NRGBA{pix[0], pix[1], pix[2], pix[3]})
}

func straight16(to *icc.Transform, c color.NRGBA64) color.RGBA {
	pix := make([]uint8, 8)
	for i, v := range [4]uint16{c.R, c.G, c.B, c.A} {
		binary.BigEndian.PutUint16(pix[2*i:], v)
	}
	to.NRGBA64(pix)
	at := func(i int) uint8 { return to8(binary.BigEndian.Uint16(pix[2*i:])) }
	return multiplied(color.NRGBA{at(0), at(1), at(2), at(3)})
}

// Every kind of image, large enough for all processors, with and without a conversion.
func TestFinish(t *testing.T) {
	const w, h = 301, 457
	r := image.Rect(0, 0, w, h)
	dice := rand.New(rand.NewPCG(1, 2))
	fill := func(pix []uint8) {
		for i := range pix {
			pix[i] = uint8(dice.Uint32())
		}
	}
	for name, to := range map[string]*icc.Transform{"as it is": nil, "converted": displayP3(t)} {
		grey, deepGrey, nrgba, deep := image.NewGray(r), image.NewGray16(r), image.NewNRGBA(r), image.NewNRGBA64(r)
		paletted := image.NewPaletted(r, nil)
		for range 200 {
			paletted.Palette = append(paletted.Palette, color.NRGBA{uint8(dice.Uint32()), uint8(dice.Uint32()), uint8(dice.Uint32()), uint8(dice.Uint32())})
		}
		for _, pix := range [][]uint8{grey.Pix, deepGrey.Pix, nrgba.Pix, deep.Pix, paletted.Pix} {
			fill(pix)
		}
		opaque := image.NewRGBA(r)
		fill(opaque.Pix)
		for i := 3; i < len(opaque.Pix); i += 4 {
			opaque.Pix[i] = 0xFF
		}
		part := nrgba.SubImage(image.Rect(5, 7, 100, 90)).(*image.NRGBA)
		for kind, test := range map[string]struct {
			img  image.Image
			want func(x, y int) color.RGBA
		}{
			"grey": {grey, func(x, y int) color.RGBA {
				v := grey.GrayAt(x, y).Y
				return straight8(to, color.NRGBA{v, v, v, 255})
			}},
			"deep grey": {deepGrey, func(x, y int) color.RGBA {
				v := deepGrey.Gray16At(x, y).Y
				return straight16(to, color.NRGBA64{v, v, v, 0xFFFF})
			}},
			"straight": {clone(nrgba), func(x, y int) color.RGBA { return straight8(to, nrgba.NRGBAAt(x, y)) }},
			"opaque": {&image.RGBA{Pix: append([]uint8(nil), opaque.Pix...), Stride: 4 * w, Rect: r}, func(x, y int) color.RGBA {
				return straight8(to, color.NRGBA(opaque.RGBAAt(x, y)))
			}},
			"a part": {part, func(x, y int) color.RGBA {
				c := color.NRGBA64Model.Convert(nrgba.NRGBAAt(x+5, y+7)).(color.NRGBA64)
				return straight16(to, c)
			}},
			"deep": {&image.NRGBA64{Pix: append([]uint8(nil), deep.Pix...), Stride: 8 * w, Rect: r}, func(x, y int) color.RGBA {
				return straight16(to, deep.NRGBA64At(x, y))
			}},
			"palette": {paletted, func(x, y int) color.RGBA {
				if i := int(paletted.ColorIndexAt(x, y)); i < 200 {
					return straight8(to, paletted.Palette[i].(color.NRGBA))
				}
				return color.RGBA{}
			}},
		} {
			size := test.img.Bounds().Size()
			got, err := finish(t.Context(), test.img, to)
			if err != nil {
				t.Fatal(err)
			}
			if got.Rect != (image.Rectangle{Max: size}) || got.Stride != 4*size.X {
				t.Fatalf("%s, %s: %v, stride %d", kind, name, got.Rect, got.Stride)
			}
		pixels:
			for y := range size.Y {
				for x := range size.X {
					if g, w := got.RGBAAt(x, y), test.want(x, y); g != w {
						t.Errorf("%s, %s: %v at %d, %d, want %v", kind, name, g, x, y, w)
						break pixels
					}
				}
			}
		}
	}
}

func clone(img *image.NRGBA) *image.NRGBA {
	return &image.NRGBA{Pix: append([]uint8(nil), img.Pix...), Stride: img.Stride, Rect: img.Rect}
}

// Premultiplied pixels are converted as if they were straight.
func TestFinishPremultiplied(t *testing.T) {
	to := displayP3(t)
	img := image.NewRGBA(image.Rect(0, 0, 256, 1))
	deep := image.NewRGBA64(image.Rect(0, 0, 256, 1))
	for a := range 256 {
		img.SetRGBA(a, 0, color.RGBA{uint8(a), uint8(a / 2), 0, uint8(a)})
		deep.SetRGBA64(a, 0, color.RGBA64{uint16(a * 257), uint16(a * 257 / 2), 0, uint16(a * 257)})
	}
	for _, src := range []image.Image{img, deep} {
		got, err := finish(t.Context(), src, to)
		if err != nil {
			t.Fatal(err)
		}
		for a := 1; a < 256; a++ {
			want := straight8(to, color.NRGBA{255, uint8((a/2*255 + a/2) / a), 0, uint8(a)})
			g := got.RGBAAt(a, 0)
			if g.A != uint8(a) || off(g.R, want.R) > 1 || off(g.G, want.G) > 1 || off(g.B, want.B) > 1 {
				t.Errorf("%T, alpha %d: %v, want %v", src, a, g, want)
			}
		}
		if got.RGBAAt(0, 0) != (color.RGBA{}) {
			t.Errorf("clear became %v", got.RGBAAt(0, 0))
		}
	}
}

func off(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

// ending is a context that ends after it has been asked some times.
type ending struct {
	context.Context
	left int
}

func (e *ending) Err() error {
	if e.left--; e.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestDecodeStopsWithItsContext(t *testing.T) {
	bitmap, _ := indexed(40, 8, 16, false)
	for name, data := range map[string][]byte{
		"PNG": randomPNG(100, 100, 8, 6).file(), "GIF": gifForms()["89a"].file(), "BMP": bitmap.file(),
		"runs": bmpForm{head: 40, width: 5, height: 3, bits: 8, compression: 1, colours: bmpColours16, rows: []byte{5, 1, 0, 0, 5, 2, 0, 0, 5, 3}}.file(),
		"TIFF": tiffs(t)["deep deflated"],
	} {
		h, err := header.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, left := range []int{0, 1, 2} {
			if img, err := Decode(&ending{t.Context(), left}, data, h, nil); !errors.Is(err, context.Canceled) || img != nil {
				t.Errorf("%s, asked %d times: %v", name, left, err)
			}
		}
	}
}
