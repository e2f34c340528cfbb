package header

import "encoding/binary"

// readGIF reads the logical screen and walks the blocks to count frames. A file that
// ends within a block still has a header: Whole tells.
func (h *Header) readGIF(data []byte) error {
	if len(data) < 13 {
		return ErrShort
	}
	h.Width = int(binary.LittleEndian.Uint16(data[6:]))
	h.Height = int(binary.LittleEndian.Uint16(data[8:]))
	h.Frames, h.Alpha, _ = walkGIF(data)
	h.Frames = max(h.Frames, 1)
	return nil
}

// walkGIF counts the frames, tells whether any has a transparent colour, and whether
// the file ends where a block ends. A missing trailer loses nothing and is forgiven, as
// browsers do.
func walkGIF(data []byte) (frames int, alpha, whole bool) {
	at := 13 + colourTable(data[10])
	for at < len(data) {
		switch data[at] {
		case 0x3B: // trailer
			return frames, alpha, true
		case 0x21: // extension: label, then sub-blocks
			if at+4 < len(data) && data[at+1] == 0xF9 {
				alpha = alpha || data[at+3]&1 != 0
			}
			at += 2
		case 0x2C: // image: descriptor, colour table, code size, then sub-blocks
			if at+10 > len(data) {
				return frames, alpha, false
			}
			at += 10 + colourTable(data[at+9]) + 1
			frames++
		default: // padding after the last block
			return frames, alpha, frames > 0
		}
		for {
			if at >= len(data) {
				return frames, alpha, false
			}
			n := int(data[at])
			at += 1 + n
			if n == 0 {
				break
			}
		}
	}
	return frames, alpha, frames > 0 && at == len(data)
}

// colourTable is the length in bytes of the table that a packed field announces.
func colourTable(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}
