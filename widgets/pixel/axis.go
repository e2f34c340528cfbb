package pixel

import "math"

// axis is where a picture lies along one axis, and how Fyne's painter will put it there.
//
// The painter rounds both ends of a picture to a grid of 1/scale units, and then
// stretches the whole canvas onto a viewport that is the canvas's size in pixels,
// rounded up. Where canvas size × scale is whole, as it always is at scales 1 and 2, a
// step of the grid is a pixel. Elsewhere it is a little more (stretch), so that nearest
// sampling would repeat or lose a column somewhere in the window. There the texture is
// made twice as fine and each texel takes the pixel that it will be seen in.
type axis struct {
	start   int     // first grid step
	length  int     // pixels to show, which are as many grid steps
	stretch float64 // device pixels per grid step, 1 or a little more
}

// slack is how far a sample may drift from the middle of its pixel. Half a pixel is the
// limit; the rest is left for float32 in painter and shader.
const slack = 0.4

// stretchOf is the device pixels per grid step of a canvas of a size, in units. scale
// is Canvas.Scale, density the framebuffer's pixels per pixel of it.
func stretchOf(size, scale, density float32) float64 {
	grid := float64(size) * float64(scale) * float64(density)
	if grid <= 0 {
		return 1
	}
	viewport := math.Trunc(math.Ceil(float64(size*scale)) * float64(density))
	if math.Abs(viewport-grid) < 0.01 {
		return 1
	}
	return viewport / grid
}

// first is the device pixel in which the picture begins.
func (a axis) first() int {
	middle := (float64(a.start) + float64(a.length)/2) * a.stretch
	return int(math.Round(middle - float64(a.length)/2))
}

// exact reports whether plain nearest sampling hits every pixel.
func (a axis) exact() bool {
	if a.stretch == 1 {
		return true
	}
	drift := func(i float64) float64 {
		return (float64(a.first())+i+0.5)/a.stretch - float64(a.start) - i - 0.5
	}
	return math.Abs(drift(-1)) < slack && math.Abs(drift(float64(a.length))) < slack
}

// fine is, for a texture over the picture and one grid step more at both ends, two
// texels to a step, the pixel that each texel shows; -1 for none.
func (a axis) fine() []int {
	texels := make([]int, 2*(a.length+2))
	for j := range texels {
		seen := (float64(a.start-1) + (float64(j)+0.5)/2) * a.stretch
		if i := int(math.Floor(seen)) - a.first(); i >= 0 && i < a.length {
			texels[j] = i
		} else {
			texels[j] = -1
		}
	}
	return texels
}
