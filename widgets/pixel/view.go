package pixel

import (
	"cmp"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
)

var _ fyne.Widget = (*View)(nil)

// View shows one picture, or two halves of two, at exact device pixels.
type View struct {
	widget.BaseWidget

	state State
}

// NewView shows a state.
func NewView(state State) *View {
	v := &View{state: state}
	v.ExtendBaseWidget(v)
	return v
}

// Set shows another state. Setting an equal one does nothing.
func (v *View) Set(state State) {
	if v.state == state {
		return
	}
	v.state = state
	v.Refresh()
}

// State is what is shown.
func (v *View) State() State { return v.state }

// Units is the size that the picture takes on the canvas, in units.
func (v *View) Units() fyne.Size {
	scale := ScaleOf(v)
	w, h := v.state.shown(scale)
	return fyne.NewSize(float32(w)/scale, float32(h)/scale)
}

// CreateRenderer is called by Fyne.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	picture := &canvas.Image{ScaleMode: canvas.ImageScalePixels, FillMode: canvas.ImageFillStretch}
	r := &viewRenderer{
		view:    v,
		picture: picture,
		plate:   canvas.NewRectangle(color.Transparent),
		line:    canvas.NewRectangle(color.White),
	}
	r.objects = []fyne.CanvasObject{r.plate, r.picture, r.line}
	r.paint()
	return r
}

// dressing is everything that decides the pixels before they are placed; texture
// everything that decides the texture.
type (
	dressing struct {
		image, right  *image.RGBA
		mask          Mask
		zoom          Zoom
		width, height int
	}
	texture struct {
		dressing
		x, y axis // zero where plain sampling is exact
	}
)

type viewRenderer struct {
	view    *View
	picture *canvas.Image
	plate   *canvas.Rectangle
	line    *canvas.Rectangle
	objects []fyne.CanvasObject

	dressed  dressing
	pixels   *image.RGBA // the dressed picture
	uploaded texture
}

// MinSize is the picture's size in units. Fyne tells a widget neither that a parent of
// it moved (scrolled, say) nor that the scale changed, but it asks every visible object
// for its smallest size before each frame: that is when the picture is placed anew.
func (r *viewRenderer) MinSize() fyne.Size {
	r.place()
	return r.view.Units()
}

func (r *viewRenderer) Layout(fyne.Size)             { r.place() }
func (r *viewRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *viewRenderer) Destroy()                     {}

func (r *viewRenderer) Refresh() {
	r.paint()
	r.place()
	r.plate.Refresh()
}

// paint is all that can be done while the renderer is made. Placing has to wait: it asks
// Fyne where the view is, and Fyne walks through every renderer, this one included.
// Widgets that hold a view must not lay it out before their own renderer is made.
func (r *viewRenderer) paint() {
	r.plate.FillColor = theme.ColorForWidget(cmp.Or(r.view.state.Plate, look.Raised), r.view)
}

// place puts the picture onto whole device pixels, in the middle of the widget.
func (r *viewRenderer) place() {
	state, at := r.view.state, screenOf(r.view)
	scale := at.scale
	w, h := state.shown(scale)
	waiting := state.Image == nil
	show(r.plate, waiting && w > 0)
	show(r.picture, !waiting && w > 0)
	show(r.line, !waiting && state.Right != nil)
	if w == 0 {
		return
	}

	size := r.view.Size()
	x := axis{snap(at.origin.X+(size.Width-float32(w)/scale)/2, scale), w, at.stretchX}
	y := axis{snap(at.origin.Y+(size.Height-float32(h)/scale)/2, scale), h, at.stretchY}
	if waiting {
		r.plate.CornerRadius = float32(radius(state.Mask, float64(w), float64(h))) / scale
		put(r.plate, at.origin, scale, x.start, y.start, w, h)
		return
	}
	r.dress(w, h)
	r.upload(at.origin, scale, x, y)
	if state.Right != nil {
		thick := max(2, int(math.Round(float64(2*scale))))
		put(r.line, at.origin, scale, x.start+w/2-thick/2, y.start, thick, h)
	}
}

// dress makes the pixels of the picture: joined, zoomed and masked. With no mask the
// graphics card repeats pixels; with one they are repeated here, so that the edge is
// smooth in device pixels.
func (r *viewRenderer) dress(w, h int) {
	state := r.view.state
	want := dressing{state.Image, state.Right, state.Mask, state.Zoom, w, h}
	if want == r.dressed {
		return
	}
	r.dressed = want
	pixels := state.Image
	if state.Right != nil {
		pixels = split(pixels, state.Right)
	}
	switch state.Zoom {
	case Half:
		pixels = half(pixels)
	case Fit:
		pixels = scaled(pixels, w, h)
	}
	if state.Mask != None {
		pixels = masked(repeated(pixels, state.repeat()), state.Mask)
	}
	r.pixels = pixels
}

// upload hands the texture to Fyne if it changed, and puts it in its place.
func (r *viewRenderer) upload(origin fyne.Position, scale float32, x, y axis) {
	want := texture{dressing: r.dressed}
	exact := x.exact() && y.exact()
	if !exact {
		want.x, want.y = x, y
	}
	if exact {
		put(r.picture, origin, scale, x.start, y.start, x.length, y.length)
	} else {
		put(r.picture, origin, scale, x.start-1, y.start-1, x.length+2, y.length+2)
	}
	if want == r.uploaded {
		return
	}
	r.uploaded = want
	r.picture.Image = r.pixels
	if !exact {
		r.picture.Image = fine(r.pixels, x, y)
	}
	r.picture.Refresh()
}

// fine is the texture for a place where a grid step is not a pixel.
func fine(src *image.RGBA, x, y axis) *image.RGBA {
	columns, rows := x.fine(), y.fine()
	dst := image.NewRGBA(image.Rect(0, 0, len(columns), len(rows)))
	repeat := x.length / src.Rect.Dx() // pixels that the card would have repeated
	for j, row := range rows {
		if row < 0 {
			continue
		}
		in, out := src.Pix[row/repeat*src.Stride:], dst.Pix[j*dst.Stride:(j+1)*dst.Stride]
		for i, column := range columns {
			if column >= 0 {
				at := 4 * (column / repeat)
				copy(out[4*i:4*i+4], in[at:at+4])
			}
		}
	}
	return dst
}

// put moves and resizes an object to whole grid steps, if it is not there yet.
func put(o fyne.CanvasObject, origin fyne.Position, scale float32, x, y, w, h int) {
	o.Move(fyne.NewPos(float32(x)/scale-origin.X, float32(y)/scale-origin.Y))
	size := fyne.NewSize(float32(w)/scale, float32(h)/scale)
	if o.Size() != size {
		o.Resize(size)
	}
}

func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible == o.Visible():
	case visible:
		o.Show()
	default:
		o.Hide()
	}
}

func snap(v, scale float32) int { return int(math.Round(float64(v) * float64(scale))) }
