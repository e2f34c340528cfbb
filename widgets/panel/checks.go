package panel

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
)

const (
	markWidth float32 = 21
	checkGap  float32 = 7
)

var _ fyne.Widget = (*Checks)(nil)

// Check is one finding: a mark, a sentence, and perhaps something to do about it.
type Check struct {
	Tone widgets.Tone
	Text string
	Link string // "" for none
	// Faint sets the sentence in muted type: a step that is still to come.
	Faint bool
}

// Checks are findings below each other.
type Checks struct {
	widget.BaseWidget

	// OnLink is called with the index of the check whose link was pressed.
	OnLink func(index int)

	checks []Check
}

// NewChecks shows checks.
func NewChecks(checks ...Check) *Checks {
	c := &Checks{checks: checks}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows other checks.
func (c *Checks) Set(checks ...Check) {
	if !slices.Equal(c.checks, checks) {
		c.checks = checks
		c.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (c *Checks) CreateRenderer() fyne.WidgetRenderer {
	r := &checksRenderer{checks: c}
	r.Refresh()
	return r
}

type checkRow struct{ mark, text *widgets.Words }

type checksRenderer struct {
	checks  *Checks
	rows    []checkRow
	objects []fyne.CanvasObject
}

func (r *checksRenderer) MinSize() fyne.Size {
	size := fyne.NewSize(markWidth+40, -checkGap)
	width := max(size.Width, r.checks.Size().Width)
	for _, row := range r.rows {
		size.Height += row.text.HeightAt(width-markWidth) + checkGap
	}
	return fyne.NewSize(size.Width, max(0, size.Height))
}

func (r *checksRenderer) Layout(size fyne.Size) {
	var y float32
	for _, row := range r.rows {
		height := row.text.HeightAt(size.Width - markWidth)
		row.mark.Move(fyne.NewPos(0, y))
		row.mark.Resize(fyne.NewSize(markWidth-9, height))
		row.text.Move(fyne.NewPos(markWidth, y))
		row.text.Resize(fyne.NewSize(size.Width-markWidth, height))
		y += height + checkGap
	}
}

func (r *checksRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *checksRenderer) Destroy()                     {}

func (r *checksRenderer) Refresh() {
	c := r.checks
	for len(r.rows) < len(c.checks) {
		r.rows = append(r.rows, checkRow{
			widgets.NewWords("", widgets.Style{}),
			widgets.NewWords("", widgets.Style{}),
		})
	}
	r.rows = r.rows[:len(c.checks)]
	r.objects = r.objects[:0]
	for i, check := range c.checks {
		row := r.rows[i]
		mark := widgets.Small().In(check.Tone.Color())
		mark.Bold, mark.Align = true, fyne.TextAlignCenter
		ink := look.Text
		if check.Faint {
			ink = look.Muted
		}
		row.mark.Set(check.Tone.Mark(), mark)
		row.text.Set(check.Text, widgets.Small().In(ink))
		row.text.SetLink(check.Link, func() { c.follow(i) })
		r.objects = append(r.objects, row.mark, row.text)
	}
	r.Layout(c.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (c *Checks) follow(index int) {
	if c.OnLink != nil {
		c.OnLink(index)
	}
}
