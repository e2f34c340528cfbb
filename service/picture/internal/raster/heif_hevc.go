package raster

import (
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"slices"

	"masthead/service/picture/internal/header"
)

// Memory of the HEVC decoder in bytes: at first, and for each pixel of a bitstream,
// measured, of 8 bits and of more.
const (
	hevcBase      = 16 << 20
	hevcPixel     = 12
	hevcPixelDeep = 16
)

// decodeHEVC decodes all tiles into common planes and then converts.
func decodeHEVC(ctx context.Context, c *header.CodedImage) (*image.NRGBA, error) {
	m, err := codedMatrix(c.Coding)
	if err != nil {
		return nil, err
	}
	p := &planes{width: c.Size.X, height: c.Size.Y, across: 1, down: 1, yStride: c.Size.X, cStride: c.Size.X}
	p.y = make([]uint8, p.width*p.height)
	if t := c.Tiles[0]; !t.Grey {
		p.cb, p.cr = make([]uint8, len(p.y)), make([]uint8, len(p.y))
		if m.identity && t.Chroma != fullChroma {
			return nil, ErrUnsupported // red and blue at half density mean nothing
		}
	}
	err = eachTile(ctx, c, func(ctx context.Context, t header.Tile, at image.Point) error {
		return decodeHEVCTile(ctx, t, func(tile *planes) { p.paste(tile, at) })
	})
	if err != nil {
		return nil, fmt.Errorf("hevc: %w", err)
	}
	return p.convert(ctx, m)
}

// paste copies a tile in with its corner at a point, as far as it reaches. Chroma is at
// full density in both.
func (p *planes) paste(t *planes, at image.Point) {
	width, height := min(t.width, p.width-at.X), min(t.height, p.height-at.Y)
	for y := range height {
		to, from := (at.Y+y)*p.yStride+at.X, y*t.yStride
		copy(p.y[to:to+width], t.y[from:])
		if p.cb != nil {
			copy(p.cb[to:to+width], t.cb[from:])
			copy(p.cr[to:to+width], t.cr[from:])
		}
	}
}

// The numbers by which libheif names what it gives.
const (
	heifYCbCr = 0
	heifGrey  = 2
)

// fullChroma is HEVC's number for one chroma sample a pixel.
const fullChroma = 3

// decodeHEVCTile decodes a bitstream and hands its planes to use, which must copy them.
//
// libheif brings chroma to full density whatever is asked of it, and would thin it out
// again, blurred, for a caller who wants it as it was: so it is told, by the configuration,
// which it reads for this only, that it is at full density.
func decodeHEVCTile(ctx context.Context, t header.Tile, use func(*planes)) error {
	pixel, wide := hevcPixel, 1
	if t.Depth > 8 {
		pixel, wide = hevcPixelDeep, 2
	}
	if !t.Grey {
		t.Config = slices.Clone(t.Config)
		t.Config[16] |= fullChroma
	}
	file := oneTile("hvc1", t, nil)
	likely := hevcBase + 2*len(file) + pixel*t.Size.X*t.Size.Y
	return hevcDecoder.run(ctx, likely, 2*likely, func(i *instance) error {
		p := &planes{width: t.Size.X, height: t.Size.Y, across: 1, down: 1}
		p.yStride = heifStride(p.width, wide)
		p.cStride = p.yStride
		size, count := p.yStride*p.height, 1
		if !t.Grey {
			count = 3
		}
		in, err := i.put(file)
		if err != nil {
			return err
		}
		facts, err := i.room(5 * 4)
		if err != nil {
			return err
		}
		out, err := i.room(count * size)
		if err != nil {
			return err
		}
		done, err := i.call("decode", in, uint64(len(file)), 0, facts, facts+4, facts+8, facts+12, facts+16, out)
		if err != nil {
			return err
		}
		space, ok := i.module.Memory().ReadUint32Le(uint32(facts + 8))
		if done == 0 || !ok || (space == heifGrey) != t.Grey || !t.Grey && space != heifYCbCr {
			return errDamaged
		}
		samples, err := i.get(out, count*size)
		if err != nil {
			return err
		}
		if wide == 2 {
			samples = to8Bits(samples, t.Depth)
			p.yStride, p.cStride, size = p.yStride/2, p.cStride/2, size/2
		}
		p.y = samples[:size]
		if !t.Grey {
			p.cb, p.cr = samples[size:2*size], samples[2*size:]
			p.mend(p.cb, t.Chroma)
			p.mend(p.cr, t.Chroma)
		}
		use(p)
		return nil
	})
}

// mend makes the outermost chroma samples anew, which libheif gets wrong where it has
// interpolated: it takes them all from one corner. Interpolated samples next to the edge
// lie at a quarter and at three quarters of the way to the next coded one.
func (p *planes) mend(plane []uint8, chroma int) {
	if chroma == fullChroma || p.width < 4 || p.height < 4 {
		return
	}
	beyond := func(near, next uint8) uint8 { return clip((3*int32(near) - int32(next) + 1) >> 1) }
	row := func(y int) []uint8 { return plane[y*p.cStride:][:p.width] }
	if chroma == 1 {
		for _, at := range [2][3]int{{0, 1, 2}, {p.height - 1, p.height - 2, p.height - 3}} {
			to, near, next := row(at[0]), row(at[1]), row(at[2])
			for x := range to {
				to[x] = beyond(near[x], next[x])
			}
		}
	}
	for y := range p.height {
		r := row(y)
		r[0] = beyond(r[1], r[2])
		r[p.width-1] = beyond(r[p.width-2], r[p.width-3])
	}
}

// to8Bits rounds samples of 16 bits, of which depth are used, to 8 in the same memory.
func to8Bits(samples []byte, depth int) []byte {
	shift := uint(depth - 8)
	half := uint32(1) << shift >> 1
	n := len(samples) / 2
	for i := range n {
		v := (uint32(binary.LittleEndian.Uint16(samples[2*i:])) + half) >> shift
		samples[i] = uint8(min(v, 0xFF))
	}
	return samples[:n]
}

// heifStride is the length in bytes of a row as libheif lays it out: at least 64 samples,
// an even number, rounded up to 16 bytes.
func heifStride(width, bytes int) int {
	return ((max(width, 64)+1)&^1*bytes + 15) &^ 15
}
