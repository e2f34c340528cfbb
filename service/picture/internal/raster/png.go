package raster

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"

	"masthead/service/picture/internal/header"
)

// Colour types of IHDR.
const (
	pngGrey    = 0
	pngRGB     = 2
	pngPalette = 3
)

// decodePNG gives image/png the chunks that make the picture, and no others: about the
// rest it is stricter than people's files and all other programs are.
func decodePNG(ctx context.Context, data []byte) (image.Image, error) {
	chunks := essential(data)
	img, err := png.Decode(reader{ctx, &chunks})
	var form png.UnsupportedError
	if errors.As(err, &form) {
		return nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	return img, err
}

// pngEnd is an IEND chunk. It carries nothing, so that one that is missing or damaged is no
// loss: whether pixels are missing is told by their own chunks.
var pngEnd = []byte("\x00\x00\x00\x00IEND\xaeB`\x82") // never written to

// essential is a PNG of the chunks IHDR, PLTE, tRNS, IDAT and IEND only, in this order.
// The colour table of a picture that needs none is left out, and so is transparency that
// is damaged or does not fit: libpng does the same.
func essential(data []byte) pieces {
	const signature = 8
	var (
		first, palette, transparency []byte
		pixels                       pieces
		colours                      byte
	)
	for kind, chunk := range header.PNGChunks(data) {
		switch {
		case kind == "IHDR" && first == nil:
			first = chunk
			if len(chunk) > 17 {
				colours = chunk[17]
			}
		case kind == "PLTE" && colours == pngPalette && palette == nil:
			palette = chunk
		case kind == "tRNS" && pixels == nil && fits(chunk, colours) && sound(chunk):
			transparency = chunk
		case kind == "IDAT":
			pixels = append(pixels, chunk)
		}
		if kind == "IEND" {
			break
		}
	}
	return append(append(pieces{data[:signature], first, palette, transparency}, pixels...), pngEnd)
}

// fits tells whether a tRNS chunk is as long as its colour type wants it.
func fits(chunk []byte, colours byte) bool {
	length := len(chunk) - 12
	switch colours {
	case pngGrey:
		return length == 2
	case pngRGB:
		return length == 6
	case pngPalette:
		return length <= 256
	}
	return false
}

// sound checks a chunk's checksum.
func sound(chunk []byte) bool {
	end := len(chunk) - 4
	return end >= 8 && binary.BigEndian.Uint32(chunk[end:]) == crc32.ChecksumIEEE(chunk[4:end])
}
