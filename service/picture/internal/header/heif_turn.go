package header

import (
	"image"
	"math"
)

// Turn is one change that a HEIF file asks for after decoding (ISO/IEC 23008-12, section
// 6.5): a crop, quarter turns, or a mirroring.
type Turn struct {
	// Crop is in pixels; empty for none. It is never larger than the picture.
	Crop Crop
	// Quarters is how often to turn by 90° anticlockwise, 0 to 3.
	Quarters int
	// Mirror swaps left and right, or top and bottom.
	Mirror Mirror
}

// Crop is a clean aperture: its size, and how far its centre lies from the picture's, in
// pixels that need not be whole.
type Crop struct{ Width, Height, Right, Down float64 }

// Mirror tells what changes places.
type Mirror int

// The mirrorings.
const (
	NoMirror Mirror = iota
	LeftRight
	TopBottom
)

// Area is what a turn leaves of a picture, before it is turned.
func (t Turn) Area(size image.Point) image.Rectangle {
	whole := image.Rectangle{Max: size}
	if t.Crop == (Crop{}) {
		return whole
	}
	x0, x1 := cut(size.X, t.Crop.Width, t.Crop.Right)
	y0, y1 := cut(size.Y, t.Crop.Height, t.Crop.Down)
	return image.Rect(x0, y0, x1, y1).Intersect(whole)
}

// cut lays an aperture of a length over so many pixels, rounded to whole ones.
func cut(pixels int, length, offset float64) (from, to int) {
	start := math.Round((float64(pixels)-length)/2 + offset)
	return int(start), int(start + math.Round(length))
}

// Size is what a picture of a size becomes.
func (t Turn) Size(size image.Point) image.Point {
	size = t.Area(size).Size()
	if t.Quarters%2 != 0 {
		return image.Pt(size.Y, size.X)
	}
	return size
}

// readTurns collects an item's turns in the order of its properties.
func readTurns(properties []box) ([]Turn, error) {
	var turns []Turn
	for _, p := range properties {
		r := reader{data: p.body}
		var t Turn
		switch p.kind {
		case "irot":
			t.Quarters = r.int(1) & 3
		case "imir": // by the standard's edition of 2022; the first one had the axes swapped
			t.Mirror = TopBottom
			if r.int(1)&1 != 0 {
				t.Mirror = LeftRight
			}
		case "clap":
			t.Crop = Crop{Width: r.ratio(), Height: r.ratio(), Right: r.ratio(), Down: r.ratio()}
			if t.Crop.Width < 1 || t.Crop.Height < 1 {
				r.short = true
			}
		default:
			continue
		}
		if r.short {
			return nil, ErrShort
		}
		turns = append(turns, t)
	}
	return turns, nil
}

// ratio reads a signed fraction of two 32-bit numbers, bounded to what pictures have.
func (r *reader) ratio() float64 {
	over, under := int32(r.uint(4)), int32(r.uint(4))
	if under == 0 {
		r.short = true
		return 0
	}
	return min(max(float64(over)/float64(under), -1<<20), 1<<20)
}
