package scale

import "image"

// Upright turns a picture as its EXIF orientation, 1 to 8, asks. The picture itself is
// returned when it is upright already.
func Upright(src *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	origin, right, down := walk(src, orientation)
	Bands(h, 32, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			from := origin + y*down
			to := out.Pix[y*out.Stride : (y+1)*out.Stride]
			for x := 0; x < len(to); x += 4 {
				copy(to[x:x+4], src.Pix[from:from+4])
				from += right
			}
		}
	})
	return out
}

// walk tells where in the source the upright picture begins, and how many bytes on lies
// its next pixel to the right and its next pixel down. (Exif 2.3, tag 274.)
func walk(src *image.RGBA, orientation int) (origin, right, down int) {
	w, h, stride := src.Rect.Dx(), src.Rect.Dy(), src.Stride
	lastX, lastY := 4*(w-1), (h-1)*stride
	switch orientation {
	case 2: // mirrored
		return lastX, -4, stride
	case 3: // upside down
		return lastX + lastY, -4, -stride
	case 4: // mirrored, upside down
		return lastY, 4, -stride
	case 5: // mirrored along the main diagonal
		return 0, stride, 4
	case 6: // to be turned clockwise
		return lastY, -stride, 4
	case 7: // mirrored along the other diagonal
		return lastX + lastY, -stride, -4
	case 8: // to be turned anticlockwise
		return lastX, stride, -4
	}
	return 0, 4, stride
}
