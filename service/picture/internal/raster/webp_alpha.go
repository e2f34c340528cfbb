package raster

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
	"io"

	"golang.org/x/image/vp8l"
)

// webpAlpha puts an ALPH chunk (RFC 9649, section 2.7.1.2) into pixels.
func webpAlpha(ctx context.Context, img *image.NRGBA, chunk []byte) error {
	if len(chunk) < 1 {
		return io.ErrUnexpectedEOF
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	filter := chunk[0] >> 2 & 3
	switch coded := chunk[1:]; chunk[0] & 3 {
	case 0:
		if len(coded) < w*h {
			return io.ErrUnexpectedEOF
		}
		for i, v := range coded[:w*h] {
			img.Pix[4*i+3] = v
		}
	case 1:
		green, err := vp8l.Decode(reader{ctx, &pieces{losslessHeader(w, h), coded}})
		if err != nil {
			return err
		}
		pix, ok := green.(*image.NRGBA)
		if !ok || len(pix.Pix) != len(img.Pix) {
			return errors.New("alpha of another size")
		}
		for i := 3; i < len(pix.Pix); i += 4 {
			img.Pix[i] = pix.Pix[i-2]
		}
	default:
		return ErrUnsupported
	}
	unfilterAlpha(img, filter)
	return nil
}

// losslessHeader is the header that a lossless bitstream has and one of alpha leaves out.
func losslessHeader(w, h int) []byte {
	return binary.LittleEndian.AppendUint32([]byte{0x2F}, uint32(w-1)|uint32(h-1)<<14)
}

// unfilterAlpha adds up differences: 1 from the left, 2 from above, 3 from a gradient.
// The first row always leans to the left and the first column on what is above.
func unfilterAlpha(img *image.NRGBA, filter uint8) {
	if filter == 0 {
		return
	}
	stride := img.Stride
	for y := range img.Rect.Dy() {
		row := img.Pix[y*stride : (y+1)*stride]
		var above []uint8
		if y > 0 {
			above = img.Pix[(y-1)*stride : y*stride]
		}
		for x := 3; x < len(row); x += 4 {
			switch {
			case x == 3 && y == 0:
			case y == 0:
				row[x] += row[x-4]
			case x == 3 || filter == 2:
				row[x] += above[x]
			case filter == 1:
				row[x] += row[x-4]
			default:
				row[x] += clip(int32(row[x-4]) + int32(above[x]) - int32(above[x-4]))
			}
		}
	}
}
