package raster

import (
	"context"
	"encoding/binary"
	"fmt"
	"image"

	"masthead/service/picture/internal/header"
)

// Memory of the AV1 decoder in bytes: at first, and for each pixel of a bitstream,
// measured, of 8 bits and of more.
const (
	av1Base      = 16 << 20
	av1Pixel     = 23
	av1PixelDeep = 36
)

// decodeAV1 decodes all tiles. libavif converts them by their matrix and range itself.
func decodeAV1(ctx context.Context, c *header.CodedImage) (*image.NRGBA, error) {
	img := image.NewNRGBA(image.Rectangle{Max: c.Size})
	err := eachTile(ctx, c, func(ctx context.Context, t header.Tile, at image.Point) error {
		return decodeAV1Tile(ctx, t, c.Coding, func(pix []byte, deep bool) {
			pasteAV1(img, at, pix, t.Size, deep)
		})
	})
	if err != nil {
		return nil, fmt.Errorf("av1: %w", err)
	}
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] != 0xFF { // the decoder says nothing of a tile that fails
			return nil, errDamaged
		}
	}
	return img, nil
}

// pasteAV1 copies a tile's pixels in, rounding 16 bits to 8.
func pasteAV1(img *image.NRGBA, at image.Point, pix []byte, size image.Point, deep bool) {
	area := image.Rectangle{Min: at, Max: at.Add(size)}.Intersect(img.Rect)
	for y := range area.Dy() {
		to := img.Pix[img.PixOffset(area.Min.X, area.Min.Y+y):][:4*area.Dx()]
		if !deep {
			copy(to, pix[4*size.X*y:])
			continue
		}
		from := pix[8*size.X*y:]
		for i := range to {
			to[i] = uint8((uint32(binary.LittleEndian.Uint16(from[2*i:])) + 128) / 257)
		}
	}
}

// decodeAV1Tile decodes a bitstream and hands its pixels, tight and of 8 or 16 bits a
// channel, to use, which must copy them.
func decodeAV1Tile(ctx context.Context, t header.Tile, coding *header.Coding, use func(pix []byte, deep bool)) error {
	file := oneTile("av01", t, coding)
	pixel := av1Pixel
	if t.Config[2]&0x40 != 0 {
		pixel = av1PixelDeep
	}
	likely := av1Base + 2*len(file) + pixel*t.Size.X*t.Size.Y
	return av1Decoder.run(ctx, likely, 2*likely, func(i *instance) error {
		in, err := i.put(file)
		if err != nil {
			return err
		}
		facts, err := i.room(4*4 + 8)
		if err != nil {
			return err
		}
		decode := func(configOnly uint64, out uint64) (width, height, depth uint32, err error) {
			done, err := i.call("decode", in, uint64(len(file)), configOnly, 0, facts, facts+4, facts+8, facts+12, facts+16, out)
			if err == nil && done == 0 {
				err = errDamaged
			}
			if err != nil {
				return 0, 0, 0, err
			}
			said, err := i.get(facts, 12)
			if err != nil {
				return 0, 0, 0, err
			}
			return binary.LittleEndian.Uint32(said), binary.LittleEndian.Uint32(said[4:]), binary.LittleEndian.Uint32(said[8:]), nil
		}
		width, height, depth, err := decode(1, 0)
		if err != nil {
			return err
		}
		if image.Pt(int(width), int(height)) != t.Size {
			return errDamaged
		}
		size, deep := 4*t.Size.X*t.Size.Y, depth > 8
		if deep {
			size *= 2
		}
		out, err := i.room(size)
		if err != nil {
			return err
		}
		if _, _, _, err := decode(0, out); err != nil {
			return err
		}
		pix, err := i.get(out, size)
		if err != nil {
			return err
		}
		use(pix, deep)
		return nil
	})
}
