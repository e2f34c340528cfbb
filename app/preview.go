package app

import (
	"image"
	"math"

	"masthead/service"
	"masthead/service/draft"
)

// previewWidth is the width of the inspector's preview, in units; it is drawn at twice
// that in pixels, so that dense screens get what they can show.
const (
	previewWidth  = 300
	previewHeight = 210
)

// preview is a draft's source in small, with what its crop leaves out darkened and the
// crop outlined: a circle for avatars, a rectangle for banners.
func preview(small *image.RGBA, d draft.Draft) *image.RGBA {
	dst := image.NewRGBA(small.Rect)
	copy(dst.Pix, small.Pix)
	scale := float64(small.Rect.Dx()) / float64(d.Source.Width)
	crop := d.Crop
	inner := outline{
		x0: float64(crop.Min.X) * scale, y0: float64(crop.Min.Y) * scale,
		x1: float64(crop.Max.X) * scale, y1: float64(crop.Max.Y) * scale, round: d.Kind == service.Avatar,
	}
	for y := range dst.Rect.Dy() {
		for x := range dst.Rect.Dx() {
			p := dst.Pix[dst.PixOffset(x, y):]
			switch d := inner.inside(float64(x)+0.5, float64(y)+0.5); {
			case d < 0:
				p[0], p[1], p[2] = p[0]/3, p[1]/3, p[2]/3
			case d < 3:
				p[0], p[1], p[2], p[3] = 0xFF, 0xFF, 0xFF, 0xFF
			}
		}
	}
	return dst
}

// outline is a crop in preview pixels.
type outline struct {
	x0, y0, x1, y1 float64
	round          bool
}

// inside is how far a point lies inside the outline, in pixels; negative outside.
func (o outline) inside(x, y float64) float64 {
	if !o.round {
		return min(x-o.x0, o.x1-x, y-o.y0, o.y1-y)
	}
	radius := min(o.x1-o.x0, o.y1-o.y0) / 2
	return radius - math.Hypot(x-(o.x0+o.x1)/2, y-(o.y0+o.y1)/2)
}
