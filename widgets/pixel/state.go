// Package pixel shows pictures at exact device pixels: at 1:1 one picture pixel is one
// screen pixel, at every scale, window size and position.
package pixel

import (
	"image"

	"fyne.io/fyne/v2"
)

// Mask is the shape that a picture is cut to.
type Mask int

// The masks: X shows people in circles and businesses in rounded squares.
const (
	None Mask = iota
	Circle
	Rounded
)

// Zoom is how many screen pixels a picture pixel takes.
type Zoom int

// The zooms. Two and Four repeat pixels; Half and Fit average them.
const (
	One Zoom = iota
	Two
	Four
	Half
	Fit // into State.Box, never enlarged
)

// State is all that a View shows. It is comparable: setting an equal one costs nothing.
type State struct {
	// Image is the picture: origin at 0, 0 and a tight stride, never modified. Nil shows a
	// plate of Width by Height pixels instead.
	Image *image.RGBA
	// Right, when set, takes the place of the right half of Image, behind a white line.
	Right *image.RGBA
	// Width and Height are in picture pixels; they count while Image is nil.
	Width, Height int
	// Plate is the colour of the plate; "" is look.Raised.
	Plate fyne.ThemeColorName
	Mask  Mask
	Zoom  Zoom
	// Box is the room for Fit, in units; a side of 0 is unlimited.
	Box fyne.Size
}

// pixels is the size of the picture, in its own pixels.
func (s State) pixels() (w, h int) {
	if s.Image != nil {
		return s.Image.Rect.Dx(), s.Image.Rect.Dy()
	}
	return s.Width, s.Height
}

// shown is the size on the screen, in device pixels, at a scale of so many device
// pixels per unit.
func (s State) shown(scale float32) (w, h int) {
	w, h = s.pixels()
	if w <= 0 || h <= 0 {
		return 0, 0
	}
	switch s.Zoom {
	case Half:
		return (w + 1) / 2, (h + 1) / 2
	case Fit:
		return fit(w, h, s.Box.Width*scale, s.Box.Height*scale)
	}
	return w * s.repeat(), h * s.repeat()
}

// repeat is how often a pixel is repeated each way.
func (s State) repeat() int {
	switch s.Zoom {
	case Two:
		return 2
	case Four:
		return 4
	}
	return 1
}
