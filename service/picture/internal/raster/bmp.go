package raster

import (
	"context"
	"encoding/binary"
	"image"
	"math/bits"

	"masthead/service/picture/internal/header"
)

// decodeBMP decodes bitmaps of 1 to 32 bits. x/image/bmp and the other library at hand
// leave out forms that people have, or take a run-length coded file that is cut short for
// a picture.
func decodeBMP(ctx context.Context, data []byte) (image.Image, error) {
	b, err := header.ParseBMP(data)
	if err != nil {
		return nil, err
	}
	if b.Bits <= 8 && len(b.Colours) < b.ColourSize {
		return nil, errDamaged
	}
	if b.RunLength {
		return decodeRuns(ctx, b)
	}
	used := (b.Width*b.Bits + 7) / 8
	stride := (used + 3) / 4 * 4
	if len(b.Rows) < stride*(b.Height-1)+used { // the last row's padding may be missing
		return nil, errDamaged
	}
	write := bmpRow(b)
	out := image.NewNRGBA(image.Rect(0, 0, b.Width, b.Height))
	for y := range b.Height {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		write(b.Rows[y*stride:][:used], out.Pix[bmpLine(b, y)*out.Stride:][:out.Stride])
	}
	if b.Masks[3] != 0 {
		opaqueIfClear(out.Pix)
	}
	return out, nil
}

// bmpLine is where a stored row lies in the picture.
func bmpLine(b header.BMP, y int) int {
	if b.TopDown {
		return y
	}
	return b.Height - 1 - y
}

// bmpRow returns what writes a stored row's pixels.
func bmpRow(b header.BMP) func(row, pix []byte) {
	switch {
	case b.Bits <= 8:
		table := bmpColours(b)
		return func(row, pix []byte) {
			for x := range len(pix) / 4 {
				shift := 8 - b.Bits - x*b.Bits%8
				copy(pix[4*x:4*x+4], table[row[x*b.Bits/8]>>shift&(1<<b.Bits-1)][:])
			}
		}
	case b.Bits == 24:
		return func(row, pix []byte) {
			for ; len(pix) >= 4 && len(row) >= 3; row, pix = row[3:], pix[4:] {
				pix[0], pix[1], pix[2], pix[3] = row[2], row[1], row[0], 0xFF
			}
		}
	}
	return func(row, pix []byte) {
		for ; len(pix) >= 4; pix = pix[4:] {
			var v uint32
			if b.Bits == 16 {
				v, row = uint32(binary.LittleEndian.Uint16(row)), row[2:]
			} else {
				v, row = binary.LittleEndian.Uint32(row), row[4:]
			}
			pix[3] = 0xFF
			for c, mask := range b.Masks {
				if mask != 0 {
					low := bits.TrailingZeros32(mask)
					full := uint64(mask >> low)
					pix[c] = uint8((uint64(v&mask>>low)*0xFF + full/2) / full)
				}
			}
		}
	}
}

// bmpColours are the colours by number; a number beyond the palette means its first.
func bmpColours(b header.BMP) (table [256][4]uint8) {
	for i := range table {
		at := i * b.ColourSize
		if at+3 > len(b.Colours) {
			at = 0
		}
		table[i] = [4]uint8{b.Colours[at+2], b.Colours[at+1], b.Colours[at], 0xFF}
	}
	return table
}

// opaqueIfClear makes a picture opaque whose alpha is zero throughout: its writer left
// the fourth byte empty.
func opaqueIfClear(pix []byte) {
	for i := 3; i < len(pix); i += 4 {
		if pix[i] != 0 {
			return
		}
	}
	for i := 3; i < len(pix); i += 4 {
		pix[i] = 0xFF
	}
}
