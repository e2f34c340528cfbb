package header

import (
	"encoding/binary"
	"image"
)

// GIF is a GIF file taken apart, as far as its first frame needs it (the GIF89a
// specification's sections in order).
type GIF struct {
	// Canvas is the picture's size in pixels, Frame where the first frame lies on it.
	Canvas image.Point
	Frame  image.Rectangle
	// Colours are the first frame's, three bytes each.
	Colours []byte
	// Transparent is the number of the colour that is not drawn, -1 for none.
	Transparent int
	Interlaced  bool
	// CodeSize is the LZW coding's smallest, in bits; Blocks begin with the coded pixels'
	// sub-blocks and go on to the end of the file.
	CodeSize int
	Blocks   []byte
	// Frames is at least one, and not more than lie within maxBlocks.
	Frames int
}

// maxBlocks bounds how many sub-blocks, of at most 255 bytes each, are gone through to
// count frames: each may be a wait for memory, and no header shall take long.
const maxBlocks = 1 << 14

func (h *Header) readGIF(data []byte) error {
	g, err := ParseGIF(data)
	if err != nil {
		return err
	}
	h.Width, h.Height, h.Frames = g.Canvas.X, g.Canvas.Y, g.Frames
	h.Alpha = g.Transparent >= 0 || g.Frame != image.Rectangle{Max: g.Canvas}
	return nil
}

// ParseGIF finds the first frame and counts all of them, those that are cut short too. A
// file that ends before its first frame still has a size; Blocks is nil then.
func ParseGIF(data []byte) (GIF, error) {
	if len(data) < 13 {
		return GIF{}, ErrShort
	}
	g := GIF{
		Canvas:      image.Pt(int(binary.LittleEndian.Uint16(data[6:])), int(binary.LittleEndian.Uint16(data[8:]))),
		Transparent: -1,
	}
	rest := data[13:]
	g.Colours, rest = colourTable(rest, data[10])
	transparent := -1
	for blocks := maxBlocks; len(rest) > 0 && blocks > 0; {
		kind := rest[0]
		switch {
		case kind == 0x21 && len(rest) > 2: // an extension and its label
			if rest[1] == 0xF9 && len(rest) > 6 && rest[3]&1 != 0 && g.Frames == 0 {
				transparent = int(rest[6])
			}
			rest = afterBlocks(rest[2:], &blocks)
		case kind == 0x2C && len(rest) > 10: // an image
			if g.Frames == 0 {
				g.Transparent = transparent
				g.readFrame(rest)
			}
			_, rest = colourTable(rest[10:], rest[9])
			rest = afterBlocks(rest[min(1, len(rest)):], &blocks)
			g.Frames++
		case kind == 0 && g.Frames == 0: // filling between blocks
			rest = rest[1:]
			blocks--
		default: // the trailer, or padding after the last block
			rest = nil
		}
	}
	g.Frames = max(g.Frames, 1)
	if g.Canvas.X <= 0 || g.Canvas.Y <= 0 {
		return g, ErrShort
	}
	return g, nil
}

// readFrame reads an image descriptor. A screen that is smaller than its first frame grows
// to hold it, and one without a size has the frame's.
func (g *GIF) readFrame(block []byte) {
	corner := image.Pt(int(binary.LittleEndian.Uint16(block[1:])), int(binary.LittleEndian.Uint16(block[3:])))
	size := image.Pt(int(binary.LittleEndian.Uint16(block[5:])), int(binary.LittleEndian.Uint16(block[7:])))
	g.Frame = image.Rectangle{Min: corner, Max: corner.Add(size)}
	g.Canvas = image.Pt(max(g.Canvas.X, g.Frame.Max.X), max(g.Canvas.Y, g.Frame.Max.Y))
	g.Interlaced = block[9]&0x40 != 0
	own, rest := colourTable(block[10:], block[9])
	if own != nil {
		g.Colours = own
	}
	if len(rest) > 1 {
		g.CodeSize, g.Blocks = int(rest[0]), rest[1:]
	}
}

// afterBlocks skips sub-blocks: a length and as many bytes, until a length of zero or
// until none are left to skip.
func afterBlocks(rest []byte, left *int) []byte {
	for ; len(rest) > 0 && *left > 0; *left-- {
		n := int(rest[0])
		rest = rest[min(1+n, len(rest)):]
		if n == 0 {
			break
		}
	}
	return rest
}

// colourTable cuts off the table that a packed field announces, nil for none.
func colourTable(rest []byte, packed byte) (table, after []byte) {
	if packed&0x80 == 0 {
		return nil, rest
	}
	n := min(3<<(packed&7+1), len(rest))
	return rest[:n], rest[n:]
}
