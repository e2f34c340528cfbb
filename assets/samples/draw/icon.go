package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/vector"
)

// iconSize is the width and height of the icon in pixels, which are also the
// units of its drawing.
const iconSize = 512

// shape is one element of the icon's drawing: the few that it is made of.
type shape struct {
	XMLName xml.Name
	Fill    string   `xml:"fill,attr"`
	Opacity *float32 `xml:"fill-opacity,attr"`
	Path    string   `xml:"d,attr"`
	X       float32  `xml:"x,attr"`
	Y       float32  `xml:"y,attr"`
	W       float32  `xml:"width,attr"`
	H       float32  `xml:"height,attr"`
	Corner  float32  `xml:"rx,attr"`
	CX      float32  `xml:"cx,attr"`
	CY      float32  `xml:"cy,attr"`
	R       float32  `xml:"r,attr"`
}

// drawIcon turns icon.svg in folder into icon.png beside it.
func drawIcon(folder string) error {
	source, err := os.ReadFile(filepath.Join(folder, "icon.svg"))
	if err != nil {
		return err
	}
	img, err := renderIcon(source)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, img); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "icon.png"), out.Bytes(), 0o644)
}

// renderIcon fills the shapes of an SVG drawing, first to last. It knows only
// rect, circle and path, each with one fill; another shape is an error.
func renderIcon(source []byte) (*image.RGBA, error) {
	var drawing struct {
		Shapes []shape `xml:",any"`
	}
	if err := xml.Unmarshal(source, &drawing); err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, iconSize, iconSize))
	for _, s := range drawing.Shapes {
		if s.XMLName.Local == "title" {
			continue
		}
		if err := s.fill(img); err != nil {
			return nil, fmt.Errorf("%s: %w", s.XMLName.Local, err)
		}
	}
	return img, nil
}

func (s shape) fill(img *image.RGBA) error {
	ink := color.NRGBA{A: 255}
	if _, err := fmt.Sscanf(s.Fill, "#%02X%02X%02X", &ink.R, &ink.G, &ink.B); err != nil {
		return err
	}
	if s.Opacity != nil {
		ink.A = uint8(*s.Opacity*255 + 0.5)
	}
	pen := vector.NewRasterizer(iconSize, iconSize)
	switch s.XMLName.Local {
	case "rect":
		rounded(pen, s.X, s.Y, s.X+s.W, s.Y+s.H, s.Corner)
	case "circle":
		rounded(pen, s.CX-s.R, s.CY-s.R, s.CX+s.R, s.CY+s.R, s.R)
	case "path":
		if err := trace(pen, s.Path); err != nil {
			return err
		}
	default:
		return errors.New("no such shape")
	}
	pen.Draw(img, img.Bounds(), image.NewUniform(ink), image.Point{})
	return nil
}

// rounded draws a rectangle whose corners are quarter circles of radius r.
func rounded(pen *vector.Rasterizer, left, top, right, bottom, r float32) {
	c := r * 0.44771525 // from the corner to the curve's handle
	pen.MoveTo(left+r, top)
	pen.LineTo(right-r, top)
	pen.CubeTo(right-c, top, right, top+c, right, top+r)
	pen.LineTo(right, bottom-r)
	pen.CubeTo(right, bottom-c, right-c, bottom, right-r, bottom)
	pen.LineTo(left+r, bottom)
	pen.CubeTo(left+c, bottom, left, bottom-c, left, bottom-r)
	pen.LineTo(left, top+r)
	pen.CubeTo(left, top+c, left+c, top, left+r, top)
	pen.ClosePath()
}

// trace follows a path of absolute M, L, C and Z, each written out.
func trace(pen *vector.Rasterizer, path string) error {
	for in := strings.NewReader(path); in.Len() > 0; {
		var verb rune
		var n [6]float32
		if _, err := fmt.Fscanf(in, "%c", &verb); err != nil {
			return err
		}
		want := map[rune]int{'M': 2, 'L': 2, 'C': 6}[verb]
		for i := range want {
			if _, err := fmt.Fscan(in, &n[i]); err != nil {
				return err
			}
		}
		switch verb {
		case 'M':
			pen.MoveTo(n[0], n[1])
		case 'L':
			pen.LineTo(n[0], n[1])
		case 'C':
			pen.CubeTo(n[0], n[1], n[2], n[3], n[4], n[5])
		case 'Z':
			pen.ClosePath()
		case ' ':
		default:
			return fmt.Errorf("no such path command: %q", verb)
		}
	}
	return nil
}
