package raster

import (
	"slices"
	"strings"

	"github.com/srwiley/rasterx"
)

// svgStyle is how a shape is painted.
type svgStyle struct {
	fill, stroke, colour       string
	fillOpacity, strokeOpacity float64
	opacity                    float64 // of all groups around it, multiplied
	strokeWidth, miterLimit    float64
	dash                       []float64
	dashOffset                 float64
	lineCap                    rasterx.CapFunc
	lineJoin                   rasterx.JoinMode
	evenOdd, hidden            bool
}

func defaultStyle() svgStyle {
	return svgStyle{
		fill: "black", stroke: "none", colour: "black", fillOpacity: 1, strokeOpacity: 1, opacity: 1,
		strokeWidth: 1, miterLimit: 4, lineCap: rasterx.ButtCap, lineJoin: rasterx.Miter,
	}
}

// styleRule is a rule of a style sheet, by its simple selector.
type styleRule struct {
	element, class, id string
	values             [][2]string
}

// parseSheet reads the rules that have simple selectors; all others are left out.
func parseSheet(text string) []styleRule {
	for { // without comments
		before, rest, ok := strings.Cut(text, "/*")
		if !ok {
			break
		}
		_, after, _ := strings.Cut(rest, "*/")
		text = before + after
	}
	var rules []styleRule
	for len(rules) < 10_000 {
		selectors, rest, ok := strings.Cut(text, "{")
		if !ok {
			break
		}
		if strings.Contains(selectors, "@") { // for print, for the dark: none of them is meant
			text = afterBlock(rest)
			continue
		}
		body, rest, _ := strings.Cut(rest, "}")
		text = rest
		values := parseDeclarations(body)
		for selector := range strings.SplitSeq(selectors, ",") {
			r := styleRule{values: values}
			selector = strings.TrimSpace(selector)
			if strings.ContainsAny(selector, " >+~:[@") {
				continue
			}
			selector, r.id, _ = strings.Cut(selector, "#")
			r.element, r.class, _ = strings.Cut(selector, ".")
			if r.element == "*" {
				r.element = ""
			}
			rules = append(rules, r)
		}
	}
	slices.SortStableFunc(rules, func(a, b styleRule) int { return a.weight() - b.weight() })
	return rules
}

// afterBlock is what follows a block in braces, whose first has been read.
func afterBlock(text string) string {
	open := 1
	for i := range len(text) {
		switch text[i] {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return text[i+1:]
			}
		}
	}
	return ""
}

// weight is how special a selector is.
func (r styleRule) weight() int {
	w := 0
	for i, part := range []string{r.element, r.class, r.id} {
		if part != "" {
			w += 1 << i
		}
	}
	return w
}

func (r styleRule) applies(n *svgNode, classes []string) bool {
	return (r.element == "" || r.element == n.name) && (r.id == "" || r.id == n.attributes["id"]) &&
		(r.class == "" || slices.Contains(classes, r.class)) && r.weight() > 0
}

func parseDeclarations(text string) [][2]string {
	var values [][2]string
	for pair := range strings.SplitSeq(text, ";") {
		if name, value, ok := strings.Cut(pair, ":"); ok {
			value, _, _ = strings.Cut(value, "!")
			values = append(values, [2]string{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)})
		}
	}
	return values
}

// presentation are the attributes that are style too.
var presentation = []string{
	"color", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width", "stroke-linecap",
	"stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "display", "visibility",
}

// declarations are all that is said of an element's style, the strongest last.
func (t *svgTree) declarations(n *svgNode) [][2]string {
	var values [][2]string
	for _, name := range presentation {
		if v, ok := n.attributes[name]; ok {
			values = append(values, [2]string{name, strings.TrimSpace(v)})
		}
	}
	if len(t.rules) > 0 {
		classes := strings.Fields(n.attributes["class"])
		for _, r := range t.rules {
			if r.applies(n, classes) {
				values = append(values, r.values...)
			}
		}
	}
	return append(values, parseDeclarations(n.attributes["style"])...)
}

// with adds an element's own declarations; what is not understood is as if not said.
func (s svgStyle) with(values [][2]string) svgStyle {
	own := 1.0
	for _, pair := range values {
		value := pair[1]
		if value == "inherit" || value == "" {
			continue
		}
		switch pair[0] {
		case "color":
			s.colour = value
		case "fill":
			s.fill = value
		case "stroke":
			s.stroke = value
		case "fill-opacity":
			setShare(&s.fillOpacity, value)
		case "stroke-opacity":
			setShare(&s.strokeOpacity, value)
		case "opacity":
			setShare(&own, value)
		case "fill-rule":
			s.evenOdd = value == "evenodd"
		case "stroke-width":
			setLength(&s.strokeWidth, value)
		case "stroke-miterlimit":
			setLength(&s.miterLimit, value)
		case "stroke-dashoffset":
			setLength(&s.dashOffset, value)
		case "stroke-dasharray":
			s.dash = parseDash(value)
		case "stroke-linecap":
			s.lineCap = lineCap(value)
		case "stroke-linejoin":
			s.lineJoin = lineJoin(value)
		case "display":
			s.hidden = s.hidden || value == "none"
		case "visibility":
			s.hidden = s.hidden || value == "hidden" || value == "collapse"
		}
	}
	s.opacity *= own
	return s
}

func lineCap(value string) rasterx.CapFunc {
	switch value {
	case "round":
		return rasterx.RoundCap
	case "square":
		return rasterx.SquareCap
	}
	return rasterx.ButtCap
}

func lineJoin(value string) rasterx.JoinMode {
	switch value {
	case "round":
		return rasterx.Round
	case "bevel":
		return rasterx.Bevel
	}
	return rasterx.Miter
}

// dashes are the dashes in pixels; none when they are too fine to be seen.
func (s svgStyle) dashes(scale float64) []float64 {
	sum := 0.0
	list := make([]float64, len(s.dash))
	for i, v := range s.dash {
		list[i] = v * scale
		sum += list[i]
	}
	if sum < 0.5 {
		return nil
	}
	return list
}

func parseDash(value string) []float64 {
	var list []float64
	for _, field := range fields(value) {
		v := -1.0
		setLength(&v, field)
		if v < 0 || len(list) >= 64 {
			return nil
		}
		list = append(list, v)
	}
	if len(list)%2 != 0 {
		list = append(list, list...)
	}
	return list
}
