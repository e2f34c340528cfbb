package raster

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"github.com/srwiley/rasterx"
)

// paint fills a run of premultiplied pixels, from the one at x, y on.
type paint func(row []uint8, x, y int)

// paint reads what a shape is painted with; nil for nothing.
func (p *painter) paint(text string, s svgStyle, opacity float64, m rasterx.Matrix2D, bounds extent) paint {
	if rest, ok := strings.CutPrefix(text, "url("); ok {
		name, fallback, _ := strings.Cut(rest, ")")
		id, local := strings.CutPrefix(strings.Trim(strings.TrimSpace(name), `"'`), "#")
		if n := p.tree.ids[id]; local && n != nil {
			if g, ok := p.gradient(n, s, opacity, m, bounds); ok {
				return g
			}
		}
		text = strings.TrimSpace(fallback)
	}
	switch strings.ToLower(text) {
	case "none", "transparent", "", "context-fill", "context-stroke":
		return nil
	case "currentcolor":
		text = s.colour
	}
	c, ok := parseColour(text)
	if !ok || opacity <= 0 {
		return nil
	}
	return flat(c, opacity)
}

func flat(c color.NRGBA, opacity float64) paint {
	pixel := premultiplied(c, opacity)
	return func(row []uint8, _, _ int) {
		for ; len(row) >= 4; row = row[4:] {
			copy(row[:4], pixel[:])
		}
	}
}

func premultiplied(c color.NRGBA, opacity float64) [4]uint8 {
	a := float64(c.A) * opacity
	share := func(v uint8) uint8 { return uint8(math.Round(float64(v) * a / 255)) }
	return [4]uint8{share(c.R), share(c.G), share(c.B), uint8(math.Round(a))}
}

// gradient reads a gradient; false when it is none or has no stops.
func (p *painter) gradient(n *svgNode, s svgStyle, opacity float64, m rasterx.Matrix2D, bounds extent) (paint, bool) {
	chain := p.chain(n)
	if chain == nil {
		return nil, false
	}
	attribute := func(name string) string {
		for _, n := range chain {
			if v, ok := n.attributes[name]; ok {
				return v
			}
		}
		return ""
	}
	across, down := 1.0, 1.0
	if attribute("gradientUnits") == "userSpaceOnUse" {
		across, down = p.across, p.down
	} else {
		if bounds.w <= 0 || bounds.h <= 0 {
			return nil, false
		}
		m = m.Translate(bounds.x, bounds.y).Scale(bounds.w, bounds.h)
	}
	own, ok := parseTransform(attribute("gradientTransform"))
	if !ok {
		return nil, false
	}
	m = m.Mult(own)
	get := func(name string, whole, share float64) float64 {
		if v, ok := length(attribute(name), whole); ok {
			return v
		}
		return whole * share
	}
	ramp, ok := p.ramp(chain, s, opacity)
	if !ok {
		return nil, false
	}
	spread := attribute("spreadMethod")
	var at func(x, y float64) float64
	switch n.name {
	case "linearGradient":
		x1, y1 := get("x1", across, 0), get("y1", down, 0)
		dx, dy := get("x2", across, 1)-x1, get("y2", down, 0)-y1
		square := dx*dx + dy*dy
		at = func(x, y float64) float64 { return ((x-x1)*dx + (y-y1)*dy) / square }
	default:
		cx, cy := get("cx", across, 0.5), get("cy", down, 0.5)
		r := get("r", math.Sqrt((across*across+down*down)/2), 0.5)
		fx, fy := cx, cy
		if v, ok := length(attribute("fx"), across); ok {
			fx = v
		}
		if v, ok := length(attribute("fy"), down); ok {
			fy = v
		}
		at = radial(cx, cy, r, fx, fy)
	}
	determinant := m.A*m.D - m.B*m.C
	if determinant == 0 || math.IsNaN(determinant) {
		return nil, false
	}
	back := m.Invert()
	return func(row []uint8, x, y int) {
		for ; len(row) >= 4; row = row[4:] {
			ux, uy := back.Transform(float64(x)+0.5, float64(y)+0.5)
			copy(row[:4], ramp[spreadIndex(at(ux, uy), spread)][:])
			x++
		}
	}, true
}

// radial tells how far out a point lies, seen from the focus: 0 there, 1 on the circle.
func radial(cx, cy, r, fx, fy float64) func(x, y float64) float64 {
	dx, dy := fx-cx, fy-cy
	if d := math.Hypot(dx, dy); d > 0.999*r { // a focus outside moves in
		dx, dy = dx*0.999*r/d, dy*0.999*r/d
		fx, fy = cx+dx, cy+dy
	}
	a := r*r - dx*dx - dy*dy
	return func(x, y float64) float64 {
		px, py := x-fx, y-fy
		b := px*dx + py*dy
		return (b + math.Sqrt(b*b+a*(px*px+py*py))) / a
	}
}

// rampSteps is how finely a gradient's colours are made.
const rampSteps = 1024

func spreadIndex(t float64, spread string) int {
	switch spread {
	case "repeat":
		t -= math.Floor(t)
	case "reflect":
		t = math.Abs(math.Mod(t, 2))
		if t > 1 {
			t = 2 - t
		}
	}
	if !(t > 0) { // not a number is the beginning too
		return 0
	}
	return int(min(t, 1)*(rampSteps-1) + 0.5)
}

// chain is a gradient with those that it takes over from; nil when it is no gradient.
func (p *painter) chain(n *svgNode) []*svgNode {
	var chain []*svgNode
	for n != nil && len(chain) < 16 && (n.name == "linearGradient" || n.name == "radialGradient") {
		chain = append(chain, n)
		n = p.tree.referred(n)
	}
	return chain
}

// ramp makes a gradient's premultiplied colours.
func (p *painter) ramp(chain []*svgNode, s svgStyle, opacity float64) (*[rampSteps][4]uint8, bool) {
	type stop struct {
		at     float64
		colour color.NRGBA
	}
	var stops []stop
	for _, n := range chain {
		for _, inner := range n.children {
			if inner.name != "stop" {
				continue
			}
			last := 0.0
			if len(stops) > 0 {
				last = stops[len(stops)-1].at
			}
			at := 0.0
			setShare(&at, inner.attributes["offset"])
			stops = append(stops, stop{max(at, last), p.stopColour(inner, s)})
		}
		if len(stops) > 0 {
			break
		}
	}
	if len(stops) == 0 {
		return nil, false
	}
	ramp := new([rampSteps][4]uint8)
	for i := range ramp {
		t := float64(i) / (rampSteps - 1)
		after, _ := slices.BinarySearchFunc(stops, t, func(s stop, t float64) int {
			if s.at <= t {
				return -1
			}
			return 1
		})
		low, high := stops[max(after-1, 0)], stops[min(after, len(stops)-1)]
		share := 0.0
		if high.at > low.at {
			share = min(max((t-low.at)/(high.at-low.at), 0), 1)
		}
		mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
		a, b := low.colour, high.colour
		ramp[i] = premultiplied(color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}, opacity)
	}
	return ramp, true
}

func (p *painter) stopColour(n *svgNode, s svgStyle) color.NRGBA {
	text, opacity := "black", 1.0
	values := [][2]string{{"stop-color", n.attributes["stop-color"]}, {"stop-opacity", n.attributes["stop-opacity"]}}
	for _, pair := range append(values, p.tree.declarations(n)...) {
		switch {
		case pair[1] == "":
		case pair[0] == "stop-color":
			text = pair[1]
		case pair[0] == "stop-opacity":
			setShare(&opacity, pair[1])
		}
	}
	if strings.EqualFold(text, "currentcolor") {
		text = s.colour
	}
	c, _ := parseColour(text)
	c.A = uint8(math.Round(float64(c.A) * opacity))
	return c
}
