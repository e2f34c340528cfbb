package icc

import (
	"encoding/binary"
	"math"
	"sync"
)

// deepTables are a transform's tables for 16 bits: curves in full, the matrix in whole
// numbers, both with deepBits behind the point.
type deepTables struct {
	linear [3]*[1 << 16]int32 // equal curves share one
	matrix [3][3]int64
}

const (
	deepBits = 24
	knotBits = 13 // of the encoding table, between which values are interpolated
)

// NRGBA64 converts pixels in place: straight alpha, which stays, 8 bytes a pixel, each
// channel big-endian, as in image.NRGBA64.
func (t *Transform) NRGBA64(pix []uint8) {
	if t == nil {
		return
	}
	t.deepen.Do(func() { t.deep = newDeepTables(t.conversion) })
	linear, m, knots := &t.deep.linear, &t.deep.matrix, encodingKnots()
	for ; len(pix) >= 8; pix = pix[8:] {
		red := int64(linear[0][binary.BigEndian.Uint16(pix)])
		green := int64(linear[1][binary.BigEndian.Uint16(pix[2:])])
		blue := int64(linear[2][binary.BigEndian.Uint16(pix[4:])])
		binary.BigEndian.PutUint16(pix, knots.encode(m[0][0]*red+m[0][1]*green+m[0][2]*blue))
		binary.BigEndian.PutUint16(pix[2:], knots.encode(m[1][0]*red+m[1][1]*green+m[1][2]*blue))
		binary.BigEndian.PutUint16(pix[4:], knots.encode(m[2][0]*red+m[2][1]*green+m[2][2]*blue))
	}
}

func newDeepTables(c conversion) *deepTables {
	d := &deepTables{}
	for i := range c.curves {
		if i > 0 && c.curves[i].equal(&c.curves[i-1]) {
			d.linear[i] = d.linear[i-1]
			continue
		}
		d.linear[i] = new([1 << 16]int32)
		for v := range d.linear[i] {
			d.linear[i][v] = int32(math.Round(c.curves[i].at(float64(v)/0xffff) * (1 << deepBits)))
		}
	}
	for out, row := range c.toLinear {
		// As with 8 bits, the channel itself takes up the roundings of the other two.
		own := math.Round((row[0] + row[1] + row[2]) * (1 << deepBits))
		for _, in := range [...]int{(out + 1) % 3, (out + 2) % 3} {
			share := math.Round(row[in] * (1 << deepBits))
			d.matrix[out][in] = int64(share)
			own -= share
		}
		d.matrix[out][out] = int64(own)
	}
	return d
}

// encodingTable is sRGB's encoding at evenly spaced knots, with 8 bits below those of a
// 16-bit value; one more knot follows white.
type encodingTable [1<<knotBits + 2]int32

// encodingKnots is the same for all and never changes, hence made once.
var encodingKnots = sync.OnceValue(func() *encodingTable {
	knots := new(encodingTable)
	for i := range knots {
		light := min(float64(i)/(1<<knotBits), 1)
		knots[i] = int32(math.Round(encode(light) * 0xffff * (1 << 8)))
	}
	return knots
})

// encode encodes linear light that has twice deepBits behind the point.
func (knots *encodingTable) encode(light int64) uint16 {
	light = min(max(light, 0), 1<<(2*deepBits))
	const below = 2*deepBits - knotBits
	i := light >> below
	part := light >> (below - 16) & 0xffff
	from, to := int64(knots[i]), int64(knots[i+1])
	value := from<<16 + (to-from)*part
	return uint16((value + 1<<23) >> 24)
}
