package raster

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"masthead/service/picture/internal/header"
)

// pngForm is a PNG written sample by sample, in forms that image/png never writes.
type pngForm struct {
	width, height int
	depth, colour int
	interlaced    bool
	samples       []uint16 // row by row, as coded
	palette       [][3]byte
	transparency  []byte
}

func pngChannels(colour int) int { return []int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] }

func pngChunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func (p pngForm) head() []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(p.width))
	b = binary.BigEndian.AppendUint32(b, uint32(p.height))
	interlace := byte(0)
	if p.interlaced {
		interlace = 1
	}
	return append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", append(b, byte(p.depth), byte(p.colour), 0, 0, interlace))...)
}

// pixels is the deflated picture.
func (p pngForm) pixels() []byte {
	var raw []byte
	passes := [][4]int{{0, 0, 1, 1}}
	if p.interlaced {
		passes = [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
	}
	channels := pngChannels(p.colour)
	for _, pass := range passes {
		for y := pass[1]; y < p.height && pass[0] < p.width; y += pass[3] {
			raw = append(raw, 0)
			bits := 0
			for x := pass[0]; x < p.width; x += pass[2] {
				for c := range channels {
					v := p.samples[(y*p.width+x)*channels+c]
					switch {
					case p.depth == 16:
						raw = append(raw, byte(v>>8), byte(v))
					case bits%8 == 0:
						raw = append(raw, byte(v)<<(8-p.depth))
					default:
						raw[len(raw)-1] |= byte(v) << (8 - p.depth - bits%8)
					}
					bits += p.depth
				}
			}
		}
	}
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(raw)
	_ = w.Close()
	return out.Bytes()
}

func (p pngForm) file() []byte {
	data := p.head()
	if p.palette != nil {
		data = append(data, pngChunk("PLTE", bytes.Join(toSlices(p.palette), nil))...)
	}
	if p.transparency != nil {
		data = append(data, pngChunk("tRNS", p.transparency)...)
	}
	data = append(data, pngChunk("IDAT", p.pixels())...)
	return append(data, pngChunk("IEND", nil)...)
}

func toSlices(list [][3]byte) (out [][]byte) {
	for _, v := range list {
		out = append(out, v[:])
	}
	return out
}

// want is a pixel's straight colour in 8 bits.
func (p pngForm) want(x, y int) color.NRGBA {
	n := pngChannels(p.colour)
	s := p.samples[(y*p.width+x)*n:][:n]
	scale := func(v uint16) uint8 {
		if p.depth == 16 {
			return uint8((uint32(v) + 128) / 257)
		}
		return uint8(int(v) * 255 / (1<<p.depth - 1))
	}
	clear := p.transparency != nil
	for c, v := range s {
		clear = clear && p.colour != 3 && binary.BigEndian.Uint16(p.transparency[2*c:]) == v
	}
	alpha := uint8(255)
	if clear {
		alpha = 0
	}
	switch p.colour {
	case 0:
		return color.NRGBA{scale(s[0]), scale(s[0]), scale(s[0]), alpha}
	case 2:
		return color.NRGBA{scale(s[0]), scale(s[1]), scale(s[2]), alpha}
	case 3:
		if int(s[0]) < len(p.transparency) {
			alpha = p.transparency[s[0]]
		}
		c := p.palette[s[0]]
		return color.NRGBA{c[0], c[1], c[2], alpha}
	case 4:
		return color.NRGBA{scale(s[0]), scale(s[0]), scale(s[0]), scale(s[1])}
	}
	return color.NRGBA{scale(s[0]), scale(s[1]), scale(s[2]), scale(s[3])}
}

// multiplied is a straight colour premultiplied, rounded.
func multiplied(c color.NRGBA) color.RGBA {
	m := func(v uint8) uint8 { return uint8((float64(v)*float64(c.A))/255 + 0.5) }
	return color.RGBA{m(c.R), m(c.G), m(c.B), c.A}
}

// decoded reads a file through its header, as the program does.
func decoded(t *testing.T, data []byte) *image.RGBA {
	t.Helper()
	h, err := header.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	img, err := Decode(t.Context(), data, h, nil)
	if err != nil {
		t.Fatal(err)
	}
	if img.Rect != image.Rect(0, 0, h.Width, h.Height) || img.Stride != 4*h.Width || len(img.Pix) != 4*h.Width*h.Height {
		t.Fatalf("bounds %v, stride %d for %d × %d", img.Rect, img.Stride, h.Width, h.Height)
	}
	return img
}

// same compares pixels with what is wanted of each.
func same(t *testing.T, img *image.RGBA, want func(x, y int) color.NRGBA) {
	t.Helper()
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if got, want := img.RGBAAt(x, y), multiplied(want(x, y)); got != want {
				t.Fatalf("at %d, %d: %v, want %v", x, y, got, want)
			}
		}
	}
}

func randomPNG(width, height, depth, colour int) pngForm {
	r := rand.New(rand.NewPCG(uint64(depth), uint64(colour)))
	p := pngForm{width: width, height: height, depth: depth, colour: colour}
	for range width * height * pngChannels(colour) {
		p.samples = append(p.samples, uint16(r.IntN(1<<depth)))
	}
	if colour == 3 {
		for range 1 << depth {
			p.palette = append(p.palette, [3]byte{byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())})
		}
	}
	return p
}

var pngDepths = map[int][]int{0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}

func TestPNGOfEveryKind(t *testing.T) {
	for colour, depths := range pngDepths {
		for _, depth := range depths {
			for _, clear := range []bool{false, true} {
				for _, interlaced := range []bool{false, true} {
					p := randomPNG(13, 11, depth, colour)
					p.interlaced = interlaced
					switch {
					case clear && colour == 3:
						p.transparency = []byte{7, 128}
					case clear && colour < 4:
						for _, v := range p.samples[:pngChannels(colour)] {
							p.transparency = binary.BigEndian.AppendUint16(p.transparency, v)
						}
					}
					t.Run(fmt.Sprintf("colour %d depth %d clear %v interlaced %v", colour, depth, clear, interlaced), func(t *testing.T) {
						same(t, decoded(t, p.file()), p.want)
					})
				}
			}
		}
	}
}

// oddPNGs are files that break a rule without any harm to the picture.
func oddPNGs() (pngForm, map[string][]byte) {
	p := randomPNG(9, 7, 4, 3)
	p.transparency = []byte{0, 50, 100}
	palette := pngChunk("PLTE", bytes.Join(toSlices(p.palette), nil))
	clear := pngChunk("tRNS", p.transparency)
	pixels := p.pixels()
	idat, end := pngChunk("IDAT", pixels), pngChunk("IEND", nil)
	broken := pngChunk("tEXt", []byte("Comment\x00none"))
	broken[len(broken)-1] ^= 1
	file := func(chunks ...[]byte) []byte { return append(p.head(), bytes.Join(chunks, nil)...) }
	return p, map[string][]byte{
		"trailing bytes":                       append(p.file(), "and more"...),
		"empty IDATs":                          file(palette, clear, pngChunk("IDAT", nil), idat, pngChunk("IDAT", nil), pngChunk("IDAT", nil), end),
		"an IDAT for each byte":                append(append(file(palette, clear), singles(pixels)...), end...),
		"transparency before colours":          file(clear, palette, idat, end),
		"a comment with a bad checksum":        file(palette, broken, clear, idat, broken, end),
		"a second IHDR":                        file(palette, clear, p.head()[8:], idat, end),
		"a comment amid the pixels":            file(palette, clear, pngChunk("IDAT", pixels[:20]), pngChunk("tEXt", []byte("a\x00b")), pngChunk("IDAT", pixels[20:]), end),
		"transparency after the pixels":        file(palette, clear, idat, pngChunk("tRNS", []byte{9, 9, 9}), end),
		"colours twice":                        file(palette, palette, clear, idat, end),
		"an animation's further frames":        file(pngChunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0}), palette, clear, idat, pngChunk("fcTL", make([]byte, 26)), pngChunk("fdAT", []byte("none")), end),
		"a chunk of an unknown important kind": file(palette, clear, pngChunk("NEWS", []byte("?")), idat, end),
	}
}

func singles(data []byte) (out []byte) {
	for i := range data {
		out = append(out, pngChunk("IDAT", data[i:i+1])...)
	}
	return out
}

func TestPNGForgivesWhatDoesNoHarm(t *testing.T) {
	p, files := oddPNGs()
	for name, data := range files {
		t.Run(name, func(t *testing.T) { same(t, decoded(t, data), p.want) })
	}
	grey := randomPNG(5, 5, 8, 4)
	t.Run("colours and transparency that do not belong", func(t *testing.T) {
		data := grey.head()
		for _, chunk := range [][]byte{pngChunk("PLTE", make([]byte, 12)), pngChunk("tRNS", []byte{1, 2}), pngChunk("IDAT", grey.pixels()), pngChunk("IEND", nil)} {
			data = append(data, chunk...)
		}
		same(t, decoded(t, data), grey.want)
	})
}

func TestPNGWithoutItsIDATOrColours(t *testing.T) {
	p := randomPNG(9, 7, 4, 3)
	for name, data := range map[string][]byte{
		"no pixels":  append(p.head(), pngChunk("IEND", nil)...),
		"no colours": append(append(p.head(), pngChunk("IDAT", p.pixels())...), pngChunk("IEND", nil)...),
	} {
		refused(t, name, data)
	}
}

// refused expects an error and no picture, from the header or from the decoder.
func refused(t *testing.T, name string, data []byte) {
	t.Helper()
	h, err := header.Read(data)
	if err != nil {
		return
	}
	if img, err := Decode(t.Context(), data, h, nil); err == nil || img != nil {
		t.Errorf("%s: decoded", name)
	}
}

// cuts expects every shortened form of a file to be refused.
func cuts(t *testing.T, data []byte, last int) {
	t.Helper()
	for n := range len(data) - last {
		refused(t, fmt.Sprintf("%d of %d bytes", n, len(data)), data[:n])
	}
}

func TestPNGCutShort(t *testing.T) {
	for _, interlaced := range []bool{false, true} {
		p := randomPNG(23, 17, 8, 6)
		p.interlaced = interlaced
		cuts(t, p.file(), 12) // IEND carries nothing
	}
}

func TestPNGDamaged(t *testing.T) {
	p := randomPNG(23, 17, 8, 2)
	data := p.file()
	for at := 33; at < len(data)-12; at += 7 {
		broken := bytes.Clone(data)
		broken[at] ^= 0x40
		refused(t, fmt.Sprintf("byte %d", at), broken)
	}
}
