package picture

import (
	"image"
	"image/color"
	"image/draw"
)

// toRGBA makes premultiplied 8-bit pixels of any decoded image, rounding where there is
// more to it. It may reuse the image's memory.
func toRGBA(img image.Image) *image.RGBA {
	b := img.Bounds()
	switch src := img.(type) {
	case *image.RGBA:
		if b.Min == (image.Point{}) && src.Stride == 4*b.Dx() {
			return src
		}
	case *image.NRGBA:
		if b.Min == (image.Point{}) && src.Stride == 4*b.Dx() {
			premultiply(src.Pix)
			return &image.RGBA{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect}
		}
	case *image.Paletted:
		out := image.NewRGBA(image.Rectangle{Max: b.Size()})
		drawPaletted(out, src, image.Point{})
		return out
	case *image.Gray: // exact, and quick in the standard library
		out := image.NewRGBA(image.Rectangle{Max: b.Size()})
		draw.Draw(out, out.Rect, src, b.Min, draw.Src)
		return out
	}
	out := image.NewRGBA(image.Rectangle{Max: b.Size()})
	at := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			putColor(out.Pix[at:at+4], img.At(x, y))
			at += 4
		}
	}
	return out
}

// onCanvas puts a GIF's first frame where it belongs on a transparent canvas.
func onCanvas(img image.Image, size image.Point) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: size})
	if frame, ok := img.(*image.Paletted); ok {
		drawPaletted(out, frame, frame.Rect.Min)
	}
	return out
}

// drawPaletted puts a paletted image with its corner at a point. Numbers beyond the
// palette are transparent.
func drawPaletted(out *image.RGBA, src *image.Paletted, at image.Point) {
	var table [256][4]uint8
	for i, c := range src.Palette[:min(len(src.Palette), len(table))] {
		putColor(table[i][:], c)
	}
	b := src.Rect
	area := image.Rectangle{Min: at, Max: at.Add(b.Size())}.Intersect(out.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		from := src.PixOffset(b.Min.X+area.Min.X-at.X, b.Min.Y+y-at.Y)
		to := out.PixOffset(area.Min.X, y)
		for _, index := range src.Pix[from : from+area.Dx()] {
			copy(out.Pix[to:to+4], table[index][:])
			to += 4
		}
	}
}

func putColor(to []uint8, c color.Color) {
	r, g, b, a := c.RGBA()
	to[0], to[1], to[2], to[3] = to8(r), to8(g), to8(b), to8(a)
}

// to8 rounds 16 bits to 8.
func to8(v uint32) uint8 { return uint8((v + 128) / 257) }

func premultiply(pix []uint8) {
	for i := 0; i+3 < len(pix); i += 4 {
		a := uint32(pix[i+3])
		if a == 0xFF {
			continue
		}
		for c := range 3 {
			pix[i+c] = uint8((uint32(pix[i+c])*a + 127) / 255)
		}
	}
}

// flatten lays an image on white. An opaque one is returned as it is.
func flatten(src *image.RGBA) *image.RGBA {
	if src.Opaque() {
		return src
	}
	out := image.NewRGBA(src.Rect)
	for i := 0; i+3 < len(src.Pix); i += 4 {
		rest := 0xFF - src.Pix[i+3] // premultiplied: what is missing is white
		for c := range 3 {
			out.Pix[i+c] = src.Pix[i+c] + rest
		}
		out.Pix[i+3] = 0xFF
	}
	return out
}
