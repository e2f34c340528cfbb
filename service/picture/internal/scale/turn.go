package scale

import "image"

// Sideways reports whether an EXIF orientation exchanges width and height.
func Sideways(orientation int) bool { return orientation >= 5 && orientation <= 8 }

// Unturned is where a part of an upright picture of a size lies in the picture before it
// was brought upright, as its EXIF orientation asks.
func Unturned(part image.Rectangle, upright image.Point, orientation int) image.Rectangle {
	return image.Rectangle{
		Min: unturned(part.Min, upright, orientation),
		Max: unturned(part.Max, upright, orientation),
	}.Canon()
}

// unturned takes a point on the grid between pixels. (Exif 2.3, tag 274.)
func unturned(p, upright image.Point, orientation int) image.Point {
	far := upright.Sub(p)
	switch orientation {
	case 2:
		return image.Pt(far.X, p.Y)
	case 3:
		return far
	case 4:
		return image.Pt(p.X, far.Y)
	case 5:
		return image.Pt(p.Y, p.X)
	case 6:
		return image.Pt(p.Y, far.X)
	case 7:
		return image.Pt(far.Y, far.X)
	case 8:
		return image.Pt(far.Y, p.X)
	}
	return p
}
