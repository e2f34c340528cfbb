package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"masthead/widgets/look"
)

const (
	checkBox    float32 = 18
	checkGap    float32 = 10
	checkHeight float32 = 28
)

var (
	_ fyne.Widget    = (*Check)(nil)
	_ fyne.Focusable = (*Check)(nil)
)

// Check is a choice that is taken or not. Space turns it; Return is handed on, so that it
// answers the question that the choice belongs to.
type Check struct {
	control

	text    string
	checked bool
}

// NewCheck is a choice that is not taken.
func NewCheck(text string) *Check {
	c := &Check{text: text}
	c.extend(c, func() {
		c.checked = !c.checked
		c.Refresh()
	})
	return c
}

// Checked reports whether the choice is taken.
func (c *Check) Checked() bool { return c.checked }

// TypedKey turns it, or hands the key on.
func (c *Check) TypedKey(key *fyne.KeyEvent) {
	if key.Name != fyne.KeySpace {
		c.handOn(key)
	} else if c.keys.Take(key.Name) {
		c.press()
	}
}

// CreateRenderer is called by Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{
		check: c,
		box:   &canvas.Rectangle{CornerRadius: look.Step},
		mark:  canvas.NewText("✓", color.Transparent),
		text:  canvas.NewText(c.text, color.Transparent),
	}
	r.text.TextSize = look.TextBody
	r.mark.TextSize, r.mark.TextStyle.Bold = look.TextSmall, true
	r.mark.Alignment = fyne.TextAlignCenter
	r.Refresh()
	return r
}

type checkRenderer struct {
	check      *Check
	box        *canvas.Rectangle
	mark, text *canvas.Text
}

func (r *checkRenderer) MinSize() fyne.Size {
	return fyne.NewSize(checkBox+checkGap+r.text.MinSize().Width, checkHeight)
}

func (r *checkRenderer) Layout(size fyne.Size) {
	at := fyne.NewPos(1, float32(int((size.Height-checkBox)/2)))
	r.box.Move(at)
	r.box.Resize(fyne.NewSquareSize(checkBox))
	PlaceText(r.mark, at, fyne.NewSquareSize(checkBox))
	PlaceText(r.text, fyne.NewPos(checkBox+checkGap, 0), fyne.NewSize(size.Width-checkBox-checkGap, size.Height))
}

func (r *checkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.mark, r.text}
}

func (r *checkRenderer) Destroy() {}

func (r *checkRenderer) Refresh() {
	c := r.check
	fill, edge, ring := look.Ground, look.FieldBorder, look.Accent
	if c.checked {
		fill, edge, ring = look.Accent, look.Accent, look.Text
	}
	r.box.FillColor = theme.ColorForWidget(fill, c)
	stroke(r.box, c, edge, ring, c.focused)
	r.mark.Color = theme.ColorForWidget(look.OnAccent, c)
	r.mark.Hidden = !c.checked
	r.text.Color = theme.ColorForWidget(look.Text, c)
	canvas.Refresh(c)
}
