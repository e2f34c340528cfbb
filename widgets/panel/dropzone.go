package panel

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
)

var (
	_ fyne.Widget       = (*DropZone)(nil)
	_ fyne.Focusable    = (*DropZone)(nil)
	_ fyne.Tappable     = (*DropZone)(nil)
	_ desktop.Hoverable = (*DropZone)(nil)
	_ desktop.Keyable   = (*DropZone)(nil)
)

// Invitation is what a DropZone says.
type Invitation struct {
	Title, Hint, Formats string // the last two may be ""
	Large                bool   // for an empty window
}

// DropZone invites to drop a picture, and chooses a file when it is pressed. The drop
// itself comes to the window: the zone only shows where it is welcome.
type DropZone struct {
	widget.BaseWidget

	OnTapped func()

	says             Invitation
	keys             widgets.Press
	focused, hovered bool
}

// NewDropZone makes an invitation.
func NewDropZone(says Invitation, tapped func()) *DropZone {
	z := &DropZone{says: says, OnTapped: tapped}
	z.ExtendBaseWidget(z)
	return z
}

// Set changes the words.
func (z *DropZone) Set(says Invitation) {
	if z.says != says {
		z.says = says
		z.Refresh()
	}
}

// Tapped is called by Fyne.
func (z *DropZone) Tapped(*fyne.PointEvent) {
	if z.OnTapped != nil {
		z.OnTapped()
	}
}

// FocusGained is called by Fyne.
func (z *DropZone) FocusGained() {
	z.keys = widgets.Press{}
	z.flag(&z.focused, true)
}

// FocusLost is called by Fyne.
func (z *DropZone) FocusLost() { z.flag(&z.focused, false) }

// TypedRune is called by Fyne.
func (z *DropZone) TypedRune(char rune) {
	if char != ' ' {
		widgets.PassRune(z, char)
	}
}

// KeyDown is called by Fyne.
func (z *DropZone) KeyDown(key *fyne.KeyEvent) {
	z.keys.Down(key.Name)
	widgets.PassDown(z, key)
}

// KeyUp is called by Fyne.
func (z *DropZone) KeyUp(*fyne.KeyEvent) {}

// TypedKey chooses a file on Space and Return.
func (z *DropZone) TypedKey(key *fyne.KeyEvent) {
	if !z.keys.Take(key.Name) {
		return // held down
	}
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		z.Tapped(nil)
	default:
		widgets.PassKey(z, key)
	}
}

// MouseIn is called by Fyne.
func (z *DropZone) MouseIn(*desktop.MouseEvent) { z.flag(&z.hovered, true) }

// MouseMoved is called by Fyne.
func (z *DropZone) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (z *DropZone) MouseOut() { z.flag(&z.hovered, false) }

func (z *DropZone) flag(flag *bool, on bool) {
	if *flag != on {
		*flag = on
		z.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (z *DropZone) CreateRenderer() fyne.WidgetRenderer {
	r := &zoneRenderer{zone: z, plate: canvas.NewRectangle(color.Transparent)}
	r.plate.CornerRadius = look.FrameRadius
	for range 3 {
		r.lines = append(r.lines, &canvas.Text{Alignment: fyne.TextAlignCenter})
	}
	r.Refresh()
	return r
}

type zoneRenderer struct {
	zone  *DropZone
	plate *canvas.Rectangle
	lines []*canvas.Text
}

func (r *zoneRenderer) MinSize() fyne.Size {
	var width float32
	for _, line := range r.lines {
		width = max(width, line.MinSize().Width)
	}
	if r.zone.says.Large {
		return fyne.NewSize(width+4*look.Step, 240)
	}
	return fyne.NewSize(width+4*look.Step, 150)
}

// Layout centres the lines that say something.
func (r *zoneRenderer) Layout(size fyne.Size) {
	r.plate.Resize(size)
	gap := look.Step + 2
	height := -gap
	for _, line := range r.lines {
		if line.Text != "" {
			height += line.MinSize().Height + gap
		}
	}
	y := (size.Height - height) / 2
	for _, line := range r.lines {
		if line.Text != "" {
			widgets.PlaceText(line, fyne.NewPos(0, y), fyne.NewSize(size.Width, line.MinSize().Height))
			y += line.MinSize().Height + gap
		}
	}
}

func (r *zoneRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.plate, r.lines[0], r.lines[1], r.lines[2]}
}

func (r *zoneRenderer) Destroy() {}

func (r *zoneRenderer) Refresh() {
	z := r.zone
	title := look.TextBody
	if z.says.Large {
		title = look.TextTitle
	}
	set := func(line *canvas.Text, text string, size float32, ink fyne.ThemeColorName) {
		line.Text, line.TextSize, line.Color = text, size, theme.ColorForWidget(ink, z)
	}
	set(r.lines[0], z.says.Title, title, look.Text)
	r.lines[0].TextStyle.Bold = true
	set(r.lines[1], z.says.Hint, look.TextBody, look.Muted)
	set(r.lines[2], z.says.Formats, look.TextCaption, look.Muted)
	fill, edge := look.Ground, look.FieldBorder
	if z.hovered {
		fill = look.SurfaceHover
	}
	r.plate.StrokeWidth = 1
	if z.focused {
		edge, r.plate.StrokeWidth = look.Accent, 2
	}
	r.plate.FillColor = theme.ColorForWidget(fill, z)
	r.plate.StrokeColor = theme.ColorForWidget(edge, z)
	r.Layout(z.Size())
	canvas.Refresh(z)
}
