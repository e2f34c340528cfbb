package raster

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"github.com/srwiley/rasterx"
	"golang.org/x/image/colornames"
	"golang.org/x/image/math/fixed"
)

// fields splits a list at commas and white space.
func fields(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' })
}

// fixedOf makes a number of 1/64, bounded.
func fixedOf(v float64) fixed.Int26_6 { return fixed.Int26_6(min(max(v, -farthest), farthest) * 64) }

// farthest bounds coordinates, in pixels: far outside of every drawing, and well within
// what the path library's arithmetic holds.
const farthest = 1 << 17

var units = map[string]float64{
	"": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "rem": 16, "ex": 8,
}

// length reads a length in user units; percentages are of whole. False when it is none.
func length(value string, whole float64) (float64, bool) {
	value = strings.TrimSpace(value)
	number := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyz%")
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || !(math.Abs(v) < 1e9) {
		return 0, false
	}
	if unit := value[len(number):]; unit == "%" {
		return v * whole / 100, true
	} else if factor, ok := units[unit]; ok {
		return v * factor, true
	}
	return 0, false
}

func setLength(to *float64, value string) {
	if v, ok := length(value, 100); ok {
		*to = v
	}
}

// setShare reads a number from 0 to 1, or a percentage.
func setShare(to *float64, value string) {
	if v, ok := length(value, 1); ok {
		*to = min(max(v, 0), 1)
	}
}

// length reads an attribute, with a value for when there is none.
func (n *svgNode) length(name string, whole, otherwise float64) float64 {
	if v, ok := length(n.attributes[name], whole); ok {
		return v
	}
	return otherwise
}

// parseTransform reads a list of transformations; false when it is wrong, and then the
// element is not drawn, as the standard says.
func parseTransform(text string) (rasterx.Matrix2D, bool) {
	m := rasterx.Identity
	for text = strings.TrimLeft(text, " ,\t\r\n"); text != ""; text = strings.TrimLeft(text, " ,\t\r\n") {
		name, rest, ok := strings.Cut(text, "(")
		list, rest, ok2 := strings.Cut(rest, ")")
		if !ok || !ok2 {
			return m, false
		}
		text = rest
		var v [6]float64
		values := fields(list)
		if len(values) == 0 || len(values) > len(v) {
			return m, false
		}
		for i, field := range values {
			var err error
			if v[i], err = strconv.ParseFloat(field, 64); err != nil || !(math.Abs(v[i]) < 1e9) {
				return m, false
			}
		}
		radians := v[0] * math.Pi / 180
		switch name = strings.TrimSpace(name); {
		case name == "matrix" && len(values) == 6:
			m = m.Mult(rasterx.Matrix2D{A: v[0], B: v[1], C: v[2], D: v[3], E: v[4], F: v[5]})
		case name == "translate" && len(values) <= 2:
			m = m.Translate(v[0], v[1])
		case name == "scale" && len(values) == 1:
			m = m.Scale(v[0], v[0])
		case name == "scale" && len(values) == 2:
			m = m.Scale(v[0], v[1])
		case name == "rotate" && (len(values) == 1 || len(values) == 3):
			m = m.Translate(v[1], v[2]).Rotate(radians).Translate(-v[1], -v[2])
		case name == "skewX" && len(values) == 1:
			m = m.Mult(rasterx.Matrix2D{A: 1, C: math.Tan(radians), D: 1})
		case name == "skewY" && len(values) == 1:
			m = m.Mult(rasterx.Matrix2D{A: 1, B: math.Tan(radians), D: 1})
		default:
			return m, false
		}
	}
	return m, true
}

// parseAlign reads preserveAspectRatio: where what is left over goes, 0 to 1.
func parseAlign(text string) (x, y float64, slice, none bool) {
	x, y = 0.5, 0.5
	for _, word := range strings.Fields(text) {
		switch word {
		case "none":
			none = true
		case "slice":
			slice = true
		}
		if len(word) == 8 && word[0] == 'x' {
			share := map[string]float64{"Min": 0, "Mid": 0.5, "Max": 1}
			x, y = share[word[1:4]], share[word[5:]]
		}
	}
	return x, y, slice, none
}

// parseColour reads a colour of CSS; false when it is none.
func parseColour(text string) (color.NRGBA, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		return parseHex(hex)
	}
	if named, ok := colornames.Map[text]; ok {
		return color.NRGBA(named), true
	}
	kind, list, ok := strings.Cut(text, "(")
	if !ok {
		return color.NRGBA{}, false
	}
	values := fields(strings.ReplaceAll(strings.TrimSuffix(list, ")"), "/", " "))
	if len(values) < 3 || len(values) > 4 {
		return color.NRGBA{}, false
	}
	alpha := 1.0
	if len(values) == 4 {
		setShare(&alpha, values[3])
	}
	var c [3]float64
	switch kind {
	case "rgb", "rgba":
		for i := range c {
			if c[i], ok = length(values[i], 255); !ok {
				return color.NRGBA{}, false
			}
		}
	case "hsl", "hsla":
		hue, ok1 := length(strings.TrimSuffix(values[0], "deg"), 360)
		full, ok2 := length(values[1], 1)
		light, ok3 := length(values[2], 1)
		if !ok1 || !ok2 || !ok3 {
			return color.NRGBA{}, false
		}
		for i, turn := range [3]float64{0, 8, 4} { // CSS Color 4, section 7.1
			k := math.Mod(math.Mod(turn+hue/30, 12)+12, 12)
			c[i] = 255 * (light - full*min(light, 1-light)*max(-1, min(k-3, 9-k, 1)))
		}
	default:
		return color.NRGBA{}, false
	}
	whole := func(v float64) uint8 { return uint8(math.Round(min(max(v, 0), 255))) }
	return color.NRGBA{whole(c[0]), whole(c[1]), whole(c[2]), whole(alpha * 255)}, true
}

// parseHex reads 3, 4, 6 or 8 digits.
func parseHex(hex string) (color.NRGBA, bool) {
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return color.NRGBA{}, false
	}
	nibble := func(shift uint) uint8 { return uint8(v>>shift&15) * 17 }
	switch len(hex) {
	case 3:
		return color.NRGBA{nibble(8), nibble(4), nibble(0), 255}, true
	case 4:
		return color.NRGBA{nibble(12), nibble(8), nibble(4), nibble(0)}, true
	case 6:
		return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}, true
	case 8:
		return color.NRGBA{uint8(v >> 24), uint8(v >> 16), uint8(v >> 8), uint8(v)}, true
	}
	return color.NRGBA{}, false
}
