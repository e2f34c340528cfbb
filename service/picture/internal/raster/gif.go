package raster

import (
	"compress/lzw"
	"context"
	"fmt"
	"image"
	"io"

	"masthead/service/picture/internal/header"
)

// decodeGIF draws the first frame on a transparent canvas, as browsers do. image/gif
// would refuse what they show: frames beyond the canvas, files without a colour table, a
// later frame that is cut short.
func decodeGIF(ctx context.Context, data []byte) (image.Image, error) {
	g, err := header.ParseGIF(data)
	if err != nil {
		return nil, err
	}
	if g.Frame.Empty() || g.CodeSize < 2 || g.CodeSize > 8 {
		return nil, errDamaged
	}
	codes := lzw.NewReader(reader{ctx, &subBlocks{rest: g.Blocks}}, lzw.LSB, g.CodeSize)
	defer codes.Close()
	table := gifColours(g)
	out := image.NewNRGBA(image.Rectangle{Max: g.Canvas})
	row := make([]byte, g.Frame.Dx())
	for _, y := range gifRows(g.Frame.Dy(), g.Interlaced) {
		if _, err := io.ReadFull(codes, row); err != nil {
			return nil, fmt.Errorf("gif: %w", err)
		}
		to := out.Pix[out.PixOffset(g.Frame.Min.X, g.Frame.Min.Y+y):]
		for x, index := range row {
			copy(to[4*x:4*x+4], table[index][:])
		}
	}
	return out, nil
}

// gifColours are the colours by number. Numbers beyond the table are transparent.
func gifColours(g header.GIF) (table [256][4]uint8) {
	colours := g.Colours
	if colours == nil { // a decoder may choose: black and white
		colours = []byte{0, 0, 0, 0xFF, 0xFF, 0xFF}
	}
	for i := range len(colours) / 3 {
		table[i] = [4]uint8{colours[3*i], colours[3*i+1], colours[3*i+2], 0xFF}
	}
	if g.Transparent >= 0 {
		table[g.Transparent] = [4]uint8{}
	}
	return table
}

// gifRows is the order in which rows are stored.
func gifRows(n int, interlaced bool) []int {
	rows := make([]int, 0, n)
	passes := [][2]int{{0, 1}}
	if interlaced {
		passes = [][2]int{{0, 8}, {4, 8}, {2, 4}, {1, 2}}
	}
	for _, p := range passes {
		for y := p[0]; y < n; y += p[1] {
			rows = append(rows, y)
		}
	}
	return rows
}

// subBlocks reads a row of sub-blocks: a length and as many bytes each, zero the last.
type subBlocks struct {
	rest []byte
	left int // bytes of the present block
}

func (s *subBlocks) Read(p []byte) (int, error) {
	if s.left == 0 {
		if len(s.rest) == 0 {
			return 0, io.ErrUnexpectedEOF
		}
		s.left = int(s.rest[0])
		s.rest = s.rest[1:]
		if s.left == 0 {
			s.rest = nil
			return 0, io.EOF
		}
	}
	if len(s.rest) == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(p, s.rest[:min(s.left, len(s.rest))])
	s.rest, s.left = s.rest[n:], s.left-n
	return n, nil
}
