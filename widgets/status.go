package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
)

const statusHeight float32 = 28

var _ fyne.Widget = (*StatusBar)(nil)

// StatusBar is the last line of the window: short facts, beside each other.
type StatusBar struct {
	widget.BaseWidget

	items []string
}

// NewStatusBar shows items.
func NewStatusBar(items ...string) *StatusBar {
	s := &StatusBar{items: items}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows other items; empty ones are left out.
func (s *StatusBar) Set(items ...string) {
	items = slices.DeleteFunc(items, func(item string) bool { return item == "" })
	if !slices.Equal(s.items, items) {
		s.items = items
		s.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (s *StatusBar) CreateRenderer() fyne.WidgetRenderer {
	r := &statusRenderer{bar: s, plate: &canvas.Rectangle{}, line: &canvas.Rectangle{}}
	r.Refresh()
	return r
}

type statusRenderer struct {
	bar         *StatusBar
	plate, line *canvas.Rectangle
	texts       []*canvas.Text
	objects     []fyne.CanvasObject
}

func (r *statusRenderer) MinSize() fyne.Size { return fyne.NewSize(1, statusHeight) }

// Layout lets the last items go when there is no room for them.
func (r *statusRenderer) Layout(size fyne.Size) {
	r.plate.Resize(size)
	r.line.Resize(fyne.NewSize(size.Width, 1))
	x := 4 * look.Step
	for _, text := range r.texts {
		width := text.MinSize().Width
		PlaceText(text, fyne.NewPos(x, 1), fyne.NewSize(width, size.Height-1))
		text.Hidden = x+width > size.Width
		x += width + 18
	}
}

func (r *statusRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *statusRenderer) Destroy()                     {}

func (r *statusRenderer) Refresh() {
	s := r.bar
	r.plate.FillColor = theme.ColorForWidget(look.Surface, s)
	r.line.FillColor = theme.ColorForWidget(look.Hairline, s)
	r.objects = append(r.objects[:0], r.plate, r.line)
	for len(r.texts) < len(s.items) {
		r.texts = append(r.texts, &canvas.Text{TextSize: look.TextCaption})
	}
	r.texts = r.texts[:len(s.items)]
	for i, item := range s.items {
		r.texts[i].Text = item
		r.texts[i].Color = theme.ColorForWidget(look.Muted, s)
		r.objects = append(r.objects, r.texts[i])
	}
	r.Layout(s.Size())
	canvas.Refresh(s)
}
