package raster

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"masthead/service/picture/internal/header"
)

// svgNode is an element of a drawing.
type svgNode struct {
	name       string
	attributes map[string]string
	children   []*svgNode
	view       header.SVGView // of svg and symbol
}

// svgTree is a drawing with what its elements refer to.
type svgTree struct {
	root  *svgNode
	ids   map[string]*svgNode
	rules []styleRule
	// elements is how many there are.
	elements int
}

const maxElements = 200_000

// parseSVG reads markup into a tree, without entities and without what is never drawn.
func parseSVG(ctx context.Context, text []byte) (*svgTree, error) {
	d := header.SVGDecoder(text)
	t := &svgTree{ids: map[string]*svgNode{}}
	var open []*svgNode
	var sheet strings.Builder
	inSheet := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if t.elements++; t.elements > maxElements || len(open) > maxDepth {
				return nil, errTooComplex
			}
			if t.elements%1024 == 0 && ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			n := newNode(token)
			if id := n.attributes["id"]; id != "" && t.ids[id] == nil {
				t.ids[id] = n
			}
			switch {
			case len(open) > 0:
				parent := open[len(open)-1]
				parent.children = append(parent.children, n)
			case t.root == nil:
				t.root = n
			}
			open = append(open, n)
			if n.name == "style" {
				inSheet++
			}
		case xml.EndElement:
			if len(open) == 0 {
				return nil, errors.New("an element ends that never began")
			}
			if open[len(open)-1].name == "style" {
				inSheet--
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if inSheet > 0 {
				sheet.Write(token)
			}
		}
	}
	if len(open) > 0 {
		return nil, errDamaged
	}
	if t.root == nil || t.root.name != "svg" {
		return nil, errors.New("no drawing")
	}
	t.rules = parseSheet(sheet.String())
	return t, nil
}

func newNode(e xml.StartElement) *svgNode {
	n := &svgNode{name: e.Name.Local, attributes: make(map[string]string, len(e.Attr))}
	for _, a := range e.Attr {
		if a.Name.Space != "" && a.Name.Space != "xlink" { // editors keep notes of their own: serif:id, sodipodi:cx
			continue
		}
		n.attributes[a.Name.Local] = a.Value // xlink:href is href
	}
	if n.name == "svg" || n.name == "symbol" {
		n.view = header.ReadSVGView(e)
	}
	return n
}

// referred is the element of the same file that an element refers to.
func (t *svgTree) referred(n *svgNode) *svgNode {
	id, ok := strings.CutPrefix(strings.TrimSpace(n.attributes["href"]), "#")
	if !ok {
		return nil
	}
	return t.ids[id]
}
