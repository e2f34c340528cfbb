package icc

import (
	"encoding/binary"
	"math"
)

// The reference: colour spaces from their published chromaticities and formulas, converted
// in real numbers without any of the package's own mathematics.

type point struct{ x, y float64 }

type reference struct {
	name                    string
	red, green, blue, white point
	linear                  func(float64) float64
	curve                   []byte // as a tag
}

var (
	whiteD65 = point{0.3127, 0.3290}
	whiteD50 = point{0.3457, 0.3585}
	whiteICC = point{0.9642 / 2.7891, 1 / 2.7891} // D50 as profiles round it
)

func gamma(g float64) func(float64) float64 {
	return func(v float64) float64 { return math.Pow(v, g) }
}

func linearSRGB(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func linearROMM(v float64) float64 {
	if v < 1.0/32 {
		return v / 16
	}
	return math.Pow(v, 1.8)
}

func parameters(kind uint16, values ...float64) []byte {
	b := typed("para", kind, 0)
	for _, v := range values {
		b = fixed(b, v)
	}
	return b
}

func samples(values ...uint16) []byte {
	b := binary.BigEndian.AppendUint32(typed("curv"), uint32(len(values)))
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

// sampled is a curve of n samples.
func sampled(n int, f func(float64) float64) []byte {
	values := make([]uint16, n)
	for i := range values {
		values[i] = uint16(math.Round(f(float64(i)/float64(n-1)) * 65535))
	}
	return samples(values...)
}

func references() []reference {
	curveSRGB := parameters(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
	return []reference{
		{"sRGB", point{0.64, 0.33}, point{0.30, 0.60}, point{0.15, 0.06}, whiteD65, linearSRGB, curveSRGB},
		{"Display P3", point{0.68, 0.32}, point{0.265, 0.69}, point{0.15, 0.06}, whiteD65, linearSRGB, curveSRGB},
		{"Adobe RGB (1998)", point{0.64, 0.33}, point{0.21, 0.71}, point{0.15, 0.06}, whiteD65, gamma(563.0 / 256), samples(563)},
		{"ProPhoto RGB", point{0.734699, 0.265301}, point{0.159597, 0.840403}, point{0.036598, 0.000105}, whiteD50, linearROMM, parameters(3, 1.8, 1, 0, 1.0/16, 1.0/32)},
		{"Wide, linear", point{0.708, 0.292}, point{0.170, 0.797}, point{0.131, 0.046}, whiteD65, gamma(1), samples()},
	}
}

func byName(name string) reference {
	for _, r := range references() {
		if r.name == name {
			return r
		}
	}
	panic("no reference " + name)
}

type grid3 = [3][3]float64

func product(a, b grid3) (out grid3) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				out[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return out
}

// solved is the inverse by Gauss and Jordan.
func solved(a grid3) (inverse grid3) {
	for i := range 3 {
		inverse[i][i] = 1
	}
	for i := range 3 {
		pivot := i
		for j := i; j < 3; j++ {
			if math.Abs(a[j][i]) > math.Abs(a[pivot][i]) {
				pivot = j
			}
		}
		a[i], a[pivot] = a[pivot], a[i]
		inverse[i], inverse[pivot] = inverse[pivot], inverse[i]
		divisor := a[i][i]
		for k := range 3 {
			a[i][k] /= divisor
			inverse[i][k] /= divisor
		}
		for j := range 3 {
			factor := a[j][i]
			for k := 0; j != i && k < 3; k++ {
				a[j][k] -= factor * a[i][k]
				inverse[j][k] -= factor * inverse[i][k]
			}
		}
	}
	return inverse
}

// toXYZ is the matrix of a space's own white.
func (r reference) toXYZ() grid3 {
	var m grid3
	for i, p := range []point{r.red, r.green, r.blue} {
		m[0][i], m[1][i], m[2][i] = p.x/p.y, 1, (1-p.x-p.y)/p.y
	}
	inverse := solved(m)
	x, z := r.white.x/r.white.y, (1-r.white.x-r.white.y)/r.white.y
	for i := range 3 {
		luminance := inverse[i][0]*x + inverse[i][1] + inverse[i][2]*z
		for row := range 3 {
			m[row][i] *= luminance
		}
	}
	return m
}

// bradford adapts XYZ from one white to another.
func bradford(from, to point) grid3 {
	cone := grid3{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	response := func(p point) (v [3]float64) {
		for i, row := range cone {
			v[i] = (row[0]*p.x + row[1]*p.y + row[2]*(1-p.x-p.y)) / p.y
		}
		return v
	}
	a, b := response(from), response(to)
	return product(solved(cone), product(grid3{{b[0] / a[0]}, {0, b[1] / a[1]}, {0, 0, b[2] / a[2]}}, cone))
}

// exact converts device values from 0 to 1 to sRGB from 0 to 1.
func (r reference) exact() func(v [3]float64) [3]float64 {
	m := product(solved(references()[0].toXYZ()), product(bradford(r.white, whiteD65), r.toXYZ()))
	return func(v [3]float64) (out [3]float64) {
		for i, row := range m {
			light := row[0]*r.linear(v[0]) + row[1]*r.linear(v[1]) + row[2]*r.linear(v[2])
			out[i] = encodedSRGB(light)
		}
		return out
	}
}

func encodedSRGB(light float64) float64 {
	light = min(max(light, 0), 1)
	if light <= 0.0031308 {
		return 12.92 * light
	}
	return 1.055*math.Pow(light, 1/2.4) - 0.055
}

// profile writes the space as an ICC profile would.
func (r reference) profile() []byte {
	m := product(bradford(r.white, whiteICC), r.toXYZ())
	return assemble("RGB ", "XYZ ", []block{
		{"desc", localised(r.name)},
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(m[0][0], m[1][0], m[2][0])},
		{"gXYZ", xyz(m[0][1], m[1][1], m[2][1])},
		{"bXYZ", xyz(m[0][2], m[1][2], m[2][2])},
		{"rTRC", r.curve},
		{"gTRC", r.curve},
		{"bTRC", r.curve},
	})
}

func greyProfile(connection string, curve []byte) []byte {
	return assemble("GRAY", connection, []block{{"desc", description("Some grey")}, {"kTRC", curve}})
}

// description is a version 2 'desc' tag.
func description(text string) []byte {
	b := binary.BigEndian.AppendUint32(typed("desc"), uint32(len(text)+1))
	return append(append(b, text...), make([]byte, 79)...)
}

type block struct {
	signature string
	body      []byte
}

// assemble writes a profile of the given colour space and connection space.
func assemble(space, connection string, blocks []block) []byte {
	p := make([]byte, 128+4+12*len(blocks))
	copy(p[8:], "\x02\x40\x00\x00mntr")
	copy(p[16:], space)
	copy(p[20:], connection)
	copy(p[36:], "acsp")
	binary.BigEndian.PutUint32(p[128:], uint32(len(blocks)))
	for i, b := range blocks {
		at := 132 + 12*i
		copy(p[at:], b.signature)
		binary.BigEndian.PutUint32(p[at+4:], uint32(len(p)))
		binary.BigEndian.PutUint32(p[at+8:], uint32(len(b.body)))
		p = append(p, b.body...)
		p = append(p, make([]byte, -len(p)&3)...)
	}
	binary.BigEndian.PutUint32(p, uint32(len(p)))
	return p
}

// hewlettPackard is the "sRGB IEC61966-2.1" that most pictures carry: version 2, a media
// white of D65, 1024 samples.
func hewlettPackard() []byte {
	curve := sampled(1024, linearSRGB)
	return assemble("RGB ", "XYZ ", []block{
		{"desc", description("sRGB IEC61966-2.1")},
		{"wtpt", xyz(0.95045, 1, 1.08905)},
		{"bkpt", xyz(0, 0, 0)},
		{"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
		{"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
		{"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	})
}
