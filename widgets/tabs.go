package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"masthead/widgets/look"
)

const (
	tabHeight float32 = 44
	tabPad    float32 = 14
	tabMargin float32 = 4 * look.Step // left and right of the strip
)

var (
	_ fyne.Widget       = (*TabStrip)(nil)
	_ fyne.Focusable    = (*TabStrip)(nil)
	_ desktop.Hoverable = (*TabStrip)(nil)
)

// TabStrip is a row of tabs over a hairline, with room for one more control at the
// right. It is one stop of the focus; the arrow keys choose.
type TabStrip struct {
	control

	// OnChanged is called with the index that the user chose.
	OnChanged func(int)

	choice   choice
	trailing fyne.CanvasObject
}

// NewTabStrip shows labels, the first of them chosen.
func NewTabStrip(changed func(int), labels ...string) *TabStrip {
	t := &TabStrip{OnChanged: changed, choice: newChoice(labels, Strong(), tabPad)}
	t.extend(t, func() {})
	return t
}

// SetSelected chooses without calling back.
func (t *TabStrip) SetSelected(index int) {
	if t.choice.set(index) {
		t.Refresh()
	}
}

// Selected is the index of what is chosen.
func (t *TabStrip) Selected() int { return t.choice.selected }

// SetTrailing puts a control at the right end, or none.
func (t *TabStrip) SetTrailing(o fyne.CanvasObject) {
	if t.trailing != o {
		t.trailing = o
		t.Refresh()
	}
}

// Tapped chooses what lies under the pointer.
func (t *TabStrip) Tapped(at *fyne.PointEvent) { t.choose(t.choice.at(at.Position.X - tabMargin)) }

// TypedKey chooses with the arrow keys, Home and End.
func (t *TabStrip) TypedKey(key *fyne.KeyEvent) {
	if index, ok := t.choice.after(key); ok {
		t.choose(index)
		return
	}
	t.handOn(key)
}

func (t *TabStrip) choose(index int) {
	if !t.choice.set(index) {
		return
	}
	t.Refresh()
	if t.OnChanged != nil {
		t.OnChanged(index)
	}
}

// MouseMoved is called by Fyne.
func (t *TabStrip) MouseMoved(at *desktop.MouseEvent) {
	if t.choice.hover(t.choice.at(at.Position.X - tabMargin)) {
		t.Refresh()
	}
}

// MouseOut is called by Fyne.
func (t *TabStrip) MouseOut() {
	if t.choice.hover(-1) {
		t.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (t *TabStrip) CreateRenderer() fyne.WidgetRenderer {
	r := &tabsRenderer{
		tabs:     t,
		hairline: canvas.NewRectangle(color.Transparent),
		under:    canvas.NewRectangle(color.Transparent),
		ring:     canvas.NewRectangle(color.Transparent),
	}
	r.ring.CornerRadius = look.Radius
	for _, label := range t.choice.labels {
		text := canvas.NewText(label, color.Transparent)
		text.TextSize, text.Alignment = look.TextBody, fyne.TextAlignCenter
		r.texts = append(r.texts, text)
	}
	r.Refresh()
	return r
}

type tabsRenderer struct {
	tabs            *TabStrip
	hairline, under *canvas.Rectangle
	ring            *canvas.Rectangle
	texts           []*canvas.Text
	objects         []fyne.CanvasObject
}

func (r *tabsRenderer) MinSize() fyne.Size {
	width := r.tabs.choice.width() + 2*tabMargin
	if r.tabs.trailing != nil && r.tabs.trailing.Visible() {
		width += tabMargin + r.tabs.trailing.MinSize().Width
	}
	return fyne.NewSize(width, tabHeight)
}

func (r *tabsRenderer) Layout(size fyne.Size) {
	choice := &r.tabs.choice
	r.hairline.Move(fyne.NewPos(0, size.Height-1))
	r.hairline.Resize(fyne.NewSize(size.Width, 1))
	for i, text := range r.texts {
		from, to := choice.span(i)
		PlaceText(text, fyne.NewPos(tabMargin+from, 0), fyne.NewSize(to-from, size.Height-2))
	}
	from, to := choice.span(choice.selected)
	r.under.Move(fyne.NewPos(tabMargin+from, size.Height-2))
	r.under.Resize(fyne.NewSize(to-from, 2))
	r.ring.Move(fyne.NewPos(tabMargin+from+2, 4))
	r.ring.Resize(fyne.NewSize(to-from-4, size.Height-10))
	if o := r.tabs.trailing; o != nil {
		min := o.MinSize()
		o.Move(fyne.NewPos(size.Width-tabMargin-min.Width, (size.Height-min.Height)/2))
		o.Resize(min)
	}
}

func (r *tabsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *tabsRenderer) Destroy()                     {}

func (r *tabsRenderer) Refresh() {
	t := r.tabs
	r.objects = append(r.objects[:0], r.hairline, r.under, r.ring)
	for i, text := range r.texts {
		ink := look.Muted
		if i == t.choice.selected || i == t.choice.hovered {
			ink = look.Text
		}
		text.Color = theme.ColorForWidget(ink, t)
		text.TextStyle.Bold = i == t.choice.selected
		r.objects = append(r.objects, text)
	}
	if t.trailing != nil {
		r.objects = append(r.objects, t.trailing)
	}
	r.hairline.FillColor = theme.ColorForWidget(look.Hairline, t)
	r.under.FillColor = theme.ColorForWidget(look.Accent, t)
	r.ring.Hidden = !t.focused
	r.ring.StrokeColor, r.ring.StrokeWidth = theme.ColorForWidget(look.Accent, t), 2
	r.ring.FillColor = look.Clear(r.ring.StrokeColor)
	t.choice.measure()
	r.Layout(t.Size())
	canvas.Refresh(t)
}
