package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"masthead/widgets/look"
)

// Kind is a button's weight.
type Kind int

// The weights: one primary action per place, secondary ones beside it. What destroys
// something is neither.
const (
	Secondary Kind = iota
	Primary
	Destructive
)

const (
	buttonHeight float32 = 36
	buttonPad    float32 = 13
)

var (
	_ fyne.Widget      = (*Button)(nil)
	_ fyne.Focusable   = (*Button)(nil)
	_ fyne.Tappable    = (*Button)(nil)
	_ fyne.Disableable = (*Button)(nil)
)

// Button does one thing when it is clicked, or focused and given Space or Return.
type Button struct {
	control

	OnTapped func()

	text string
	kind Kind
}

// NewButton makes a button of a weight.
func NewButton(text string, kind Kind, tapped func()) *Button {
	b := &Button{text: text, kind: kind, OnTapped: tapped}
	b.extend(b, func() {
		if b.OnTapped != nil {
			b.OnTapped()
		}
	})
	return b
}

// SetText changes the label.
func (b *Button) SetText(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

// Text is the label.
func (b *Button) Text() string { return b.text }

// SetEnabled enables or disables.
func (b *Button) SetEnabled(enabled bool) {
	switch {
	case enabled == !b.Disabled():
	case enabled:
		b.Enable()
	default:
		b.Disable()
	}
}

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b,
		plate:  canvas.NewRectangle(color.Transparent),
		text:   canvas.NewText("", color.Transparent),
	}
	r.plate.CornerRadius = look.Radius
	r.text.Alignment = fyne.TextAlignCenter
	r.text.TextStyle.Bold = true
	r.text.TextSize = look.TextBody
	r.Refresh()
	return r
}

type buttonRenderer struct {
	button *Button
	plate  *canvas.Rectangle
	text   *canvas.Text
}

func (r *buttonRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.text.MinSize().Width+2*buttonPad, buttonHeight)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.plate.Resize(size)
	PlaceText(r.text, fyne.Position{}, size)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.plate, r.text} }
func (r *buttonRenderer) Destroy()                     {}

func (r *buttonRenderer) Refresh() {
	b := r.button
	fill, ink, edge := look.Raised, look.Text, look.Hairline
	switch {
	case b.Disabled():
		fill, ink = look.Surface, look.Muted
	case b.kind == Primary && b.hovered:
		fill, ink, edge = look.AccentHover, look.OnAccent, look.AccentHover
	case b.kind == Primary:
		fill, ink, edge = look.Accent, look.OnAccent, look.Accent
	case b.hovered:
		fill = look.RaisedHover
	}
	if b.kind == Destructive && !b.Disabled() {
		ink, edge = look.Bad, look.Bad
	}
	r.plate.FillColor = theme.ColorForWidget(fill, b)
	r.text.Text = b.text
	r.text.Color = theme.ColorForWidget(ink, b)
	ring := look.Accent
	if b.kind == Primary {
		ring = look.Text // the accent would not show on itself
	}
	stroke(r.plate, b, edge, ring, b.focused)
	canvas.Refresh(b)
}

// stroke draws an edge, or the ring that shows where the focus is.
func stroke(plate *canvas.Rectangle, w fyne.Widget, edge, ring fyne.ThemeColorName, focused bool) {
	plate.StrokeWidth = 1
	if focused {
		edge, plate.StrokeWidth = ring, 2
	}
	plate.StrokeColor = theme.ColorForWidget(edge, w)
}
