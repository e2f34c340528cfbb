package raster

import (
	"encoding/binary"

	"masthead/service/picture/internal/icc"
)

// premultiply multiplies straight colours by alpha, rounded, in place.
func premultiply(pix []uint8) {
	for ; len(pix) >= 4; pix = pix[4:] {
		a := uint32(pix[3])
		if a == 0xFF {
			continue
		}
		pix[0] = uint8((uint32(pix[0])*a + 127) / 255)
		pix[1] = uint8((uint32(pix[1])*a + 127) / 255)
		pix[2] = uint8((uint32(pix[2])*a + 127) / 255)
	}
}

// unpremultiply is the way back. What is clear has no colour.
func unpremultiply(pix []uint8) {
	for ; len(pix) >= 4; pix = pix[4:] {
		a := uint32(pix[3])
		if a == 0xFF || a == 0 {
			continue
		}
		for c := range 3 {
			pix[c] = uint8(min((uint32(pix[c])*255+a/2)/a, 0xFF))
		}
	}
}

// unpremultiplyDeep is the same for 16 bits, big-endian.
func unpremultiplyDeep(pix []uint8) {
	for ; len(pix) >= 8; pix = pix[8:] {
		a := uint64(binary.BigEndian.Uint16(pix[6:]))
		if a == 0xFFFF || a == 0 {
			continue
		}
		for c := 0; c < 6; c += 2 {
			v := uint64(binary.BigEndian.Uint16(pix[c:]))
			binary.BigEndian.PutUint16(pix[c:], uint16(min((v*0xFFFF+a/2)/a, 0xFFFF)))
		}
	}
}

// deepRow makes a row of straight 16-bit pixels, which it changes, 8-bit and premultiplied.
func deepRow(from, row []uint8, to *icc.Transform) {
	to.NRGBA64(from)
	round(from, row)
	premultiply(row)
}

// round makes 16 bits, big-endian, 8: the nearest of 0 to 255 times 257.
func round(from, row []uint8) {
	for i := range row {
		row[i] = uint8((uint32(from[2*i])<<8 + uint32(from[2*i+1]) + 128) / 257)
	}
}
