package wall

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
)

// Distances between card and picture, in units, hairline included.
const (
	AvatarPad float32 = 13
	BannerPad float32 = 9
)

var _ fyne.Widget = (*Wall)(nil)

// Wall shows tiles on common baselines, and scrolls both ways where they need more room
// than there is. With seven sizes of one picture and room enough, the largest stands at
// the right over all the others.
type Wall struct {
	widget.BaseWidget

	// OnLink is called with the key of the tile whose link was pressed.
	OnLink func(key string)

	pad     float32
	view    View
	layout  *wallLayout
	content *fyne.Container
	scroll  *container.Scroll
}

// NewWall is an empty wall with a distance between cards and pictures, in units.
func NewWall(pad float32) *Wall {
	w := &Wall{pad: pad, layout: &wallLayout{tip: newTip()}}
	w.content = container.New(w.layout)
	w.scroll = container.NewScroll(w.content)
	w.ExtendBaseWidget(w)
	return w
}

// Set shows other tiles. Frames are kept, in order, so that a tile that changes leaves
// the others alone.
func (w *Wall) Set(tiles ...Tile) {
	changed := len(tiles) != len(w.layout.frames)
	for len(w.layout.frames) < len(tiles) {
		f := NewFrame(w.pad)
		f.OnLink, f.onTip = w.follow, w.tell
		f.SetView(w.view)
		w.layout.frames = append(w.layout.frames, f)
	}
	w.layout.frames = w.layout.frames[:len(tiles)]
	for i, tile := range tiles {
		changed = changed || w.layout.frames[i].tile != tile
		w.layout.frames[i].Set(tile)
	}
	if changed {
		w.rebuild()
	}
}

// SetView shows the tiles in another way.
func (w *Wall) SetView(view View) {
	if w.view == view {
		return
	}
	w.view = view
	for _, f := range w.layout.frames {
		f.SetView(view)
	}
	w.rearrange()
}

// View is how the tiles are shown.
func (w *Wall) View() View { return w.view }

// ScrollTo moves to an offset from the upper left corner, in units.
func (w *Wall) ScrollTo(offset fyne.Position) { w.scroll.ScrollToOffset(offset) }

func (w *Wall) follow(key string) {
	if w.OnLink != nil {
		w.OnLink(key)
	}
}

func (w *Wall) tell(f *Frame, text string) {
	w.layout.tip.say(text, f.Position().AddXY(0, f.cardHeight()+cardGap+6*look.Step))
}

func (w *Wall) rebuild() {
	objects := make([]fyne.CanvasObject, 0, len(w.layout.frames)+1)
	for _, f := range w.layout.frames {
		objects = append(objects, f)
	}
	w.content.Objects = append(objects, w.layout.tip)
	w.rearrange()
}

// rearrange lays the wall out for the width that is seen of it.
func (w *Wall) rearrange() {
	w.layout.arrange(true)
	w.scroll.Refresh()
}

// CreateRenderer is called by Fyne.
func (w *Wall) CreateRenderer() fyne.WidgetRenderer { return &wallRenderer{w} }

type wallRenderer struct{ wall *Wall }

func (r *wallRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 160) }

func (r *wallRenderer) Layout(size fyne.Size) {
	w := r.wall
	if w.layout.width != size.Width {
		w.layout.width = size.Width
		w.layout.arrange(true)
	}
	w.scroll.Resize(size)
}

func (r *wallRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.wall.scroll} }
func (r *wallRenderer) Destroy()                     {}

func (r *wallRenderer) Refresh() {
	r.wall.scroll.Refresh()
	canvas.Refresh(r.wall)
}
