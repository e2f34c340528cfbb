package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
)

// Edge is a side of a Pane that carries a hairline.
type Edge int

// The sides; they can be joined with |.
const (
	Top Edge = 1 << iota
	Right
	Bottom
	Left
)

var _ fyne.Widget = (*Pane)(nil)

// Pane lays content on a colour of the theme, with hairlines at some sides.
type Pane struct {
	widget.BaseWidget

	content fyne.CanvasObject
	fill    fyne.ThemeColorName
	edges   Edge
}

// NewPane lays content on a colour.
func NewPane(content fyne.CanvasObject, fill fyne.ThemeColorName, edges Edge) *Pane {
	p := &Pane{content: content, fill: fill, edges: edges}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is called by Fyne.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	r := &paneRenderer{pane: p, plate: &canvas.Rectangle{}}
	r.objects = []fyne.CanvasObject{r.plate, p.content}
	for _, edge := range []Edge{Top, Right, Bottom, Left} {
		if p.edges&edge != 0 {
			line := &canvas.Rectangle{}
			r.lines = append(r.lines, line)
			r.objects = append(r.objects, line)
		}
	}
	r.Refresh()
	return r
}

type paneRenderer struct {
	pane    *Pane
	plate   *canvas.Rectangle
	lines   []*canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *paneRenderer) MinSize() fyne.Size { return r.pane.content.MinSize() }

func (r *paneRenderer) Layout(size fyne.Size) {
	r.plate.Resize(size)
	r.pane.content.Resize(size)
	lines := r.lines
	for _, edge := range []Edge{Top, Right, Bottom, Left} {
		if r.pane.edges&edge == 0 {
			continue
		}
		at, extent := fyne.Position{}, fyne.NewSize(size.Width, 1)
		switch edge {
		case Right:
			at.X, extent = size.Width-1, fyne.NewSize(1, size.Height)
		case Bottom:
			at.Y = size.Height - 1
		case Left:
			extent = fyne.NewSize(1, size.Height)
		}
		lines[0].Move(at)
		lines[0].Resize(extent)
		lines = lines[1:]
	}
}

func (r *paneRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *paneRenderer) Destroy()                     {}

func (r *paneRenderer) Refresh() {
	r.plate.FillColor = theme.ColorForWidget(r.pane.fill, r.pane)
	for _, line := range r.lines {
		line.FillColor = theme.ColorForWidget(look.Hairline, r.pane)
	}
	canvas.Refresh(r.pane)
}
