package raster

import (
	"bytes"
	"compress/lzw"
	"fmt"
	"image"
	"image/color"
	"testing"
)

// gifForm is a GIF written by hand.
type gifForm struct {
	version     string
	screen      image.Point
	global      [][3]byte // 2, 4, 8, … colours
	local       [][3]byte
	frame       image.Rectangle
	transparent int // -1 for none
	interlaced  bool
	indices     []byte
}

func packed(colours [][3]byte) byte {
	for n := range 8 {
		if len(colours) == 2<<n {
			return 0x80 | byte(n)
		}
	}
	return 0
}

func (g gifForm) file() []byte {
	size := func(p image.Point) []byte { return []byte{byte(p.X), byte(p.X >> 8), byte(p.Y), byte(p.Y >> 8)} }
	b := append([]byte(g.version), size(g.screen)...)
	b = append(b, packed(g.global), 0, 0)
	b = append(b, bytes.Join(toSlices(g.global), nil)...)
	return append(append(b, g.block()...), 0x3B)
}

// block is a frame's control extension and image.
func (g gifForm) block() []byte {
	size := func(p image.Point) []byte { return []byte{byte(p.X), byte(p.X >> 8), byte(p.Y), byte(p.Y >> 8)} }
	var b []byte
	if g.transparent >= 0 {
		b = append(b, 0x21, 0xF9, 4, 1, 0, 0, byte(g.transparent), 0)
	}
	b = append(append(append(b, 0x2C), size(g.frame.Min)...), size(g.frame.Size())...)
	flags := packed(g.local)
	rows := make([]int, 0, g.frame.Dy())
	for y := range g.frame.Dy() {
		rows = append(rows, y)
	}
	if g.interlaced {
		flags |= 0x40
		rows = rows[:0]
		for _, residue := range [][2]int{{8, 0}, {8, 4}, {4, 2}, {2, 1}} {
			for y := range g.frame.Dy() {
				if y%residue[0] == residue[1] {
					rows = append(rows, y)
				}
			}
		}
	}
	b = append(append(b, flags), bytes.Join(toSlices(g.local), nil)...)
	var codes bytes.Buffer
	w := lzw.NewWriter(&codes, lzw.LSB, 8)
	for _, y := range rows {
		_, _ = w.Write(g.indices[y*g.frame.Dx() : (y+1)*g.frame.Dx()])
	}
	_ = w.Close()
	b = append(b, 8)
	for codes.Len() > 0 {
		block := codes.Next(200)
		b = append(append(b, byte(len(block))), block...)
	}
	return append(b, 0)
}

func (g gifForm) want(x, y int) color.NRGBA {
	if !image.Pt(x, y).In(g.frame) {
		return color.NRGBA{}
	}
	table := g.global
	if g.local != nil {
		table = g.local
	}
	if table == nil {
		table = [][3]byte{{}, {255, 255, 255}}
	}
	i := int(g.indices[(y-g.frame.Min.Y)*g.frame.Dx()+x-g.frame.Min.X])
	if i == g.transparent || i >= len(table) {
		return color.NRGBA{}
	}
	return color.NRGBA{table[i][0], table[i][1], table[i][2], 255}
}

func gifForms() map[string]gifForm {
	four := [][3]byte{{1, 2, 3}, {200, 100, 50}, {0, 255, 0}, {90, 80, 70}}
	eight := append(append([][3]byte{}, four...), [][3]byte{{9, 9, 9}, {8, 8, 8}, {7, 7, 70}, {66, 6, 6}}...)
	make := func(version string, screen image.Point, frame image.Rectangle, most int) gifForm {
		g := gifForm{version: version, screen: screen, frame: frame, transparent: -1, global: four}
		for i := range frame.Dx() * frame.Dy() {
			g.indices = append(g.indices, byte((i*i+i/7)%most))
		}
		return g
	}
	whole, size := image.Rect(0, 0, 11, 19), image.Pt(11, 19)
	forms := map[string]gifForm{
		"87a":                      make("GIF87a", size, whole, 4),
		"89a":                      make("GIF89a", size, whole, 4),
		"a frame within":           make("GIF89a", image.Pt(20, 30), whole.Add(image.Pt(4, 5)), 4),
		"a frame that juts out":    make("GIF89a", image.Pt(8, 8), whole.Add(image.Pt(4, 5)), 4),
		"a screen of no size":      make("GIF89a", image.Point{}, whole, 4),
		"colours out of range":     make("GIF89a", size, whole, 9),
		"no colours at all":        make("GIF89a", size, whole, 2),
		"transparent":              make("GIF89a", size, whole, 4),
		"its own colours":          make("GIF89a", size, whole, 8),
		"only its own colours":     make("GIF89a", size, whole, 8),
		"interlaced":               make("GIF89a", size, whole, 4),
		"interlaced of two rows":   make("GIF89a", image.Pt(5, 2), image.Rect(0, 0, 5, 2), 4),
		"transparent out of range": make("GIF89a", size, whole, 4),
	}
	for name, change := range map[string]func(*gifForm){
		"no colours at all":        func(g *gifForm) { g.global = nil },
		"transparent":              func(g *gifForm) { g.transparent = 2 },
		"transparent out of range": func(g *gifForm) { g.transparent = 200 },
		"its own colours":          func(g *gifForm) { g.local = eight },
		"only its own colours":     func(g *gifForm) { g.global, g.local = nil, eight },
		"interlaced":               func(g *gifForm) { g.interlaced = true },
		"interlaced of two rows":   func(g *gifForm) { g.interlaced = true },
	} {
		g := forms[name]
		change(&g)
		forms[name] = g
	}
	return forms
}

func TestGIFOfEveryKind(t *testing.T) {
	for name, g := range gifForms() {
		t.Run(name, func(t *testing.T) {
			img := decoded(t, g.file())
			same(t, img, g.want)
			if !g.frame.In(img.Rect) {
				t.Errorf("%v is cut off by %v", g.frame, img.Rect)
			}
		})
	}
}

func TestGIFCutShort(t *testing.T) {
	g := gifForms()["a frame within"]
	data := g.file()
	cuts(t, data[:len(data)-2], 1) // without the end of blocks and the trailer all pixels are there
}

// The first frame is all that is used: what is wrong behind it does no harm.
func TestGIFCutShortInItsSecondFrame(t *testing.T) {
	g := gifForms()["transparent"]
	first := g.file()
	whole := append(append(bytes.Clone(first[:len(first)-1]), g.block()...), 0x3B)
	for n := len(first) - 1; n <= len(whole); n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) { same(t, decoded(t, whole[:n]), g.want) })
	}
}
