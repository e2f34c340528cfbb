package wall

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/pixel"
)

const (
	nameWidth  float32 = 160 // names are cut here
	leastWidth float32 = 144 // of a frame, whatever its picture
	pairGap    float32 = 12  // between two pictures in one frame
	nameGap    float32 = 7   // between name and dimensions
	cardGap    float32 = 6   // between card and name
	captionGap float32 = 3
	asideThumb float32 = 86
	asidePad   float32 = 11
	asideWidth float32 = 300
)

var (
	_ fyne.Widget       = (*Frame)(nil)
	_ desktop.Hoverable = (*Frame)(nil)
)

// Frame shows one size: its picture on a piece of page, its name and dimensions, and a
// caption that tells its state in words.
type Frame struct {
	widget.BaseWidget

	// OnLink is called with the tile's key.
	OnLink func(key string)
	// onTip shows a whole name while the pointer is over a cut one; "" ends it.
	onTip func(f *Frame, text string)

	tile Tile
	view View
	pad  float32 // between card and picture
	room float32 // the widest that the frame may be; 0 is unlimited
	made *frameRenderer
}

// NewFrame is an empty frame with a distance between card and picture, in units.
func NewFrame(pad float32) *Frame {
	f := &Frame{pad: pad}
	f.ExtendBaseWidget(f)
	return f
}

// Set shows another tile.
func (f *Frame) Set(tile Tile) {
	if f.tile != tile {
		f.tile = tile
		f.Refresh()
	}
}

// SetView shows the tile in another way.
func (f *Frame) SetView(view View) {
	if f.view != view {
		f.view = view
		f.Refresh()
	}
}

func (f *Frame) setRoom(room float32) {
	if f.room != room {
		f.room = room
		if f.view.Zoom == pixel.Fit || f.double() {
			f.Refresh()
		}
	}
}

// double reports whether two pictures stand in the frame.
func (f *Frame) double() bool {
	return !f.tile.Split && !f.tile.Aside && f.tile.Message == "" && (f.tile.Pair || f.tile.Draft != nil)
}

// states are what the frame's two views show; the second only when double.
func (f *Frame) states() (first, second pixel.State) {
	tile, view := f.tile, f.view
	first = pixel.State{
		Image: tile.Image, Width: tile.Width, Height: tile.Height,
		Plate: view.Backdrop.paint().plate, Mask: view.Mask, Zoom: view.Zoom,
	}
	if f.room > 0 {
		first.Box = fyne.NewSize(f.room-2*f.pad, 0)
	}
	if tile.Aside {
		first.Zoom, first.Mask, first.Box = pixel.Fit, pixel.None, fyne.NewSize(2*asideThumb, asideThumb)
		return first, second
	}
	if tile.Split && tile.Image != nil {
		first.Right = tile.Draft
		return first, second
	}
	second = first
	second.Image = tile.Draft
	return first, second
}

// MouseIn is called by Fyne.
func (f *Frame) MouseIn(at *desktop.MouseEvent) { f.MouseMoved(at) }

// MouseMoved shows the whole name where it is cut.
func (f *Frame) MouseMoved(at *desktop.MouseEvent) {
	if f.onTip == nil {
		return
	}
	name := at.Position.Y >= f.cardHeight() && at.Position.X <= nameWidth
	if name && widgets.Ellipsis(f.tile.Name, nameWidth, nameStyle()) != f.tile.Name {
		f.onTip(f, f.tile.Name)
	} else {
		f.onTip(f, "")
	}
}

// MouseOut is called by Fyne.
func (f *Frame) MouseOut() {
	if f.onTip != nil {
		f.onTip(f, "")
	}
}

// cardHeight is the distance from the frame's top to the baseline that it shares with
// its row: the lower edge of its card.
func (f *Frame) cardHeight() float32 {
	f.MinSize() // makes the renderer if there is none yet
	return f.made.measure().card.Height
}

func nameStyle() widgets.Style {
	return widgets.Style{Size: look.TextSmall, Bold: true}
}

func dimensionsStyle() widgets.Style {
	return widgets.Small().In(look.Muted)
}
