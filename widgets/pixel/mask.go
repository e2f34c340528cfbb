package pixel

import (
	"image"
	"math"
)

// roundedShare is the corner radius of Rounded as a share of the shorter side. X
// publishes none; an eighth is close to what its own pages show for businesses.
const roundedShare = 0.125

// masked is a copy of src cut to a mask. Only the edge is softened: every pixel whose
// centre is more than half a pixel inside the shape keeps its value.
func masked(src *image.RGBA, mask Mask) *image.RGBA {
	if mask == None {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	radius := radius(mask, float64(w), float64(h))
	for y := range h {
		in, out := src.Pix[y*src.Stride:], dst.Pix[y*dst.Stride:(y+1)*dst.Stride]
		from, to := solid(y, w, h, radius)
		copy(out[4*from:4*to], in[4*from:4*to])
		for x := range from {
			soften(out[4*x:], in[4*x:], coverage(x, y, w, h, radius))
		}
		for x := to; x < w; x++ {
			soften(out[4*x:], in[4*x:], coverage(x, y, w, h, radius))
		}
	}
	return dst
}

// radius of the corners, in the unit of w and h. A circle is cut from a square; of a
// picture that is no square it takes the shorter side for its corners.
func radius(mask Mask, w, h float64) float64 {
	switch mask {
	case Circle:
		return min(w, h) / 2
	case Rounded:
		return min(w, h) * roundedShare
	}
	return 0
}

// solid is the run of pixels of a row that are whole for certain; the others have to be
// looked at one by one.
func solid(y, w, h int, radius float64) (from, to int) {
	dy := max(radius-(float64(y)+0.5), float64(y)+0.5-(float64(h)-radius), 0)
	room := radius - 1
	if dy >= room {
		return 0, 0
	}
	from = int(math.Ceil(radius - math.Sqrt(room*room-dy*dy)))
	from = min(from, w/2)
	return from, w - from
}

// coverage is how much of a pixel lies in the rounded rectangle, from the distance of
// its centre to the edge.
func coverage(x, y, w, h int, radius float64) float64 {
	dx := max(radius-(float64(x)+0.5), float64(x)+0.5-(float64(w)-radius), 0)
	dy := max(radius-(float64(y)+0.5), float64(y)+0.5-(float64(h)-radius), 0)
	return min(1, max(0, radius-math.Hypot(dx, dy)+0.5))
}

// soften writes one premultiplied pixel at a share of its strength.
func soften(out, in []uint8, share float64) {
	switch share {
	case 0:
		return
	case 1:
		copy(out[:4], in[:4])
		return
	}
	for c := range 4 {
		out[c] = uint8(float64(in[c])*share + 0.5)
	}
}
