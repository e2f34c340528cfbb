package picture

import (
	"fmt"
	"image"
	"math"

	"masthead/service"
)

// CentredCrop is the largest centred part of a w × h picture that has the shape of a
// kind's upload: a square, or 3:1. It is empty only for an empty picture.
func CentredCrop(w, h int, k service.Kind) image.Rectangle {
	aspectW, aspectH := k.Aspect()
	unit := min(w/aspectW, h/aspectH)
	size := image.Pt(unit*aspectW, unit*aspectH)
	if unit == 0 { // smaller than one unit of the shape
		size = image.Pt(w, min(h, 1))
	}
	at := image.Pt((w-size.X)/2, (h-size.Y)/2)
	return image.Rectangle{Min: at, Max: at.Add(size)}
}

// CheckCrop refuses, as BadCrop, a crop that is empty or does not lie inside.
func CheckCrop(bounds, crop image.Rectangle) error {
	if !crop.Empty() && crop.In(bounds) {
		return nil
	}
	return &service.Error{
		Op: "picture.CheckCrop", Code: service.BadCrop,
		Detail: fmt.Sprintf("%d × %d at %d, %d in %d × %d", crop.Dx(), crop.Dy(), crop.Min.X, crop.Min.Y, bounds.Dx(), bounds.Dy()),
	}
}

// BannerCut is the part of a w × h picture that a size of another shape shows: the
// centred cut of the full height, for the 2:1 sizes of a 3:1 banner. How X really cuts
// them is not known: this is an assumption, and the only place that makes it. A picture
// of the size's own shape, as nearly as whole pixels allow, is shown whole.
func BannerCut(w, h int, size image.Point) image.Rectangle {
	whole := image.Rect(0, 0, w, h)
	aspect := float64(size.X) / float64(size.Y)
	full := float64(h) * aspect // the width that belongs to the full height
	// What the size's other side would be, had it been worked out from one of them.
	height, width := float64(h)*float64(size.X)/float64(w), float64(w)*float64(size.Y)/float64(h)
	if math.Abs(full-float64(w)) <= max(aspect, 1) || math.Abs(height-float64(size.Y)) <= 0.5 || math.Abs(width-float64(size.X)) <= 0.5 {
		return whole
	}
	cut := image.Pt(max(int(math.Round(full)), 1), h)
	if full > float64(w) { // a picture narrower than the size: the full width
		cut = image.Pt(w, max(int(math.Round(float64(w)/aspect)), 1))
	}
	at := image.Pt((w-cut.X)/2, (h-cut.Y)/2)
	return image.Rectangle{Min: at, Max: at.Add(cut)}
}

// uploadSize is a crop's size, brought down to what X keeps of a kind.
func uploadSize(crop image.Point, k service.Kind) image.Point {
	w, h := k.StoredSize()
	if crop.X >= w && crop.Y >= h {
		return image.Pt(w, h)
	}
	if crop.X > w { // a crop that is not of the kind's shape
		return image.Pt(w, max(crop.Y*w/crop.X, 1))
	}
	return crop
}
