package raster

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/srwiley/rasterx"

	"masthead/service/picture/internal/header"
)

// errTooComplex means a drawing that would take too long.
var errTooComplex = errors.New("the drawing is too complex")

// decodeSVG draws an SVG on a transparent ground, so large that it fills the header's
// size. It reads one file: nothing that the drawing refers to elsewhere is fetched, and no
// entity is expanded. What is not drawn is named in Header.Partly.
func decodeSVG(ctx context.Context, data []byte, h header.Header) (img image.Image, err error) {
	text, err := header.SVGMarkup(data)
	if err != nil {
		return nil, err
	}
	tree, err := parseSVG(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("svg: %w", err)
	}
	out := image.NewRGBA(image.Rect(0, 0, h.Width, h.Height))
	p := &painter{ctx: ctx, tree: tree, scanner: newScanner(ctx, out)}
	p.dasher = rasterx.NewDasher(h.Width, h.Height, p.scanner)
	defer func() { // the scanner stops the path library so; and that library may give up itself
		switch stopped := recover().(type) {
		case nil:
		case error:
			img, err = nil, fmt.Errorf("svg: %w", stopped)
		default:
			img, err = nil, fmt.Errorf("svg: %v", stopped)
		}
	}()
	view := tree.root.view
	p.across, p.down = view.Across, view.Down
	m := rasterx.Identity.Scale(float64(h.Width)/view.Width, float64(h.Height)/view.Height).Mult(viewTransform(view))
	p.group(tree.root, defaultStyle().with(tree.declarations(tree.root)), m, 0)
	return out, nil
}

// painter draws a tree.
type painter struct {
	ctx          context.Context
	tree         *svgTree
	scanner      *scanner
	dasher       *rasterx.Dasher
	across, down float64 // the root's view box, which percentages are of
	drawn        int
}

// The bounds of what is drawn: "use" can multiply elements by one another, so it may only
// add so many to those that the file has.
const (
	maxUsed  = 20_000
	maxDepth = 100
)

// node draws an element with all that is in it.
func (p *painter) node(n *svgNode, above svgStyle, m rasterx.Matrix2D, depth int) {
	if p.drawn++; p.drawn > p.tree.elements+maxUsed || depth > maxDepth {
		panic(errTooComplex)
	}
	style := above.with(p.tree.declarations(n))
	if style.hidden {
		return
	}
	if own, ok := parseTransform(n.attributes["transform"]); ok {
		m = m.Mult(own)
	} else {
		return
	}
	switch n.name {
	case "g", "a":
		p.group(n, style, m, depth)
	case "switch": // the first that is understood
		for _, inner := range n.children {
			if inner.name != "foreignObject" {
				p.node(inner, style, m, depth+1)
				break
			}
		}
	case "svg":
		v := header.SVGView{
			Width: n.length("width", p.across, p.across), Height: n.length("height", p.down, p.down),
			X: n.view.X, Y: n.view.Y, Across: n.view.Across, Down: n.view.Down, Align: n.view.Align,
		}
		if n.attributes["viewBox"] == "" {
			v.X, v.Y, v.Across, v.Down = 0, 0, v.Width, v.Height
		}
		m = m.Translate(n.length("x", p.across, 0), n.length("y", p.down, 0))
		p.group(n, style, m.Mult(viewTransform(v)), depth)
	case "use":
		p.use(n, style, m, depth)
	default:
		if d := p.outline(n); d != "" {
			p.shape(d, style, m)
		}
	}
}

func (p *painter) group(n *svgNode, style svgStyle, m rasterx.Matrix2D, depth int) {
	for _, inner := range n.children {
		p.node(inner, style, m, depth+1)
	}
}

// use draws another element again, at another place.
func (p *painter) use(n *svgNode, style svgStyle, m rasterx.Matrix2D, depth int) {
	to := p.tree.referred(n)
	if to == nil {
		return
	}
	m = m.Translate(n.length("x", p.across, 0), n.length("y", p.down, 0))
	if to.name != "symbol" && to.name != "svg" {
		p.node(to, style, m, depth+1)
		return
	}
	style = style.with(p.tree.declarations(to))
	if to.attributes["viewBox"] != "" {
		v := to.view
		v.Width = n.length("width", p.across, to.length("width", p.across, p.across))
		v.Height = n.length("height", p.down, to.length("height", p.down, p.down))
		m = m.Mult(viewTransform(v))
	}
	p.group(to, style, m, depth+1)
}

// viewTransform lays a view box into its size, by preserveAspectRatio.
func viewTransform(v header.SVGView) rasterx.Matrix2D {
	x, y := v.Width/v.Across, v.Height/v.Down
	alignX, alignY, slice, none := parseAlign(v.Align)
	if !none {
		s := min(x, y)
		if slice {
			s = max(x, y)
		}
		x, y = s, s
	}
	shiftX, shiftY := (v.Width-v.Across*x)*alignX, (v.Height-v.Down*y)*alignY
	return rasterx.Identity.Translate(shiftX, shiftY).Scale(x, y).Translate(-v.X, -v.Y)
}

// shape fills and strokes an outline.
func (p *painter) shape(d string, s svgStyle, m rasterx.Matrix2D) {
	if p.ctx.Err() != nil {
		panic(context.Cause(p.ctx))
	}
	// The path library keeps points in 1/64: the outline goes to it in about pixels, or a
	// small view box would be drawn in steps.
	scale := math.Sqrt(math.Abs(m.A*m.D - m.B*m.C))
	if !(scale > 1e-9 && scale < 1e9) {
		return
	}
	path, bounds, ok := compilePath(d, scale)
	if !ok {
		return
	}
	place := rasterx.MatrixAdder{M: m.Scale(1/scale, 1/scale)}
	if paint := p.paint(s.fill, s, s.fillOpacity*s.opacity, m, bounds); paint != nil {
		p.dasher.Clear()
		p.scanner.evenOdd = s.evenOdd
		place.Adder = &p.dasher.Filler
		path.AddTo(&place)
		p.scanner.paint = paint
		p.dasher.Filler.Draw()
	}
	width := s.strokeWidth * scale
	if paint := p.paint(s.stroke, s, s.strokeOpacity*s.opacity, m, bounds); paint != nil && width > 0 {
		p.dasher.Clear()
		p.scanner.evenOdd = false
		p.dasher.SetStroke(fixedOf(width), fixedOf(max(s.miterLimit, 1)), s.lineCap, nil, rasterx.FlatGap, s.lineJoin, s.dashes(scale), s.dashOffset*scale)
		place.Adder = p.dasher
		path.AddTo(&place)
		p.scanner.paint = paint
		p.dasher.Draw()
		p.dasher.Clear()
	}
}
