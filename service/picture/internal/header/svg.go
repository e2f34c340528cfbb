package header

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The bounds of what is read of an SVG.
const (
	// maxMarkup is the most bytes of markup, unpacked.
	maxMarkup = 16 << 20
	// svgLead is how far into the markup the root may begin.
	svgLead = 64 << 10
)

// An SVG has no pixels of its own. It is drawn so large that the largest size made of it
// is not scaled up: its shorter side svgShort pixels, its longer one at most svgLong.
const (
	svgShort = 1500
	svgLong  = 6000
)

// SVGMarkup gives an SVG's markup as the XML decoder wants it: unpacked if it was
// gzipped, in UTF-8 if it was in UTF-16.
func SVGMarkup(data []byte) ([]byte, error) { return markup(data, maxMarkup) }

func markup(data []byte, most int64) ([]byte, error) {
	if bytes.HasPrefix(data, []byte{0x1F, 0x8B}) {
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		data, err = io.ReadAll(io.LimitReader(r, most+1))
		if err != nil {
			return data, err
		}
	}
	if int64(len(data)) > most {
		return data[:most], errors.New("more markup than is read")
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if len(data) >= 2 && order.Uint16(data) == 0xFEFF {
			return fromUTF16(data[2:], order), nil
		}
	}
	return bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), nil
}

// fromUTF16 decodes text and takes its declaration off, which says UTF-16.
func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	text := []byte(string(utf16.Decode(units)))
	if bytes.HasPrefix(text, []byte("<?xml")) {
		_, text, _ = bytes.Cut(text, []byte("?>"))
	}
	return text
}

// isSVG looks for a root element named svg behind a declaration, comments and a
// document type.
func isSVG(data []byte) bool {
	packed := bytes.HasPrefix(data, []byte{0x1F, 0x8B, 8})
	if !packed {
		data = data[:min(len(data), svgLead)]
	}
	text, _ := markup(data, svgLead) // an end that is missing does not matter here
	for {
		text = bytes.TrimLeft(text, " \t\r\n")
		end := ""
		switch {
		case bytes.HasPrefix(text, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<!DOCTYPE")):
			end = ">"
			if subset := bytes.IndexByte(text, '['); subset >= 0 && subset < bytes.IndexByte(text, '>') {
				end = "]"
			}
		default:
			return hasSVGRoot(text)
		}
		_, rest, ok := bytes.Cut(text, []byte(end))
		if !ok {
			return false
		}
		if end == "]" {
			rest = bytes.TrimPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte(">"))
		}
		text = rest
	}
}

// hasSVGRoot wants <svg or <prefix:svg at the beginning.
func hasSVGRoot(text []byte) bool {
	if len(text) < 5 || text[0] != '<' {
		return false
	}
	name := text[1:]
	if i := bytes.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	return string(name) == "svg" || bytes.HasSuffix(name, []byte(":svg"))
}

// readSVG reads the root element's size and looks for what cannot be drawn.
func (h *Header) readSVG(data []byte) error {
	text, err := SVGMarkup(data)
	if err != nil {
		return errors.Join(ErrShort, err)
	}
	d := SVGDecoder(text)
	for {
		token, err := d.Token()
		if err != nil {
			return errors.Join(ErrShort, err)
		}
		if root, ok := token.(xml.StartElement); ok {
			view := ReadSVGView(root)
			h.Width, h.Height = drawnSize(view.Width, view.Height)
			break
		}
	}
	h.Alpha = true
	h.Partly = undrawn(text)
	return nil
}

// drawnSize scales a drawing's size to the pixels that it is drawn at.
func drawnSize(w, h float64) (width, height int) {
	scale := min(svgShort/min(w, h), svgLong/max(w, h))
	side := func(v float64) int { return max(int(math.Round(v*scale)), 1) }
	return side(w), side(h)
}

// SVGDecoder reads markup without being strict, as browsers do with what editors write.
// Entities of the document's own stay as they are: none is ever expanded or fetched.
func SVGDecoder(text []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.CharsetReader = charsetReader
	return d
}

// SVGView is the root element's view on the drawing.
type SVGView struct {
	// Width and Height are the drawing's size in user units.
	Width, Height float64
	// X, Y, Across and Down are the view box, in the drawing's own coordinates.
	X, Y, Across, Down float64
	// Align is preserveAspectRatio.
	Align string
}

// ReadSVGView reads a root element. Sizes that are missing, relative or out of reason
// give way to the view box, and that to CSS's 300 × 150.
func ReadSVGView(root xml.StartElement) SVGView {
	var v SVGView
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "width":
			v.Width = svgLength(a.Value)
		case "height":
			v.Height = svgLength(a.Value)
		case "viewBox":
			v.readBox(a.Value)
		case "preserveAspectRatio":
			v.Align = a.Value
		}
	}
	switch box := v.Across > 0; {
	case v.Width > 0 && v.Height > 0:
	case v.Width > 0 && box:
		v.Height = v.Width * v.Down / v.Across
	case v.Height > 0 && box:
		v.Width = v.Height * v.Across / v.Down
	case box:
		v.Width, v.Height = v.Across, v.Down
	default:
		if v.Width == 0 {
			v.Width = 300
		}
		if v.Height == 0 {
			v.Height = 150
		}
	}
	if v.Across == 0 {
		v.Across, v.Down = v.Width, v.Height
	}
	return v
}

func (v *SVGView) readBox(value string) {
	fields := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' })
	var n [4]float64
	if len(fields) != len(n) {
		return
	}
	for i, f := range fields {
		var err error
		if n[i], err = strconv.ParseFloat(f, 64); err != nil || !(math.Abs(n[i]) <= 1e9) {
			return
		}
	}
	if n[2] >= 1e-6 && n[3] >= 1e-6 {
		v.X, v.Y, v.Across, v.Down = n[0], n[1], n[2], n[3]
	}
}

// svgLength reads an absolute length in user units (CSS pixels); 0 when it is none.
func svgLength(value string) float64 {
	value = strings.TrimSpace(value)
	number := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")
	unit, ok := map[string]float64{
		"": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96,
	}[strings.ToLower(value[len(number):])]
	length, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(length >= 1e-6 && length <= 1e9) {
		return 0
	}
	return length * unit
}
