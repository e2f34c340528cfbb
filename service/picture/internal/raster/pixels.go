package raster

import (
	"context"
	"encoding/binary"
	"image"
	"image/color"

	"masthead/service/picture/internal/icc"
)

// finish makes premultiplied 8-bit sRGB pixels of a decoded image, in its own memory where
// that has room for them. Colours are converted before they are premultiplied, and 16 bits
// become 8, rounded, only after that.
func finish(ctx context.Context, img image.Image, to *icc.Transform) (*image.RGBA, error) {
	size := img.Bounds().Size()
	rect := image.Rectangle{Max: size}
	switch src := img.(type) {
	case *image.RGBA:
		if !tight(src.Rect, src.Stride, 4) {
			break
		}
		if to == nil {
			return src, nil
		}
		return src, inBands(ctx, size, func(y int) {
			row := src.Pix[y*src.Stride:][:4*size.X]
			unpremultiply(row)
			to.NRGBA(row)
			premultiply(row)
		})
	case *image.NRGBA:
		if !tight(src.Rect, src.Stride, 4) {
			break
		}
		out := &image.RGBA{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect}
		return out, inBands(ctx, size, func(y int) {
			row := src.Pix[y*src.Stride:][:4*size.X]
			to.NRGBA(row)
			premultiply(row)
		})
	}
	out := image.NewRGBA(rect)
	fill := rows(img, out, to)
	return out, inBands(ctx, size, fill)
}

func tight(r image.Rectangle, stride, pixel int) bool {
	return r.Min == image.Point{} && stride == pixel*r.Dx()
}

// rows returns what writes a row of the result.
func rows(img image.Image, out *image.RGBA, to *icc.Transform) func(y int) {
	b := img.Bounds()
	width := b.Dx()
	line := func(y int) []uint8 { return out.Pix[y*out.Stride:][:4*width] }
	switch src := img.(type) {
	case *image.Gray:
		table := greys(to)
		return func(y int) {
			row := line(y)
			for x, v := range src.Pix[y*src.Stride:][:width] {
				copy(row[4*x:4*x+4], table[4*int(v):])
			}
		}
	case *image.Gray16:
		table := deepGreys(to)
		return func(y int) {
			from, row := src.Pix[y*src.Stride:][:2*width], line(y)
			for x := range width {
				copy(row[4*x:4*x+4], table[4*int(binary.BigEndian.Uint16(from[2*x:])):])
			}
		}
	case *image.Paletted:
		table := paletteColours(src.Palette, to)
		return func(y int) {
			row := line(y)
			for x, v := range src.Pix[y*src.Stride:][:width] {
				copy(row[4*x:4*x+4], table[4*int(v):])
			}
		}
	case *image.NRGBA64:
		return func(y int) { deepRow(src.Pix[y*src.Stride:][:8*width], line(y), to) }
	case *image.RGBA64:
		return func(y int) {
			from, row := src.Pix[y*src.Stride:][:8*width], line(y)
			if to == nil {
				round(from, row)
				return
			}
			unpremultiplyDeep(from)
			deepRow(from, row, to)
		}
	}
	return func(y int) {
		from := make([]uint8, 8*width)
		for x := range width {
			c := color.NRGBA64Model.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA64)
			for i, v := range [4]uint16{c.R, c.G, c.B, c.A} {
				binary.BigEndian.PutUint16(from[8*x+2*i:], v)
			}
		}
		deepRow(from, line(y), to)
	}
}

// greys are all 256 greys as pixels.
func greys(to *icc.Transform) []uint8 {
	table := make([]uint8, 4*256)
	for v := range 256 {
		table[4*v], table[4*v+1], table[4*v+2], table[4*v+3] = uint8(v), uint8(v), uint8(v), 0xFF
	}
	to.NRGBA(table)
	return table
}

// deepGreys are all 65,536.
func deepGreys(to *icc.Transform) []uint8 {
	deep := make([]uint8, 8<<16)
	for v := range 1 << 16 {
		pixel := deep[8*v:][:8]
		for c, value := range [4]uint16{uint16(v), uint16(v), uint16(v), 0xFFFF} {
			binary.BigEndian.PutUint16(pixel[2*c:], value)
		}
	}
	table := make([]uint8, 4<<16)
	deepRow(deep, table, to)
	return table
}

// paletteColours are 256 colours; those beyond the palette are transparent.
func paletteColours(palette color.Palette, to *icc.Transform) []uint8 {
	table := make([]uint8, 4*256)
	for i, c := range palette[:min(len(palette), 256)] {
		c := color.NRGBAModel.Convert(c).(color.NRGBA)
		table[4*i], table[4*i+1], table[4*i+2], table[4*i+3] = c.R, c.G, c.B, c.A
	}
	to.NRGBA(table)
	premultiply(table)
	return table
}
