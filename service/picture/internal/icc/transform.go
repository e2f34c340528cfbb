package icc

import (
	"math"
	"sync"
)

// Transform converts pixels to sRGB. Nil changes nothing. It may be used by any number of
// goroutines at once.
//
// For 8 bits everything is in tables. Each channel's value looks up what it adds to red,
// green and blue in linear light, three whole numbers of 21 bits packed side by side; the
// three looked up are added, and the upper 16 bits of each sum look up the encoded value.
// That last table covers all that sums can reach, so nothing is left to clip.
type Transform struct {
	adds    [3][256]uint64
	encoded [1 << 16]uint8

	conversion conversion
	deepen     sync.Once
	deep       *deepTables // of 16 bits: made when first needed
}

const (
	sumBits  = 21           // of one of the three sums
	fineBits = sumBits - 16 // below those that are looked up
)

// newTransform fills the tables; linear holds the three curves at 8 bits.
func newTransform(c conversion, linear *[3][256]float64) *Transform {
	t := &Transform{conversion: c}
	low, high := c.toLinear.reach()
	// 2^14 entries from black to white: a fifth of a step where sRGB's curve is steepest.
	unit := min(1<<(14+fineBits), (1<<sumBits-8)/(high-low))
	zero := math.Ceil(-low*unit) + 2 // keeps sums positive, roundings included

	for out, row := range c.toLinear {
		left, right := (out+1)%3, (out+2)%3
		for v := range 256 {
			add := func(in int) float64 {
				return math.Round((row[in]*linear[in][v] - min(row[in], 0)) * unit)
			}
			others := add(left) + add(right)
			// The channel's own share takes up the roundings of the other two, so that
			// greys come out as greys.
			grey := row[0]*linear[0][v] + row[1]*linear[1][v] + row[2]*linear[2][v]
			own := zero + math.Round(grey*unit) - others
			for in, share := range [...]float64{own, add(left), add(right)} {
				t.adds[(out+in)%3][v] |= uint64(share) << (sumBits * out)
			}
		}
	}
	t.fillEncoded(zero, unit)
	return t
}

// fillEncoded computes the table from sums to 8 bits. Zero is the sum that stands for
// black, unit the distance from there to white.
func (t *Transform) fillEncoded(zero, unit float64) {
	level, curve := 0, standard()
	next := curve.at(0.5 / 255) // where the value above begins
	for i := range t.encoded {
		centre := (float64(i) + 0.5) * (1 << fineBits)
		for level < 255 && (centre-zero)/unit >= next {
			level++
			next = curve.at((float64(level) + 0.5) / 255)
		}
		t.encoded[i] = uint8(level)
	}
}

// NRGBA converts pixels in place: straight alpha, which stays, 4 bytes a pixel.
func (t *Transform) NRGBA(pix []uint8) {
	if t == nil {
		return
	}
	red, green, blue, encoded := &t.adds[0], &t.adds[1], &t.adds[2], &t.encoded
	for ; len(pix) >= 4; pix = pix[4:] {
		sum := red[pix[0]] + green[pix[1]] + blue[pix[2]]
		pix[0] = encoded[uint16(sum>>fineBits)]
		pix[1] = encoded[uint16(sum>>(sumBits+fineBits))]
		pix[2] = encoded[uint16(sum>>(2*sumBits+fineBits))]
	}
}
