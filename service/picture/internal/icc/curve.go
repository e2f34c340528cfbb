package icc

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// curve turns a device value into linear light, both from 0 to 1. Without points it is
// the widest of ICC's parametric forms, and all others are written as that one.
type curve struct {
	points []uint16 // evenly spaced samples, at least two
	parametric
	lightness bool // what comes out is L*/100, not linear light
}

// parametric is (aX+b)^g + e from X = d on, and cX + f below it.
type parametric struct{ g, a, b, c, d, e, f float64 }

// maxPoints is as many samples as 16-bit values can tell apart.
const maxPoints = 1 << 16

// power is a plain gamma curve.
func power(gamma float64) curve { return curve{parametric: parametric{g: gamma, a: 1}} }

// standard is sRGB's own curve, IEC 61966-2-1.
func standard() curve {
	return curve{parametric: parametric{g: 2.4, a: 1 / 1.055, b: 0.055 / 1.055, c: 1 / 12.92, d: 0.04045}}
}

// readCurve reads a 'curv' or 'para' tag.
func readCurve(tag []byte) (curve, error) {
	if len(tag) >= 12 {
		switch string(tag[:4]) {
		case "curv":
			return readSamples(tag)
		case "para":
			return readParametric(tag)
		}
	}
	return curve{}, fmt.Errorf("%w: no curve", ErrDamaged)
}

// readSamples reads a 'curv' tag: no entry is the identity, one a gamma, more are samples.
func readSamples(tag []byte) (curve, error) {
	count, body := int(binary.BigEndian.Uint32(tag[8:])), tag[12:]
	if count > maxPoints || 2*count > len(body) {
		return curve{}, fmt.Errorf("%w: curve cut short", ErrDamaged)
	}
	switch count {
	case 0:
		return power(1), nil
	case 1:
		gamma := float64(binary.BigEndian.Uint16(body)) / 256
		if gamma == 0 {
			return curve{}, fmt.Errorf("%w: gamma of zero", ErrDamaged)
		}
		return power(gamma), nil
	}
	points := make([]uint16, count)
	for i := range points {
		points[i] = binary.BigEndian.Uint16(body[2*i:])
	}
	return curve{points: points}, nil
}

// readParametric reads a 'para' tag of types 0 to 4.
func readParametric(tag []byte) (curve, error) {
	kind := int(binary.BigEndian.Uint16(tag[8:]))
	lengths := [...]int{1, 3, 4, 5, 7}
	if kind >= len(lengths) || len(tag) < 12+4*lengths[kind] {
		return curve{}, fmt.Errorf("%w: parametric curve of type %d", ErrDamaged, kind)
	}
	var v [7]float64
	for i := range lengths[kind] {
		v[i] = fixed15(tag[12+4*i:])
	}
	p := parametric{g: v[0], a: v[1], b: v[2], c: v[3], d: v[4], e: v[5], f: v[6]}
	switch kind {
	case 0:
		p.a = 1
	case 1, 2: // the fourth value lifts the whole curve
		p.c, p.d, p.e, p.f = 0, -p.b/p.a, p.c, p.c
	}
	return curve{parametric: p}, nil
}

// at evaluates the curve at x from 0 to 1. The result is clipped to 0 to 1 and is never NaN.
func (c *curve) at(x float64) float64 {
	var y float64
	switch {
	case c.points != nil:
		y = interpolate(c.points, x)
	case x >= c.d:
		y = math.Pow(max(c.a*x+c.b, 0), c.g) + c.e
	default:
		y = c.c*x + c.f
	}
	if math.IsNaN(y) {
		return 0
	}
	y = min(max(y, 0), 1)
	if c.lightness {
		return luminance(100 * y)
	}
	return y
}

func interpolate(points []uint16, x float64) float64 {
	at := x * float64(len(points)-1)
	i := min(int(at), len(points)-2)
	low, high := float64(points[i]), float64(points[i+1])
	return (low + (at-float64(i))*(high-low)) / 0xffff
}

// equal tells whether two curves are one and the same.
func (c *curve) equal(other *curve) bool {
	return slices.Equal(c.points, other.points) && c.parametric == other.parametric && c.lightness == other.lightness
}

// luminance is Y of a CIE lightness from 0 to 100, CIE 15.
func luminance(lightness float64) float64 {
	if lightness <= 8 {
		return lightness * 27 / 24389
	}
	t := (lightness + 16) / 116
	return t * t * t
}

// encode turns linear light from 0 to 1 into sRGB's value, IEC 61966-2-1.
func encode(y float64) float64 {
	if y <= 0.0031308 {
		return 12.92 * y
	}
	return 1.055*math.Pow(y, 1/2.4) - 0.055
}
