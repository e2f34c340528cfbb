package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
)

var _ fyne.Widget = (*Steps)(nil)

// Steps is a task on its way: what is done, what comes, and how far it is.
type Steps struct {
	widget.BaseWidget

	checks   *Checks
	progress *Progress
	note     *widgets.Words
}

// NewSteps is an empty list.
func NewSteps() *Steps {
	s := &Steps{
		checks:   NewChecks(),
		progress: NewProgress(),
		note:     widgets.NewWords("", widgets.Caption()),
	}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows the steps, the share from 0 to 1 that is done, and a note below; "" for none.
func (s *Steps) Set(steps []Check, share float32, note string) {
	s.checks.Set(steps...)
	s.progress.Set(share)
	s.note.SetText(note)
}

// CreateRenderer is called by Fyne.
func (s *Steps) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widgets.NewColumn(3*look.Step, s.checks, s.progress, s.note))
}
