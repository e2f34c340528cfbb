package header

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// PNGChunks goes through the chunks that follow the signature: a chunk's kind, and all of
// it with its length, kind and checksum. The last one may be cut short by the file's end.
func PNGChunks(data []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		const frame = 4 + 4 + 4
		rest := data[min(len(pngSignature), len(data)):]
		for len(rest) >= 8 {
			end := min(uint64(binary.BigEndian.Uint32(rest))+frame, uint64(len(rest)))
			if !yield(string(rest[4:8]), rest[:end]) {
				return
			}
			rest = rest[end:]
		}
	}
}

// chunkBody is what a whole chunk holds; nil when it is cut short.
func chunkBody(chunk []byte) []byte {
	length := uint64(binary.BigEndian.Uint32(chunk))
	if uint64(len(chunk)) < length+12 {
		return nil
	}
	return chunk[8 : 8+length]
}

// readPNG reads IHDR and the small chunks, eXIf after the pixels too. Checksums are the
// decoder's business. Colours are by cICP, else by iCCP, else sRGB: a bare gAMA or cHRM,
// which programs once wrote without a thought, is ignored, as libvips and browsers without
// colour management ignore it.
func (h *Header) readPNG(data []byte) error {
	const ihdrEnd = 8 + 8 + 13
	if len(data) < ihdrEnd {
		return ErrShort
	}
	switch string(data[12:16]) {
	case "IHDR":
	case "CgBI": // Apple's own, with other pixels
		return fmt.Errorf("%w: a PNG made for an iPhone's programs", ErrUnsupported)
	default:
		return ErrShort
	}
	width, height := binary.BigEndian.Uint32(data[16:]), binary.BigEndian.Uint32(data[20:])
	if width > 1<<31-1 || height > 1<<31-1 { // the specification's own limit
		return ErrShort
	}
	h.Width, h.Height = int(width), int(height)
	h.Deep = data[24] > 8
	h.Palette = data[25] == 3
	h.Alpha = data[25]&4 != 0
	var profiled, oriented bool // the first counts: any number of others may follow in a hostile file
	for kind, chunk := range PNGChunks(data) {
		switch kind {
		case "tRNS":
			h.Alpha = true
		case "iCCP":
			if !profiled {
				profiled, h.ICC = true, pngProfile(chunkBody(chunk))
			}
		case "cICP":
			if body := chunkBody(chunk); len(body) == 4 {
				h.Coding = &Coding{int(body[0]), int(body[1]), int(body[2]), body[3] == 1}
			}
		case "acTL":
			if body := chunkBody(chunk); len(body) == 8 {
				h.Frames = int(min(max(binary.BigEndian.Uint32(body), 1), 1<<31-1))
			}
		case "eXIf":
			if !oriented {
				oriented, h.Orientation = true, exifOrientation(chunkBody(chunk))
			}
		}
	}
	if h.Coding != nil {
		h.ICC = nil
	}
	return nil
}

// pngProfile inflates an iCCP chunk's profile; nil when it is damaged.
func pngProfile(body []byte) []byte {
	_, packed, ok := bytes.Cut(body, []byte{0})
	if !ok || len(packed) < 1 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(packed[1:])) // the first byte is the method: always deflate
	if err != nil {
		return nil
	}
	defer r.Close()
	profile, _ := io.ReadAll(io.LimitReader(r, maxProfile)) // a broken end still has a name
	return profile
}
