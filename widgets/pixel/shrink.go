package pixel

import (
	"image"

	"golang.org/x/image/draw"
)

// fit is the largest size of w by h's shape within a box, in pixels, and never more
// than w by h itself.
func fit(w, h int, boxW, boxH float32) (fw, fh int) {
	factor := float32(1)
	if boxW > 0 {
		factor = min(factor, boxW/float32(w))
	}
	if boxH > 0 {
		factor = min(factor, boxH/float32(h))
	}
	if factor == 1 {
		return w, h
	}
	return max(1, int(float32(w)*factor+0.5)), max(1, int(float32(h)*factor+0.5))
}

// half is the exact mean of every 2×2 pixels; an odd last row or column counts twice.
func half(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, (w+1)/2, (h+1)/2))
	for y := range dst.Rect.Dy() {
		upper := src.Pix[2*y*src.Stride:]
		lower := src.Pix[min(2*y+1, h-1)*src.Stride:]
		out := dst.Pix[y*dst.Stride : (y+1)*dst.Stride]
		for x := range dst.Rect.Dx() {
			left, right := 8*x, min(8*x+4, 4*(w-1))
			for c := range 4 {
				sum := int(upper[left+c]) + int(upper[right+c]) + int(lower[left+c]) + int(lower[right+c])
				out[4*x+c] = uint8((sum + 2) / 4)
			}
		}
	}
	return dst
}

// scaled is src at w by h pixels, by Catmull-Rom. A source many times larger is thinned
// out first: a thumbnail of a photograph must not hold up the window.
func scaled(src *image.RGBA, w, h int) *image.RGBA {
	if src.Rect.Dx() == w && src.Rect.Dy() == h {
		return src
	}
	if step := min(src.Rect.Dx()/w, src.Rect.Dy()/h) / 6; step > 1 {
		src = thinned(src, step)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(dst, dst.Rect, src, src.Rect, draw.Src, nil)
	return dst
}

// thinned takes every step-th pixel of every step-th row.
func thinned(src *image.RGBA, step int) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, src.Rect.Dx()/step, src.Rect.Dy()/step))
	for y := range dst.Rect.Dy() {
		row := src.Pix[(y*step+step/2)*src.Stride:]
		out := dst.Pix[y*dst.Stride : (y+1)*dst.Stride]
		for x := range dst.Rect.Dx() {
			at := 4 * (x*step + step/2)
			copy(out[4*x:4*x+4], row[at:at+4])
		}
	}
	return dst
}

// repeated enlarges by whole numbers.
func repeated(src *image.RGBA, n int) *image.RGBA {
	if n == 1 {
		return src
	}
	dst := image.NewRGBA(image.Rect(0, 0, src.Rect.Dx()*n, src.Rect.Dy()*n))
	for y := range src.Rect.Dy() {
		row := src.Pix[y*src.Stride:]
		first := dst.Pix[y*n*dst.Stride : (y*n+1)*dst.Stride]
		for x := range dst.Rect.Dx() {
			at := 4 * (x / n)
			copy(first[4*x:4*x+4], row[at:at+4])
		}
		for i := 1; i < n; i++ {
			copy(dst.Pix[(y*n+i)*dst.Stride:], first)
		}
	}
	return dst
}

// split is the left half of one picture and the right half of another, the size of the
// left one.
func split(left, right *image.RGBA) *image.RGBA {
	w, h := left.Rect.Dx(), left.Rect.Dy()
	if right.Rect.Size() != left.Rect.Size() {
		right = scaled(right, w, h)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	cut := 4 * (w / 2)
	for y := range h {
		out := dst.Pix[y*dst.Stride : (y+1)*dst.Stride]
		copy(out[:cut], left.Pix[y*left.Stride:])
		copy(out[cut:], right.Pix[y*right.Stride+cut:y*right.Stride+4*w])
	}
	return dst
}
