package raster

import (
	"errors"
	"math"

	"masthead/service/picture/internal/header"
)

// matrix turns brightness and two differences into red, green and blue by tables of
// fixed-point numbers, in which all offsets and roundings are included.
type matrix struct {
	shift                                       uint
	brightness, redCr, greenCb, greenCr, blueCb [256]int32
	// identity tells that the planes are green, blue and red themselves.
	identity bool
}

// webpMatrix is BT.601 in the limited range, with libwebp's own roundings.
func webpMatrix() *matrix {
	m := &matrix{shift: 6}
	for i := range int32(256) {
		m.brightness[i] = i * 19077 >> 8
		m.redCr[i] = i*26149>>8 - 14234
		m.greenCb[i] = -(i * 6419 >> 8)
		m.greenCr[i] = 8708 - i*13320>>8
		m.blueCb[i] = i*33050>>8 - 17685
	}
	return m
}

// codedMatrix is the matrix of a coding by ITU-T H.273, table 4. Where nothing is said
// it is BT.601 in the limited range, as decoders of HEVC have it.
func codedMatrix(c *header.Coding) (*matrix, error) {
	if c == nil {
		c = &header.Coding{Matrix: 2}
	}
	red, blue := 0.299, 0.114 // what red and blue add to brightness
	identity := false
	switch c.Matrix {
	case 0:
		identity = true
	case 1, 12:
		red, blue = 0.2126, 0.0722
	case 2, 5, 6:
	case 4:
		red, blue = 0.30, 0.11
	case 7:
		red, blue = 0.212, 0.087
	case 9, 10:
		red, blue = 0.2627, 0.0593
	default:
		return nil, errors.Join(ErrUnsupported, errors.New("a matrix of colours that is not known"))
	}
	black, light, colour := 0.0, 1.0, 1.0
	if !c.FullRange {
		black, light, colour = 16, 255.0/219, 255.0/224
	}
	const shift = 16
	m := &matrix{shift: shift, identity: identity}
	green := 1 - red - blue
	number := func(v float64) int32 { return int32(math.Round(v * (1 << shift))) }
	for i := range 256 {
		m.brightness[i] = number((float64(i)-black)*light + 0.5)
		difference := (float64(i) - 128) * colour
		m.redCr[i] = number(2 * (1 - red) * difference)
		m.blueCb[i] = number(2 * (1 - blue) * difference)
		m.greenCb[i] = number(-2 * (1 - blue) * blue / green * difference)
		m.greenCr[i] = number(-2 * (1 - red) * red / green * difference)
	}
	return m, nil
}

func (m *matrix) colours(out, y, cb, cr []uint8) {
	if m.identity {
		for x, v := range y {
			to := out[4*x : 4*x+4 : 4*x+4]
			to[0] = clip(m.brightness[cr[x]] >> m.shift)
			to[1] = clip(m.brightness[v] >> m.shift)
			to[2] = clip(m.brightness[cb[x]] >> m.shift)
			to[3] = 0xFF
		}
		return
	}
	cb, cr, shift := cb[:len(y)], cr[:len(y)], m.shift&31
	for x, v := range y {
		light, b, r := m.brightness[v], cb[x], cr[x]
		to := out[4*x : 4*x+4 : 4*x+4]
		to[0] = clip((light + m.redCr[r]) >> shift)
		to[1] = clip((light + m.greenCb[b] + m.greenCr[r]) >> shift)
		to[2] = clip((light + m.blueCb[b]) >> shift)
		to[3] = 0xFF
	}
}

func (m *matrix) grey(out, y []uint8) {
	for x, v := range y {
		light := clip(m.brightness[v] >> m.shift)
		to := out[4*x : 4*x+4 : 4*x+4]
		to[0], to[1], to[2], to[3] = light, light, light, 0xFF
	}
}

// clip brings a number into a byte.
func clip(v int32) uint8 {
	if uint32(v) > 0xFF {
		v = ^v >> 31
	}
	return uint8(v)
}
