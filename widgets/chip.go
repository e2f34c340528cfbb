package widgets

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"masthead/widgets/look"
	"masthead/widgets/pixel"
)

const (
	chipHeight  float32 = 40
	chipPicture float32 = 32
	chipName    float32 = 160 // names are cut at this width
)

var (
	_ fyne.Widget    = (*Chip)(nil)
	_ fyne.Focusable = (*Chip)(nil)
)

// Person is who a Chip shows. Without a picture the name stands alone.
type Person struct {
	Picture *image.RGBA
	Name    string
	Handle  string // with its @; may be ""
}

// Chip shows an account and opens a menu of others.
type Chip struct {
	control

	OnTapped func()

	person Person
}

// NewChip shows a person.
func NewChip(person Person, tapped func()) *Chip {
	c := &Chip{person: person, OnTapped: tapped}
	c.extend(c, func() {
		if c.OnTapped != nil {
			c.OnTapped()
		}
	})
	return c
}

// Set shows another person.
func (c *Chip) Set(person Person) {
	if c.person != person {
		c.person = person
		c.Refresh()
	}
}

func (c *Chip) state() pixel.State {
	return pixel.State{
		Image: c.person.Picture, Mask: pixel.Circle,
		Zoom: pixel.Fit, Box: fyne.NewSquareSize(chipPicture),
	}
}

// CreateRenderer is called by Fyne.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{
		chip:    c,
		pill:    canvas.NewRectangle(color.Transparent),
		picture: pixel.NewView(c.state()),
		name:    canvas.NewText("", color.Transparent),
		handle:  canvas.NewText("", color.Transparent),
	}
	r.pill.CornerRadius = chipHeight / 2
	r.name.TextSize, r.handle.TextSize = look.TextBody, look.TextBody
	r.name.TextStyle.Bold = true
	r.paint()
	return r
}

type chipRenderer struct {
	chip         *Chip
	pill         *canvas.Rectangle
	picture      *pixel.View
	name, handle *canvas.Text
}

// start is where the name begins.
func (r *chipRenderer) start() float32 {
	if r.chip.person.Picture == nil {
		return 14
	}
	return 4 + chipPicture + 8
}

func (r *chipRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.start()+r.name.MinSize().Width+8+r.handle.MinSize().Width+12, chipHeight)
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.pill.Resize(size)
	r.picture.Move(fyne.NewPos(4, (size.Height-chipPicture)/2))
	r.picture.Resize(fyne.NewSquareSize(chipPicture))
	PlaceText(r.name, fyne.NewPos(r.start(), 0), fyne.NewSize(r.name.MinSize().Width, size.Height))
	after := fyne.NewPos(r.start()+r.name.MinSize().Width+8, 0)
	PlaceText(r.handle, after, fyne.NewSize(r.handle.MinSize().Width, size.Height))
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.pill, r.picture, r.name, r.handle}
}

func (r *chipRenderer) Destroy() {}

func (r *chipRenderer) Refresh() {
	r.paint()
	r.Layout(r.chip.Size())
	canvas.Refresh(r.chip)
}

func (r *chipRenderer) paint() {
	c := r.chip
	fill := look.Raised
	if c.hovered {
		fill = look.RaisedHover
	}
	r.pill.FillColor = theme.ColorForWidget(fill, c)
	stroke(r.pill, c, fill, look.Accent, c.focused)
	r.name.Text = Ellipsis(c.person.Name, chipName, Strong())
	r.name.Color = theme.ColorForWidget(look.Text, c)
	r.handle.Text = "▾"
	if c.person.Handle != "" {
		r.handle.Text = Ellipsis(c.person.Handle, chipName, Style{}) + " ▾"
	}
	r.handle.Color = theme.ColorForWidget(look.Muted, c)
	r.picture.Set(c.state())
	r.picture.Hidden = c.person.Picture == nil
}
