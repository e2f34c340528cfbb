package header

import (
	"encoding/binary"
	"fmt"
)

// BMP is a Windows or OS/2 bitmap's headers: BITMAPCOREHEADER of 12 bytes, BITMAPINFOHEADER
// of 40, and all that were made of it.
type BMP struct {
	Width, Height int
	// TopDown tells that the first row comes first; the usual one is the last.
	TopDown bool
	// Bits is the depth of a pixel, RunLength whether equal pixels are coded as runs.
	Bits      int
	RunLength bool
	// Masks are where red, green, blue and alpha lie in a pixel of 16 or 32 bits.
	Masks [4]uint32
	// Colours are the palette: blue, green, red for each, in ColourSize bytes.
	Colours    []byte
	ColourSize int
	// Rows are the pixels, each row to full four bytes, and what follows them.
	Rows    []byte
	profile []byte
}

// Kinds of compression.
const (
	bmpPlain       = 0
	bmpRun8        = 1
	bmpRun4        = 2
	bmpMasks       = 3
	bmpMasksAlpha  = 6
	bmpCoreHeader  = 12
	bmpInfoHeader  = 40
	bmpMasksHeader = 52
	bmpAlphaHeader = 56
	bmpHeader5     = 124
)

func (h *Header) readBMP(data []byte) error {
	b, err := ParseBMP(data)
	if err != nil {
		return err
	}
	h.Width, h.Height, h.ICC = b.Width, b.Height, b.profile
	h.Alpha = b.Masks[3] != 0
	return nil
}

// ParseBMP reads the headers, the masks and the palette.
func ParseBMP(data []byte) (BMP, error) {
	if len(data) < 14+bmpCoreHeader {
		return BMP{}, ErrShort
	}
	info := data[14:]
	size := binary.LittleEndian.Uint32(info)
	if uint64(size) > uint64(len(info)) {
		return BMP{}, ErrShort
	}
	info = info[:size]
	offset := binary.LittleEndian.Uint32(data[10:])
	b := BMP{ColourSize: 4}
	compression, colours := uint32(bmpPlain), uint32(0)
	if size == bmpCoreHeader {
		b.Width, b.Height = int(binary.LittleEndian.Uint16(info[4:])), int(binary.LittleEndian.Uint16(info[6:]))
		b.Bits, b.ColourSize = int(binary.LittleEndian.Uint16(info[10:])), 3
	} else {
		b.Width, b.Height = int(int32(binary.LittleEndian.Uint32(info[4:]))), int(int32(binary.LittleEndian.Uint32(info[8:])))
		b.Bits = int(binary.LittleEndian.Uint16(info[14:]))
		if size >= bmpInfoHeader {
			compression, colours = binary.LittleEndian.Uint32(info[16:]), binary.LittleEndian.Uint32(info[32:])
		}
	}
	if b.Height < 0 {
		b.Height, b.TopDown = -b.Height, true
	}
	if b.Width <= 0 || b.Height <= 0 {
		return BMP{}, ErrShort
	}
	rest := data[14+size:]
	if err := b.readMasks(info, &rest, compression); err != nil {
		return BMP{}, err
	}
	start := uint64(len(data) - len(rest))
	b.readColours(rest, uint64(colours), int64(offset)-int64(start))
	if uint64(offset) < start { // zero, or wrong: the pixels follow the palette
		offset = uint32(start) + uint32(len(b.Colours))
	}
	if uint64(offset) > uint64(len(data)) {
		return BMP{}, ErrShort
	}
	b.Rows = data[offset:]
	if size >= bmpHeader5 {
		b.profile = bmpProfile(data, info)
	}
	return b, nil
}

// readMasks settles the form of a pixel. Masks lie in newer headers, behind older ones.
func (b *BMP) readMasks(info []byte, rest *[]byte, compression uint32) error {
	masks := compression == bmpMasks || compression == bmpMasksAlpha
	switch {
	case masks && (b.Bits == 16 || b.Bits == 32):
		n := 3
		if compression == bmpMasksAlpha || len(info) >= bmpAlphaHeader {
			n = 4
		}
		from := info[min(bmpInfoHeader, len(info)):]
		if len(info) < bmpMasksHeader {
			from = *rest
			*rest = from[min(4*n, len(from)):]
		}
		if len(from) < 4*n {
			return ErrShort
		}
		for i := range n {
			b.Masks[i] = binary.LittleEndian.Uint32(from[4*i:])
			if m := b.Masks[i]; m != 0 && m&((m|(m-1))+1) != 0 {
				return fmt.Errorf("%w: a BMP whose colour masks have gaps", ErrUnsupported)
			}
		}
	case compression == bmpPlain && b.Bits == 16:
		b.Masks = [4]uint32{0x7C00, 0x03E0, 0x001F}
	case compression == bmpPlain && b.Bits == 32:
		b.Masks = [4]uint32{0xFF0000, 0xFF00, 0xFF, 0xFF000000} // the last was reserved, and came to be alpha
	case compression == bmpRun8 && b.Bits == 8, compression == bmpRun4 && b.Bits == 4:
		b.RunLength = true
	case compression == bmpPlain && (b.Bits == 1 || b.Bits == 2 || b.Bits == 4 || b.Bits == 8 || b.Bits == 24):
	default:
		return fmt.Errorf("%w: a BMP of %d bits with compression %d", ErrUnsupported, b.Bits, compression)
	}
	return nil
}

// readColours takes the palette, which ends before the pixels begin, room bytes on.
func (b *BMP) readColours(rest []byte, colours uint64, room int64) {
	if b.Bits > 8 {
		return
	}
	most := uint64(1) << b.Bits
	if colours == 0 || colours > most {
		colours = most
	}
	length := colours * uint64(b.ColourSize)
	if room > 0 {
		if int64(length) > room && b.ColourSize == 4 && uint64(room) == 3*colours {
			b.ColourSize = 3 // OS/2's, under a later header
		}
		length = min(length, uint64(room))
	}
	b.Colours = rest[:min(length, uint64(len(rest)))]
}

// bmpProfile is the profile that a BITMAPV5HEADER embeds.
func bmpProfile(data, info []byte) []byte {
	const embedded = "DEBM" // 'MBED', little-endian
	if string(info[56:60]) != embedded {
		return nil
	}
	offset, length := uint64(binary.LittleEndian.Uint32(info[112:]))+14, uint64(binary.LittleEndian.Uint32(info[116:]))
	if length == 0 || length > maxProfile || offset+length > uint64(len(data)) {
		return nil
	}
	return data[offset : offset+length]
}
