package icc

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// srgbName is how the profile that we embed describes itself.
const srgbName = "sRGB"

// SRGB makes a small sRGB display profile after ICC.1:2010 (version 4): the primaries
// of IEC 61966-2-1 adapted to D50 and its exact curve as a parametric one.
// X embeds one of 656 bytes in every JPEG that it serves; this one stands in for it.
func SRGB() []byte {
	curve := typed("para", 3, 0) // type 3: Y = (aX+b)^g from d on, cX below
	for _, v := range []float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045} {
		curve = fixed(curve, v)
	}
	type tag struct {
		signature string
		body      []byte
	}
	tags := []tag{
		{"desc", localised(srgbName)},
		{"cprt", localised("No copyright")},
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"chad", nine(1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)},
		{"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
		{"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
		{"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve},
		{"gTRC", nil},
		{"bTRC", nil}, // all three share the first one's bytes
	}
	p := make([]byte, 128+4+12*len(tags))
	copy(p[4:], "\x00\x00\x00\x00\x04\x30\x00\x00mntrRGB XYZ ")
	copy(p[36:], "acsp")
	copy(p[68:], xyz(0.9642, 1, 0.8249)[8:]) // the illuminant, D50
	binary.BigEndian.PutUint32(p[128:], uint32(len(tags)))
	start := 0
	for i, t := range tags {
		if t.body != nil {
			start = len(p)
			p = append(p, t.body...)
		}
		at := 132 + 12*i
		copy(p[at:], t.signature)
		binary.BigEndian.PutUint32(p[at+4:], uint32(start))
		binary.BigEndian.PutUint32(p[at+8:], uint32(len(p)-start))
		for len(p)%4 != 0 {
			p = append(p, 0)
		}
	}
	binary.BigEndian.PutUint32(p, uint32(len(p)))
	return p
}

// typed begins a tag's bytes: its type, four reserved bytes, and 16-bit words.
func typed(kind string, words ...uint16) []byte {
	b := append([]byte(kind), 0, 0, 0, 0)
	for _, w := range words {
		b = binary.BigEndian.AppendUint16(b, w)
	}
	return b
}

// fixed appends an s15Fixed16Number.
func fixed(b []byte, v float64) []byte {
	return binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
}

// xyz is an XYZType with one colour.
func xyz(x, y, z float64) []byte { return fixed(fixed(fixed(typed("XYZ "), x), y), z) }

// nine is an s15Fixed16ArrayType, such as a 3 × 3 matrix row by row.
func nine(values ...float64) []byte {
	b := typed("sf32")
	for _, v := range values {
		b = fixed(b, v)
	}
	return b
}

// localised is a multiLocalizedUnicodeType with one text, in US English.
func localised(text string) []byte {
	b := typed("mluc")
	units := utf16.Encode([]rune(text))
	for _, v := range []uint32{1, 12, 'e'<<24 | 'n'<<16 | 'U'<<8 | 'S', uint32(2 * len(units)), 28} {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	for _, u := range units {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return b
}
