package app

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/panel"
	"masthead/widgets/pixel"
)

// showQuestion opens the question, brings it up to date, or closes it.
func (v *window) showQuestion(q *question) {
	var about *Question
	if q != nil {
		about = q.asked
	}
	var lines []panel.Check
	if q != nil {
		lines = q.Consequences
	}
	if about != v.asked || !slices.Equal(lines, v.lines) {
		v.asked, v.lines = about, lines
		if v.ask != nil {
			v.ask.Close()
			v.ask = nil
		}
		if q != nil {
			v.ask = v.newQuestion(q)
			v.ask.Ask(nil)
		}
	}
	if q != nil {
		v.ask.SetConfirm(q.Confirm, q.Ready)
	}
}

func (v *window) newQuestion(q *question) *panel.Modal {
	var parts []fyne.CanvasObject
	if pictures := v.beforeAndAfter(q); pictures != nil {
		parts = append(parts, pictures)
	}
	if q.Text != "" {
		parts = append(parts, widgets.NewWords(q.Text, widgets.Style{Color: look.Muted}))
	}
	if len(q.Consequences) > 0 {
		parts = append(parts, panel.NewChecks(q.Consequences...))
	}
	choice := widgets.NewCheck(q.Choice)
	if q.Choice != "" {
		parts = append(parts, widgets.NewColumn(2*look.Step, choice, widgets.NewWords(q.ChoiceText, widgets.Caption())))
	}
	m := panel.NewModal(v.Canvas(), panel.Question{
		Title: q.Title, Body: widgets.NewColumn(4*look.Step, parts...), Confirm: q.Confirm, Cancel: q.Cancel, Destroys: q.Destroys,
	})
	m.SetConfirm(q.Confirm, q.Ready)
	m.OnCancel = func() { v.answer(false, false) }
	m.OnConfirm = func() { v.answer(true, choice.Checked()) }
	return m
}

// beforeAndAfter shows what is replaced and by what, an arrow between.
func (v *window) beforeAndAfter(q *question) fyne.CanvasObject {
	arrow := canvas.NewText("→", theme.Color(look.Muted))
	arrow.TextSize = look.TextTitle
	row := []fyne.CanvasObject{layout.NewSpacer()}
	for _, img := range []*image.RGBA{q.Before, q.After} {
		if img == nil {
			continue
		}
		if len(row) > 1 {
			row = append(row, container.NewCenter(arrow))
		}
		state := pixel.State{Image: img, Mask: pixel.Circle}
		if !q.Round {
			state.Mask, state.Zoom, state.Box = pixel.None, pixel.Fit, fyne.NewSize(180, 0)
		}
		row = append(row, pixel.NewView(state))
	}
	if len(row) == 1 {
		return nil
	}
	row = append(row, layout.NewSpacer())
	return container.New(layout.NewCustomPaddedHBoxLayout(6*look.Step), row...)
}
