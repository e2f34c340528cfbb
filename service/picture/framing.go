package picture

import (
	"image"

	"masthead/service/picture/internal/scale"
)

// Framing is what is cut out of a picture, and how the cutting is turned.
type Framing struct {
	// Crop is in pixels of the picture as it is meant to be seen, before Flip and Turn.
	Crop image.Rectangle
	// Flip mirrors the crop left to right.
	Flip bool
	// Turn is in quarter turns clockwise, 0 to 3, after Flip.
	Turn int
}

// Size is the crop's size in pixels once it is turned.
func (f Framing) Size() image.Point {
	if f.Turn%2 != 0 {
		return image.Pt(f.Crop.Dy(), f.Crop.Dx())
	}
	return f.Crop.Size()
}

// orientation is the EXIF orientation that asks for the same flip and turn.
func (f Framing) orientation() int {
	turned := [2][4]int{{1, 6, 3, 8}, {2, 7, 4, 5}}
	if f.Flip {
		return turned[1][f.Turn&3]
	}
	return turned[0][f.Turn&3]
}

// view is a part of the picture as stored, in its full pixels, and the size in pixels at
// which it is to be drawn before it is turned.
type view struct {
	part image.Rectangle
	size image.Point
	cut  bool // it is only a cut of what is framed
}

// views are what is to be drawn of the stored picture for a framing at sizes.
func (r *Renderer) views(f Framing, sizes []image.Point) []view {
	upright := image.Pt(r.picture.Width, r.picture.Height)
	list := make([]view, len(sizes))
	for i, size := range sizes {
		framed := f.Size()
		cut := BannerCut(framed.X, framed.Y, size)
		list[i].cut = cut.Size() != framed
		crop := scale.Unturned(cut, framed, f.orientation()).Add(f.Crop.Min)
		list[i].part = scale.Unturned(crop, upright, r.picture.Orientation)
		if scale.Sideways(r.picture.Orientation) != scale.Sideways(f.orientation()) {
			size.X, size.Y = size.Y, size.X
		}
		list[i].size = size
	}
	return list
}

// turned brings drawn pixels upright, and then as the framing wants them.
func (r *Renderer) turned(img *image.RGBA, f Framing) *image.RGBA {
	return scale.Upright(scale.Upright(img, r.picture.Orientation), f.orientation())
}
