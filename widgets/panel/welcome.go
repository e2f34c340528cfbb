package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"masthead/widgets"
	"masthead/widgets/look"
)

const welcomeWidth float32 = 640

// NewWelcome is an empty window's middle: a large invitation, the ways to begin, and a
// sentence below.
func NewWelcome(zone *DropZone, note string, ways ...fyne.CanvasObject) *fyne.Container {
	below := widgets.NewWords(note, widgets.Style{Color: look.Muted, Align: fyne.TextAlignCenter})
	column := widgets.NewColumn(18, zone, widgets.NewRow(2*look.Step, ways...), below)
	return container.New(&middle{width: welcomeWidth}, column)
}

// middle holds one column of a width, somewhat above the middle: what stands in the
// exact middle looks as if it had slipped.
type middle struct{ width float32 }

var _ fyne.Layout = (*middle)(nil)

func (m *middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		width := min(m.width, size.Width-12*look.Step)
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(width, height))
		o.Move(fyne.NewPos(floor((size.Width-width)/2), max(6*look.Step, floor((size.Height-height)*0.25))))
	}
}

func (m *middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(12*look.Step, 12*look.Step)
}
