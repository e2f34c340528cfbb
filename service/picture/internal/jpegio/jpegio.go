// Package jpegio decodes and encodes JPEG. With the build tag turbojpeg it is
// libjpeg-turbo, which decodes at a fraction of the size for a fraction of the time and
// codes full colour progressively; without it image/jpeg does the same more slowly and
// codes 4:2:0 baseline only. The tag staticjpeg puts libjpeg-turbo into the program, for
// packages. One suite of tests holds both to the same results.
package jpegio

import (
	"context"
	"errors"
	"image"
)

// ErrUnsupported means a form of JPEG that this build does not decode: 12 bits,
// lossless, and without libjpeg-turbo arithmetic coding too.
var ErrUnsupported = errors.New("a form of JPEG that is not read")

// Options tell how to encode.
type Options struct {
	// Quality is that of the IJG's tables, 1 to 100.
	Quality int
	// FullColour keeps colour at full resolution (4:4:4); otherwise 4:2:0.
	FullColour bool
	// Progressive codes in ten scans. Huffman tables are always optimised.
	Progressive bool
	// Profile is an ICC profile to embed; nil for none.
	Profile []byte
}

// ShrunkSize is the size in pixels that Decode gives a picture of that size: rounded
// up, as libjpeg does.
func ShrunkSize(size image.Point, shrink int) image.Point {
	return image.Pt((size.X+shrink-1)/shrink, (size.Y+shrink-1)/shrink)
}

// Request says what to decode of a picture.
type Request struct {
	// Shrink is 1, 2, 4 or 8: the picture comes at 1/Shrink of its size.
	Shrink int
	// Part is what is wanted, in pixels of the shrunk picture; empty for all of it.
	Part image.Rectangle
	// Convert changes the colours of some opaque RGBA rows in place; nil to leave them. It
	// is called while others are still being decoded.
	Convert func(rows []uint8)
}

func (r Request) part(size image.Point) image.Rectangle {
	if r.Part.Empty() {
		return image.Rectangle{Max: ShrunkSize(size, r.Shrink)}
	}
	return r.Part
}

// Decode decodes a JPEG whose header says size, or the part of it that is asked for. A
// picture of which something is missing or damaged is an error, never half a picture;
// of what lies under the part that is asked for, nothing is known. The EXIF orientation
// is left alone. It ends soon after ctx does, with its error.
func Decode(ctx context.Context, data []byte, size image.Point, r Request) (*image.RGBA, error) {
	return decode(ctx, data, size, r)
}

// Encode codes the colours of an image, with no metadata but the profile. Alpha is
// ignored: flatten first.
func Encode(img *image.RGBA, o Options) ([]byte, error) {
	data, err := encode(img, o)
	if err != nil || len(o.Profile) == 0 {
		return data, err
	}
	return withProfile(data, o.Profile), nil
}

// withProfile puts an APP2 segment with a small profile after the JFIF header. Profiles
// over 65,519 bytes would need several segments.
func withProfile(data, profile []byte) []byte {
	at := 2
	if data[2] == 0xFF && data[3] == 0xE0 {
		at += 2 + int(data[4])<<8 + int(data[5])
	}
	const head = "ICC_PROFILE\x00\x01\x01" // part 1 of 1
	length := 2 + len(head) + len(profile)
	out := make([]byte, 0, len(data)+2+length)
	out = append(out, data[:at]...)
	out = append(out, 0xFF, 0xE2, byte(length>>8), byte(length))
	out = append(out, head...)
	out = append(out, profile...)
	return append(out, data[at:]...)
}
