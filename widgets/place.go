package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"masthead/widgets/pixel"
)

// PlaceText puts a line of text where Fyne shows it as sharp as it drew it: on a whole
// device pixel of its parent. The painter draws a line into a texture as large as its
// extent, rounded, but shows it between its edges, each of which is rounded by itself;
// from a fraction of a pixel that is a pixel more or less, and the letters blur.
func PlaceText(text *canvas.Text, at fyne.Position, size fyne.Size) {
	scale := pixel.ScaleOf(text)
	text.Move(fyne.NewPos(snap(at.X, scale), snap(at.Y, scale)))
	text.Resize(size)
}

// snap is the whole device pixel next to a place, in units.
func snap(v, scale float32) float32 {
	return float32(math.Round(float64(v*scale)) / float64(scale))
}
