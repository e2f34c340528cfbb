package pixel

import (
	"math"

	"fyne.io/fyne/v2"
)

// screen is what is known of the place where an object is painted.
type screen struct {
	origin             fyne.Position // of the object, on its canvas
	scale              float32       // device pixels per unit; 1 when there is no canvas yet
	stretchX, stretchY float64       // see axis
}

func screenOf(o fyne.CanvasObject) screen {
	c := canvasOf(o)
	if c == nil {
		return screen{scale: 1, stretchX: 1, stretchY: 1}
	}
	perUnit := Scale(c)
	density := float32(math.Round(float64(perUnit/c.Scale()*100))) / 100
	return screen{
		origin:   fyne.CurrentApp().Driver().AbsolutePositionForObject(o),
		scale:    perUnit,
		stretchX: stretchOf(c.Size().Width, c.Scale(), density),
		stretchY: stretchOf(c.Size().Height, c.Scale(), density),
	}
}

// ScaleOf is the device pixels per unit where an object is shown; 1 as long as it is on
// no canvas.
func ScaleOf(o fyne.CanvasObject) float32 {
	if c := canvasOf(o); c != nil {
		return Scale(c)
	}
	return 1
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	app := fyne.CurrentApp()
	if app == nil {
		return nil
	}
	c := app.Driver().CanvasForObject(o)
	if c == nil || c.Scale() <= 0 {
		return nil
	}
	return c
}

// Scale is a canvas's device pixels per unit. Canvas.Scale alone does not know of
// framebuffers that are denser than the desktop says, as on macOS.
func Scale(c fyne.Canvas) float32 {
	const far = 10_000
	x, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, 0))
	return float32(x) / far
}
