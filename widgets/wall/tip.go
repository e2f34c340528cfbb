package wall

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
)

const tipPad float32 = 2 * look.Step

var _ fyne.Widget = (*tip)(nil)

// tip shows a cut name whole. It lies over the wall and takes no pointer events, so that
// it never ends the hovering that it is shown for.
type tip struct {
	widget.BaseWidget

	text string
}

func newTip() *tip {
	t := &tip{}
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

func (t *tip) say(text string, at fyne.Position) {
	if text == "" {
		t.Hide()
		return
	}
	t.text = text
	t.Move(at)
	t.Refresh()
	t.Resize(t.MinSize())
	t.Show()
}

func (t *tip) CreateRenderer() fyne.WidgetRenderer {
	r := &tipRenderer{
		tip:   t,
		plate: &canvas.Rectangle{CornerRadius: 6, StrokeWidth: 1},
		text:  &canvas.Text{TextSize: look.TextCaption, Alignment: fyne.TextAlignCenter},
	}
	r.Refresh()
	return r
}

type tipRenderer struct {
	tip   *tip
	plate *canvas.Rectangle
	text  *canvas.Text
}

func (r *tipRenderer) MinSize() fyne.Size {
	return widgets.Measure(r.tip.text, widgets.Caption()).AddWidthHeight(2*tipPad, tipPad)
}

func (r *tipRenderer) Layout(size fyne.Size) {
	r.plate.Resize(size)
	widgets.PlaceText(r.text, fyne.Position{}, size)
}

func (r *tipRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.plate, r.text} }
func (r *tipRenderer) Destroy()                     {}

func (r *tipRenderer) Refresh() {
	r.plate.FillColor = theme.ColorForWidget(look.Raised, r.tip)
	r.plate.StrokeColor = theme.ColorForWidget(look.FieldBorder, r.tip)
	r.text.Text = r.tip.text
	r.text.Color = theme.ColorForWidget(look.Text, r.tip)
	canvas.Refresh(r.tip)
}
