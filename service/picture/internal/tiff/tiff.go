// Package tiff reads the first picture of a TIFF or BigTIFF file in the forms that
// scanners, cameras and editors write: grey, palette, RGB, CMYK and YCbCr of 1 to 32 bits a
// sample, with or without alpha, in strips or tiles, together or in separate planes;
// uncompressed, PackBits, LZW, Deflate, CCITT and JPEG. Every other form is refused by name.
// Chapter numbers are those of the TIFF 6.0 specification.
package tiff

import (
	"errors"
	"fmt"
	"math"
)

// What can be wrong with a file.
var (
	// ErrDamaged means that the file ends early or contradicts itself.
	ErrDamaged = errors.New("tiff: cut short or damaged")
	// ErrUnsupported means a form that is not read; its text says which.
	ErrUnsupported = errors.New("tiff: a form that is not read")
)

func unsupported(format string, values ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, values...))
}

// File is what the first directory says of its picture. Parsing reads no pixel.
type File struct {
	// Width and Height are in pixels as stored, before the orientation.
	Width, Height int
	// Orientation is as in EXIF, 1 to 8.
	Orientation int
	// Profile is the embedded ICC profile, part of the file's data; nil for none.
	Profile []byte
	// Pages is the number of directories, at most maxPages.
	Pages int
	// Alpha tells that a sample gives coverage.
	Alpha bool

	form
	layout
	data []byte
}

// Deep tells of more than 8 bits a sample.
func (f *File) Deep() bool { return f.bits > 8 }

// Ink tells that the samples are inks: CMYK.
func (f *File) Ink() bool { return f.photometric == separated }

// Parse reads the directories. The File refers to data.
func Parse(data []byte) (*File, error) {
	dir, err := first(data)
	if err != nil {
		return nil, err
	}
	if dir.short {
		return nil, ErrDamaged
	}
	width, height := dir.number(tagWidth, 0), dir.number(tagHeight, 0)
	if width == 0 || height == 0 || width > math.MaxInt32 || height > math.MaxInt32 {
		return nil, ErrDamaged
	}
	f := &File{data: data, Width: int(width), Height: int(height), Pages: pages(dir)}
	f.Orientation = dir.orientation()
	if profile := dir.find(tagProfile).raw; len(profile) > 0 {
		f.Profile = profile
	}
	if f.form, err = readForm(dir); err != nil {
		return nil, err
	}
	f.Alpha = f.alpha != opaque
	if f.photometric == cieLab || f.photometric == iccLab {
		f.Profile = nil // their colours are absolute
	}
	f.layout, err = readLayout(dir, f)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// maxPages bounds the walk through the directories, which may lead in a circle.
const maxPages = 1000

func pages(dir directory) int {
	seen := map[uint64]bool{}
	n := 1
	for n < maxPages && dir.next != 0 && !seen[dir.next] {
		seen[dir.next] = true
		next, err := dir.at(dir.next)
		if err != nil || next.short {
			break // a picture whose successor is damaged is whole itself
		}
		dir = next
		n++
	}
	return n
}
