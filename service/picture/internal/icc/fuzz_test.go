package icc

import (
	"bytes"
	"testing"
)

// exercise parses and, where that leads to a transform, runs it over all greys and corners.
func exercise(t *testing.T, data []byte) {
	before := bytes.Clone(data)
	p, err := Parse(data)
	if !bytes.Equal(before, data) {
		t.Fatal("the profile was written to")
	}
	if err != nil {
		return
	}
	if p.Name == "" {
		t.Fatal("no name")
	}
	transform, err := p.ToSRGB()
	if err != nil || transform == nil {
		return
	}
	shallow, deep := []uint8{}, []uint8{}
	for v := range 256 + 8 {
		g := [3]uint8{uint8(v), uint8(v), uint8(v)}
		if v >= 256 {
			g = [3]uint8{uint8(v) & 1 * 255, uint8(v) >> 1 & 1 * 255, uint8(v) >> 2 & 1 * 255}
		}
		shallow = append(shallow, g[0], g[1], g[2], uint8(v))
		deep = append(deep, g[0], g[0], g[1], g[1], g[2], g[2], uint8(v), uint8(v))
	}
	transform.NRGBA(shallow)
	transform.NRGBA64(deep)
	for v := range 256 + 8 {
		if shallow[4*v+3] != uint8(v) || deep[8*v+6] != uint8(v) {
			t.Fatal("alpha changed")
		}
		for i := range 3 {
			// The two depths round differently; a value that sits between two steps may
			// end on either side, and the shallow table adds a fifth of a step for most.
			wide := (float64(deep[8*v+2*i])*256 + float64(deep[8*v+2*i+1])) / 257
			if off := wide - float64(shallow[4*v+i]); off > 1.5 || off < -1.5 {
				t.Fatalf("pixel %d: %v in 8 bits, %v in 16", v, shallow[4*v:4*v+4], deep[8*v:8*v+8])
			}
		}
	}
}

func seeds() [][]byte {
	list := [][]byte{SRGB(), hewlettPackard(), greyProfile("XYZ ", samples(563)), greyProfile("Lab ", samples(0, 9, 65535))}
	for _, r := range references() {
		list = append(list, r.profile())
	}
	return append(list,
		replaceTag(list[0], "rTRC", "rTRC", parameters(4, 2.4, 0.9, 0.1, 0.1, 0.05, -0.01, 0.01)),
		replaceTag(list[0], "gTRC", "gTRC", parameters(1, 2.2, 0.9, -0.1)))
}

// Truncated anywhere, no profile does harm.
func TestTruncations(t *testing.T) {
	for _, profile := range seeds() {
		parsed := 0
		for n := range len(profile) {
			if p, err := Parse(profile[:n]); err == nil {
				parsed++
				if _, err := p.ToSRGB(); err != nil {
					t.Errorf("%d of %d bytes of %q: %v", n, len(profile), p.Name, err)
				}
			}
		}
		if parsed > 32 {
			t.Errorf("%d truncations were taken for whole", parsed)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, profile := range seeds() {
		f.Add(profile)
	}
	f.Fuzz(exercise)
}
