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
	segmentHeight float32 = 32
	segmentPad    float32 = 11
)

var (
	_ fyne.Widget       = (*Segmented)(nil)
	_ fyne.Focusable    = (*Segmented)(nil)
	_ desktop.Hoverable = (*Segmented)(nil)
)

// Segmented is a choice of one among a few, all in sight. It is one stop of the focus;
// the arrow keys choose.
type Segmented struct {
	control

	// OnChanged is called with the index that the user chose.
	OnChanged func(int)

	choice choice
}

// NewSegmented shows labels, the first of them chosen.
func NewSegmented(changed func(int), labels ...string) *Segmented {
	s := &Segmented{OnChanged: changed, choice: newChoice(labels, Style{Size: look.TextSmall, Bold: true}, segmentPad)}
	s.extend(s, func() {})
	return s
}

// SetSelected chooses without calling back.
func (s *Segmented) SetSelected(index int) {
	if s.choice.set(index) {
		s.Refresh()
	}
}

// Selected is the index of what is chosen.
func (s *Segmented) Selected() int { return s.choice.selected }

// Tapped chooses what lies under the pointer.
func (s *Segmented) Tapped(at *fyne.PointEvent) { s.choose(s.choice.at(at.Position.X)) }

// TypedKey chooses with the arrow keys, Home and End.
func (s *Segmented) TypedKey(key *fyne.KeyEvent) {
	if index, ok := s.choice.after(key); ok {
		s.choose(index)
		return
	}
	s.handOn(key)
}

func (s *Segmented) choose(index int) {
	if s.Disabled() || !s.choice.set(index) {
		return
	}
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(index)
	}
}

// MouseMoved is called by Fyne.
func (s *Segmented) MouseMoved(at *desktop.MouseEvent) {
	if s.choice.hover(s.choice.at(at.Position.X)) {
		s.Refresh()
	}
}

// MouseOut is called by Fyne.
func (s *Segmented) MouseOut() {
	if s.choice.hover(-1) {
		s.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentedRenderer{
		segmented: s,
		frame:     canvas.NewRectangle(color.Transparent),
		chosen:    canvas.NewRectangle(color.Transparent),
	}
	r.frame.CornerRadius = look.Radius
	r.objects = append(r.objects, r.chosen)
	for i, label := range s.choice.labels {
		text := canvas.NewText(label, color.Transparent)
		text.TextSize, text.Alignment = look.TextSmall, fyne.TextAlignCenter
		r.texts = append(r.texts, text)
		r.objects = append(r.objects, text)
		if i > 0 {
			line := canvas.NewRectangle(color.Transparent)
			r.lines = append(r.lines, line)
			r.objects = append(r.objects, line)
		}
	}
	r.objects = append(r.objects, r.frame)
	r.Refresh()
	return r
}

type segmentedRenderer struct {
	segmented     *Segmented
	frame, chosen *canvas.Rectangle
	texts         []*canvas.Text
	lines         []*canvas.Rectangle
	objects       []fyne.CanvasObject
}

func (r *segmentedRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.segmented.choice.width(), segmentHeight)
}

func (r *segmentedRenderer) Layout(size fyne.Size) {
	choice := &r.segmented.choice
	r.frame.Resize(size)
	for i, text := range r.texts {
		from, to := choice.span(i)
		PlaceText(text, fyne.NewPos(from, 0), fyne.NewSize(to-from, size.Height))
		if i > 0 {
			r.lines[i-1].Move(fyne.NewPos(from, 0))
			r.lines[i-1].Resize(fyne.NewSize(1, size.Height))
		}
	}
	from, to := choice.span(choice.selected)
	r.chosen.Move(fyne.NewPos(from, 0))
	r.chosen.Resize(fyne.NewSize(to-from, size.Height))
}

func (r *segmentedRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *segmentedRenderer) Destroy()                     {}

func (r *segmentedRenderer) Refresh() {
	s := r.segmented
	for i, text := range r.texts {
		ink := look.Muted
		if i == s.choice.selected || i == s.choice.hovered {
			ink = look.Text
		}
		text.Color = theme.ColorForWidget(ink, s)
		text.TextStyle.Bold = i == s.choice.selected
	}
	for _, line := range r.lines {
		line.FillColor = theme.ColorForWidget(look.Hairline, s)
	}
	r.chosen.FillColor = theme.ColorForWidget(look.Raised, s)
	var left, right float32
	if s.choice.selected == 0 {
		left = look.Radius
	}
	if s.choice.selected == len(r.texts)-1 && s.Size().Width <= s.choice.width() {
		right = look.Radius
	}
	r.chosen.TopLeftCornerRadius, r.chosen.BottomLeftCornerRadius = left, left
	r.chosen.TopRightCornerRadius, r.chosen.BottomRightCornerRadius = right, right
	stroke(r.frame, s, look.Hairline, look.Accent, s.focused)
	r.frame.FillColor = look.Clear(r.frame.StrokeColor)
	r.Layout(s.Size())
	canvas.Refresh(s)
}
