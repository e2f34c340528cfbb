package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"masthead/widgets/look"
)

var (
	_ fyne.Widget        = (*Link)(nil)
	_ fyne.Focusable     = (*Link)(nil)
	_ desktop.Cursorable = (*Link)(nil)
)

// Link is an action in a line of text.
type Link struct {
	control

	OnTapped func()

	text string
	size float32
	thin bool
}

// NewLink sets a link in semibold at a text size, in units.
func NewLink(text string, size float32, tapped func()) *Link {
	l := &Link{text: text, size: size, OnTapped: tapped}
	l.extend(l, func() {
		if l.OnTapped != nil {
			l.OnTapped()
		}
	})
	return l
}

// NewPlainLink sets a link in the weight of the text around it, for addresses.
func NewPlainLink(text string, size float32, tapped func()) *Link {
	l := NewLink(text, size, tapped)
	l.thin = true
	return l
}

// SetText changes the label and reports whether it was another one.
func (l *Link) SetText(text string) bool {
	if l.text == text {
		return false
	}
	l.text = text
	l.Refresh()
	return true
}

// Text is the label.
func (l *Link) Text() string { return l.text }

// Cursor is called by Fyne.
func (l *Link) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is called by Fyne.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	r := &linkRenderer{
		link: l,
		text: canvas.NewText("", color.Transparent),
		line: canvas.NewRectangle(color.Transparent),
		ring: canvas.NewRectangle(color.Transparent),
	}
	r.ring.CornerRadius = look.Step
	r.Refresh()
	return r
}

type linkRenderer struct {
	link       *Link
	text       *canvas.Text
	line, ring *canvas.Rectangle
}

func (r *linkRenderer) MinSize() fyne.Size { return r.text.MinSize() }

func (r *linkRenderer) Layout(size fyne.Size) {
	PlaceText(r.text, fyne.Position{}, size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(r.text.MinSize().Width, 1))
	r.ring.Move(fyne.NewPos(-3, -2))
	r.ring.Resize(size.AddWidthHeight(6, 4))
}

func (r *linkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.text, r.line}
}

func (r *linkRenderer) Destroy() {}

func (r *linkRenderer) Refresh() {
	l := r.link
	accent := theme.ColorForWidget(look.Accent, l)
	r.text.Text, r.text.TextSize, r.text.Color = l.text, l.size, accent
	r.text.TextStyle.Bold = !l.thin
	r.line.FillColor = color.Transparent
	if l.hovered {
		r.line.FillColor = accent
	}
	r.ring.Hidden = !l.focused
	r.ring.StrokeColor, r.ring.StrokeWidth = accent, 2
	r.ring.FillColor = look.Clear(r.ring.StrokeColor)
	canvas.Refresh(l)
}
