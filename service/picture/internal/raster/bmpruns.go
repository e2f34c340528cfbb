package raster

import (
	"context"
	"image"

	"masthead/service/picture/internal/header"
)

// runs draws a run-length coded bitmap: pairs of bytes, a count and colours, or zero and
// an escape. What it skips has the palette's first colour.
type runs struct {
	bmp   header.BMP
	table [256][4]uint8
	out   *image.NRGBA
	x, y  int // rows as stored
}

func decodeRuns(ctx context.Context, b header.BMP) (image.Image, error) {
	r := runs{bmp: b, table: bmpColours(b), out: image.NewNRGBA(image.Rect(0, 0, b.Width, b.Height))}
	for i := 0; i < len(r.out.Pix); i += 4 {
		copy(r.out.Pix[i:i+4], r.table[0][:])
	}
	codes := b.Rows
	for !r.full() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(codes) < 2 {
			return nil, errDamaged
		}
		count, value := int(codes[0]), codes[1]
		codes = codes[2:]
		switch {
		case count > 0:
			r.run(count, value)
		case value == 0: // end of the row
			r.x, r.y = 0, r.y+1
		case value == 1: // end of the picture
			return r.out, nil
		case value == 2: // to the right and on
			if len(codes) < 2 {
				return nil, errDamaged
			}
			r.x, r.y = r.x+int(codes[0]), r.y+int(codes[1])
			codes = codes[2:]
		default: // as many single pixels, to full two bytes
			length := int(value)
			if b.Bits == 4 {
				length = (length + 1) / 2
			}
			if len(codes) < length {
				return nil, errDamaged
			}
			r.single(int(value), codes)
			codes = codes[min(length+length%2, len(codes)):]
		}
	}
	return r.out, nil
}

// full tells that no pixel is left: many files do without the end's mark.
func (r *runs) full() bool {
	return r.y >= r.bmp.Height || r.y == r.bmp.Height-1 && r.x >= r.bmp.Width
}

func (r *runs) run(count int, value byte) {
	for i := range count {
		switch {
		case r.bmp.Bits == 8:
			r.put(value)
		case i%2 == 0:
			r.put(value >> 4)
		default:
			r.put(value & 0xF)
		}
	}
}

func (r *runs) single(count int, codes []byte) {
	for i := range count {
		switch {
		case r.bmp.Bits == 8:
			r.put(codes[i])
		case i%2 == 0:
			r.put(codes[i/2] >> 4)
		default:
			r.put(codes[i/2] & 0xF)
		}
	}
}

// put draws a pixel; those beyond the row's end are dropped.
func (r *runs) put(index byte) {
	if r.x < r.bmp.Width && r.y < r.bmp.Height {
		copy(r.out.Pix[r.out.PixOffset(r.x, bmpLine(r.bmp, r.y)):], r.table[index][:])
	}
	r.x++
}
