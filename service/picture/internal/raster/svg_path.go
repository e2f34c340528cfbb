package raster

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
)

// outline is a shape as path data; "" for what is no shape or has nothing to draw.
func (p *painter) outline(n *svgNode) string {
	across := func(name string) float64 { return n.length(name, p.across, 0) }
	down := func(name string) float64 { return n.length(name, p.down, 0) }
	switch n.name {
	case "path":
		return n.attributes["d"]
	case "line":
		return fmt.Sprintf("M%g %gL%g %g", across("x1"), down("y1"), across("x2"), down("y2"))
	case "polyline":
		return points(n.attributes["points"])
	case "polygon":
		if d := points(n.attributes["points"]); d != "" {
			return d + "Z"
		}
	case "circle":
		r := n.length("r", math.Sqrt((p.across*p.across+p.down*p.down)/2), 0)
		return ellipse(across("cx"), down("cy"), r, r)
	case "ellipse":
		return ellipse(across("cx"), down("cy"), across("rx"), down("ry"))
	case "rect":
		x, y, w, h := across("x"), down("y"), across("width"), down("height")
		if w <= 0 || h <= 0 {
			return ""
		}
		rx, ry := n.length("rx", p.across, -1), n.length("ry", p.down, -1)
		if rx < 0 {
			rx = ry
		}
		if ry < 0 {
			ry = rx
		}
		rx, ry = min(rx, w/2), min(ry, h/2)
		if rx <= 0 || ry <= 0 {
			return fmt.Sprintf("M%g %gh%gv%gh%gZ", x, y, w, h, -w)
		}
		return fmt.Sprintf("M%g %gh%ga%g %g 0 0 1 %g %gv%ga%g %g 0 0 1 %g %gh%ga%g %g 0 0 1 %g %gv%ga%g %g 0 0 1 %g %gZ",
			x+rx, y, w-2*rx, rx, ry, rx, ry, h-2*ry, rx, ry, -rx, ry, 2*rx-w, rx, ry, -rx, -ry, 2*ry-h, rx, ry, rx, -ry)
	}
	return ""
}

func ellipse(cx, cy, rx, ry float64) string {
	if rx <= 0 || ry <= 0 {
		return ""
	}
	return fmt.Sprintf("M%g %ga%g %g 0 0 1 %g 0a%g %g 0 0 1 %g 0Z", cx-rx, cy, rx, ry, 2*rx, rx, ry, -2*rx)
}

func points(list string) string {
	if len(fields(list)) < 4 {
		return ""
	}
	return "M" + list
}

// extent is a rectangle in user units.
type extent struct{ x, y, w, h float64 }

// compilePath makes a path, its lengths multiplied, and tells its extent in user units.
// A path is drawn up to where it is wrong, as the standard says.
func compilePath(d string, scale float64) (rasterx.Path, extent, bool) {
	cursor := &oksvg.PathCursor{}
	_ = cursor.CompilePath(scalePath(d, scale))
	if len(cursor.Path) == 0 {
		return nil, extent{}, false
	}
	box := boundsOf(cursor.Path)
	return cursor.Path, extent{box.x / scale, box.y / scale, box.w / scale, box.h / scale}, true
}

// boundsOf is the extent of a path, with curves flattened by the library that draws them.
func boundsOf(path rasterx.Path) extent {
	far := fixed.Int26_6(math.MaxInt32)
	m := measure{fixed.Rectangle26_6{Min: fixed.Point26_6{X: far, Y: far}, Max: fixed.Point26_6{X: -far, Y: -far}}}
	flat := rasterx.NewFiller(0, 0, &m)
	path.AddTo(flat)
	w, h := m.box.Max.X-m.box.Min.X, m.box.Max.Y-m.box.Min.Y
	return extent{float64(m.box.Min.X) / 64, float64(m.box.Min.Y) / 64, float64(w) / 64, float64(h) / 64}
}

// parameters are how many numbers each command of path data takes.
var parameters = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'q': 4, 't': 2, 'a': 7, 'z': 0}

// scalePath multiplies all lengths in path data and writes it plainly, up to where it is
// wrong: a command before each set of numbers, and spaces between them.
func scalePath(d string, scale float64) string {
	var out strings.Builder
	command, first := byte(0), true
	for {
		d = strings.TrimLeft(d, " ,\t\r\n")
		if d == "" {
			return out.String()
		}
		if n, ok := parameters[d[0]|0x20]; ok {
			command, d = d[0], d[1:]
			if first && command|0x20 != 'm' {
				return ""
			}
			if n == 0 {
				out.WriteByte(command)
				continue
			}
		} else if command == 0 || command|0x20 == 'z' {
			return out.String()
		}
		first = false
		set := make([]float64, parameters[command|0x20])
		for i := range set {
			flag := command|0x20 == 'a' && (i == 3 || i == 4)
			v, rest, ok := cutNumber(d, flag)
			if !ok {
				return out.String()
			}
			d = rest
			if command|0x20 != 'a' || i < 2 || i > 4 {
				v = min(max(v*scale, -farthest), farthest)
			}
			set[i] = v
		}
		if command|0x20 == 'a' && (set[0] == 0 || set[1] == 0) { // no radius: a line
			command, set = command-'a'+'l', set[5:]
			writeCommand(&out, command, set)
			command = command - 'l' + 'a'
			continue
		}
		writeCommand(&out, command, set)
		switch command { // further pairs after a move are lines
		case 'm':
			command = 'l'
		case 'M':
			command = 'L'
		}
	}
}

func writeCommand(out *strings.Builder, command byte, set []float64) {
	out.WriteByte(command)
	for _, v := range set {
		out.WriteByte(' ')
		out.WriteString(strconv.FormatFloat(v, 'f', 4, 64))
	}
}

// cutNumber cuts a number off the front of path data; a flag is one digit.
func cutNumber(d string, flag bool) (v float64, rest string, ok bool) {
	d = strings.TrimLeft(d, " ,\t\r\n")
	if flag {
		if d == "" || d[0] != '0' && d[0] != '1' {
			return 0, d, false
		}
		return float64(d[0] - '0'), d[1:], true
	}
	end, dot, exponent := 0, false, false
scan:
	for ; end < len(d); end++ {
		switch c := d[end]; {
		case c >= '0' && c <= '9':
		case c == '+' || c == '-':
			if end > 0 && d[end-1]|0x20 != 'e' {
				break scan
			}
		case c == '.':
			if dot || exponent {
				break scan
			}
			dot = true
		case c|0x20 == 'e':
			if exponent || end == 0 {
				break scan
			}
			exponent = true
		default:
			break scan
		}
	}
	v, err := strconv.ParseFloat(d[:end], 64)
	if err != nil || math.IsNaN(v) {
		return 0, d, false
	}
	return v, d[end:], true
}
