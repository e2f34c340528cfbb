package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"masthead/widgets"
	"masthead/widgets/look"
)

// InspectorWidth is how wide the inspector is, in units.
const InspectorWidth float32 = 332

// NewInspector is the column at the right of the window: content that scrolls, and a
// foot that stays; nil for none.
func NewInspector(content, foot fyne.CanvasObject) *widgets.Pane {
	pad := 4 * look.Step
	scroll := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(pad, pad, pad, pad), content))
	var below fyne.CanvasObject
	if foot != nil {
		below = container.New(layout.NewCustomPaddedLayout(2*look.Step, pad, pad, pad), foot)
	}
	body := container.New(&fixedWidth{InspectorWidth}, widgets.NewDock(nil, below, nil, nil, scroll))
	return widgets.NewPane(body, look.Surface, widgets.Left)
}

type fixedWidth struct{ width float32 }

var _ fyne.Layout = (*fixedWidth)(nil)

func (f *fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (f *fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(f.width, 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}
