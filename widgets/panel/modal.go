package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
)

const (
	modalWidth  float32 = 460
	modalPad    float32 = 23
	modalRadius float32 = 12
)

var (
	_ fyne.Widget      = (*Modal)(nil)
	_ fyne.Tappable    = (*Modal)(nil)
	_ widgets.KeyTaker = (*Modal)(nil)
)

// Question is what a Modal asks.
type Question struct {
	Title string
	// Body stands between title and buttons.
	Body fyne.CanvasObject
	// Confirm and Cancel are the buttons' labels.
	Confirm, Cancel string
	// Destroys tells that confirming takes something away: then the focus begins on
	// Cancel, the confirming button is not the accent, and Return elsewhere says nothing.
	Destroys bool
	// Aside stands left of the buttons; nil for nothing.
	Aside fyne.CanvasObject
}

// Modal asks one question over the dimmed window, and takes the keyboard meanwhile:
// Return confirms, Escape cancels. It answers to fresh presses alone: not to a key that was
// down when it opened, nor to one that repeats.
type Modal struct {
	widget.BaseWidget

	// OnConfirm and OnCancel are called with the card still there; Cancel closes it after
	// OnCancel, OnConfirm decides for itself.
	OnConfirm, OnCancel func()

	canvas          fyne.Canvas
	destroys        bool
	title           *widgets.Words
	content         *fyne.Container
	confirm, cancel *widgets.Button
}

// NewModal prepares a question for a canvas; Ask asks it.
func NewModal(c fyne.Canvas, q Question) *Modal {
	m := &Modal{canvas: c, destroys: q.Destroys, title: widgets.NewWords(q.Title, widgets.Title())}
	weight := widgets.Primary
	if q.Destroys {
		weight = widgets.Destructive
	}
	m.confirm = widgets.NewButton(q.Confirm, weight, m.doConfirm)
	m.cancel = widgets.NewButton(q.Cancel, widgets.Secondary, m.doCancel)
	foot := newFoot(q.Aside, m.cancel, m.confirm)
	m.content = widgets.NewColumn(4*look.Step, m.title, q.Body, foot)
	m.ExtendBaseWidget(m)
	return m
}

// Ask puts the question in front of everything. The focus goes to the object given; when
// it is nil, to the answer that is safe: the confirming button, as soon as it can be
// pressed, or Cancel where confirming destroys something.
func (m *Modal) Ask(focus fyne.Focusable) {
	m.canvas.Overlays().Add(m)
	m.BaseWidget.Show()
	m.Resize(m.canvas.Size())
	switch {
	case focus != nil:
	case m.destroys:
		focus = m.cancel
	default:
		focus = m.confirm
	}
	m.canvas.Focus(focus)
}

// Close takes the question away.
func (m *Modal) Close() { m.canvas.Overlays().Remove(m) }

// SetConfirm changes the confirming button's label and whether it can be pressed.
func (m *Modal) SetConfirm(label string, enabled bool) {
	m.confirm.SetText(label)
	m.confirm.SetEnabled(enabled)
	if m.canvas.Overlays().Top() != fyne.CanvasObject(m) || m.canvas.Focused() != nil {
		return // it is not asked yet, or something has the focus
	}
	if m.destroys { // a click beside the card took the focus away
		m.canvas.Focus(m.cancel)
	} else if enabled { // it could not take the focus before
		m.canvas.Focus(m.confirm)
	}
}

// TakeKey answers the keys that the focused control has no use for.
func (m *Modal) TakeKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape:
		m.doCancel()
	case fyne.KeyReturn, fyne.KeyEnter:
		if !m.destroys {
			m.doConfirm()
		}
	}
}

// Tapped swallows clicks beside the card: a question is answered, not brushed away.
func (m *Modal) Tapped(*fyne.PointEvent) {}

func (m *Modal) doConfirm() {
	if !m.confirm.Disabled() && m.OnConfirm != nil {
		m.OnConfirm()
	}
}

func (m *Modal) doCancel() {
	if m.OnCancel != nil {
		m.OnCancel()
	}
	m.Close()
}

// CreateRenderer is called by Fyne.
func (m *Modal) CreateRenderer() fyne.WidgetRenderer {
	r := &modalRenderer{
		modal: m,
		scrim: &canvas.Rectangle{},
		card:  &canvas.Rectangle{CornerRadius: modalRadius, StrokeWidth: 1},
	}
	r.paint()
	return r
}

type modalRenderer struct {
	modal       *Modal
	scrim, card *canvas.Rectangle
}

func (r *modalRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *modalRenderer) Layout(size fyne.Size) {
	r.scrim.Resize(size)
	width := min(modalWidth, size.Width-4*look.Step)
	content := r.modal.content
	content.Resize(fyne.NewSize(width-2*modalPad, content.MinSize().Height))
	height := content.MinSize().Height // known now that the width is
	card := fyne.NewSize(width, height+2*modalPad)
	at := fyne.NewPos(floor((size.Width-card.Width)/2), floor((size.Height-card.Height)/2))
	r.card.Move(at)
	r.card.Resize(card)
	content.Move(at.AddXY(modalPad, modalPad))
	content.Resize(fyne.NewSize(width-2*modalPad, height))
}

func (r *modalRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.scrim, r.card, r.modal.content}
}

func (r *modalRenderer) Destroy() {}

func (r *modalRenderer) Refresh() {
	r.paint()
	r.Layout(r.modal.Size())
	r.modal.content.Refresh()
	canvas.Refresh(r.modal)
}

func (r *modalRenderer) paint() {
	r.scrim.FillColor = theme.ColorForWidget(look.Scrim, r.modal)
	r.card.FillColor = theme.ColorForWidget(look.Surface, r.modal)
	r.card.StrokeColor = theme.ColorForWidget(look.Hairline, r.modal)
}

func floor(v float32) float32 { return float32(int(v)) }
