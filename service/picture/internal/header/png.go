package header

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// readPNG reads IHDR and the chunks before the pixels. Checksums are the decoder's
// business.
func (h *Header) readPNG(data []byte) error {
	const ihdrEnd = 8 + 8 + 13
	if len(data) < ihdrEnd || string(data[12:16]) != "IHDR" {
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
	for at := ihdrEnd + 4; at+8 <= len(data); {
		length, kind := int(binary.BigEndian.Uint32(data[at:])), string(data[at+4:at+8])
		body := data[at+8:]
		if kind == "IDAT" || length > len(body) {
			break
		}
		switch kind {
		case "tRNS":
			h.Alpha = true
		case "iCCP":
			h.Profile = pngProfile(body[:length])
		}
		at += 8 + length + 4
	}
	return nil
}

// pngProfile names an iCCP chunk's profile: by its own description, else by the name
// that the chunk gives it.
func pngProfile(body []byte) string {
	name, packed, ok := bytes.Cut(body, []byte{0})
	if !ok || len(packed) < 1 {
		return ""
	}
	r, err := zlib.NewReader(bytes.NewReader(packed[1:])) // the first byte is the method: always deflate
	if err != nil {
		return printable(name)
	}
	defer r.Close()
	profile, _ := io.ReadAll(io.LimitReader(r, maxProfile)) // a broken end still has a name
	if described := profileName(profile); described != "" {
		return described
	}
	return printable(name)
}
