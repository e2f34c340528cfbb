// Package header reads what an encoded picture says of itself before any pixel is
// decoded: format, size, orientation, profile, frames. It goes by content, never by
// name, and allocates nothing that a hostile header could make large.
package header

import (
	"bytes"
	"encoding/binary"
	"errors"

	"masthead/service"
)

// What can be wrong with a header.
var (
	// ErrNotPicture means that the bytes begin like no format known here.
	ErrNotPicture = errors.New("no picture format that is read")
	// ErrShort means that the bytes begin like a picture but end or break off before
	// its size is known.
	ErrShort = errors.New("the header is cut short or damaged")
	// ErrUnsupported means a form of a known format that is not read.
	ErrUnsupported = errors.New("a form of the format that is not read")
)

// Header is what is known of a picture before decoding.
type Header struct {
	Format service.Format
	// Width and Height are in pixels as stored, before the EXIF orientation.
	Width, Height int
	// Coded is how many pixels the largest picture has that must be decoded for this one,
	// where those are not Width × Height: before a cut, a tile that reaches beyond its grid,
	// alpha of another size. 0 where nothing of that kind is possible.
	Coded int
	// Orientation is the EXIF orientation, 1 to 8.
	Orientation int
	// ICC is the embedded profile, unread; nil when there is none.
	ICC []byte
	// Coding is how colours are coded, by numbers, where a file says so without a profile:
	// PNG's cICP, HEIF's nclx.
	Coding *Coding
	// Ink tells of CMYK or YCCK: four inks instead of three lights.
	Ink    bool
	Frames int
	Alpha  bool
	// Deep tells of more than 8 bits a channel.
	Deep bool
	// Progressive tells of a JPEG that needs all its coefficients in memory: a progressive
	// one, or one whose components come in scans of their own.
	Progressive bool
	// Palette tells of a PNG with a colour table (PNG-8).
	Palette bool
	// Partly names what an SVG has in it that is not drawn, in words; "" for nothing.
	Partly string
}

// Coding is a colour coding by the code points of ITU-T H.273.
type Coding struct {
	Primaries, Transfer, Matrix int
	FullRange                   bool
}

// Sniff names the format by the first bytes; false when it is none of ours. Thirty-two
// bytes are enough, but for SVG: its root may stand behind comments.
func Sniff(data []byte) (service.Format, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return service.JPEG, true
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return service.PNG, true
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return service.GIF, true
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return service.WebP, true
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")),
		bytes.HasPrefix(data, []byte("II+\x00")), bytes.HasPrefix(data, []byte("MM\x00+")): // BigTIFF
		return service.TIFF, true
	case isBMP(data):
		return service.BMP, true
	case isSVG(data):
		return service.SVG, true
	}
	return heifFormat(data)
}

// isBMP looks at the second header's length too: "BM" alone begins many a text.
func isBMP(data []byte) bool {
	if len(data) < 18 || string(data[:2]) != "BM" {
		return false
	}
	switch binary.LittleEndian.Uint32(data[14:]) {
	case 12, 16, 40, 52, 56, 64, 108, 124:
		return true
	}
	return false
}

// Read reads a header. Its errors are ErrNotPicture, ErrShort and ErrUnsupported.
func Read(data []byte) (Header, error) {
	format, ok := Sniff(data)
	if !ok {
		return Header{}, ErrNotPicture
	}
	h := Header{Format: format, Orientation: 1, Frames: 1}
	var err error
	switch format {
	case service.JPEG:
		err = h.readJPEG(data)
	case service.PNG:
		err = h.readPNG(data)
	case service.GIF:
		err = h.readGIF(data)
	case service.WebP:
		err = h.readWebP(data)
	case service.TIFF:
		err = h.readTIFF(data)
	case service.BMP:
		err = h.readBMP(data)
	case service.HEIC, service.AVIF:
		err = h.readHEIF(data)
	case service.SVG:
		err = h.readSVG(data)
	}
	if err != nil {
		return Header{}, err
	}
	if h.Width <= 0 || h.Height <= 0 {
		return Header{}, ErrShort
	}
	return h, nil
}
