package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/look"
)

// narrowBar stands in for the inspector where the window is narrow: what it is about in
// one line, the two things most likely wanted, and a menu of the rest.
type narrowBar struct {
	window *window
	pane   *widgets.Pane
	title  *widgets.Words
	first  *widgets.Button
	second *widgets.Button
	more   *widgets.Button
	row    *fyne.Container
}

func newNarrowBar(v *window) *narrowBar {
	b := &narrowBar{window: v}
	b.title = widgets.NewWords("", widgets.Strong())
	b.first = widgets.NewButton("", widgets.Secondary, nil)
	b.second = widgets.NewButton("", widgets.Secondary, nil)
	b.more = widgets.NewButton("More ▾", widgets.Secondary, b.menu)
	b.row = container.New(&barRow{}, b.title, b.first, b.second, b.more)
	b.pane = widgets.NewPane(b.row, look.Surface, widgets.Top)
	return b
}

// do is a button of the bar: nothing when its label is "".
type do struct {
	label string
	act   func()
}

func (b *narrowBar) set(s screen) {
	title, first, second := b.contents(s)
	style := widgets.Strong()
	if len([]rune(title)) > 80 {
		style.Size = look.TextCaption // three lines fit
	}
	b.title.Set(title, style)
	for button, d := range map[*widgets.Button]do{b.first: first, b.second: second} {
		button.SetText(d.label)
		button.OnTapped = d.act
		visible(button, d.label != "")
	}
	b.row.Refresh()
}

func (b *narrowBar) contents(s screen) (title string, first, second do) {
	v, k := b.window, s.Front
	in := s.Inspector
	switch in.Mode {
	case inspectDraft:
		title = "New " + k.String()
		if len(in.Checks) > 0 {
			title = in.Checks[worst(in)].Text
		}
		if in.CanPublish {
			first = do{in.Publish, v.controllers.publish}
		}
		return title, first, do{"Discard…", func() { v.drafts.askDiscard(k) }}
	case inspectSending:
		return in.Whose + ": " + current(in), do{in.Stop, func() { v.publishing.halt(k) }}, do{}
	case inspectReceipt:
		if in.CanCheck {
			first = do{"Check again", func() { v.publishing.checkAgain(k) }}
		}
		return in.Whose + ": " + in.Heading, first, do{"Done", func() { v.publishing.done(k) }}
	}
	return "Drop a new " + k.String(), do{"Choose image…", v.drafts.choose}, do{"Paste", v.paste}
}

// worst is the index of the check that matters most.
func worst(in inspector) int {
	at := 0
	for i, c := range in.Checks {
		if c.Tone > in.Checks[at].Tone {
			at = i
		}
	}
	return at
}

// current is the step that a publishing is at.
func current(in inspector) string {
	for _, c := range in.Checks {
		if c.Tone == widgets.Quiet && !c.Faint {
			return c.Text
		}
	}
	return in.Heading
}

// menu holds what the bar has no room for.
func (b *narrowBar) menu() {
	v := b.window
	k, in := v.model.Front, v.shown.Inspector
	var items []*fyne.MenuItem
	add := func(label string, when bool, act func()) {
		if when {
			items = append(items, fyne.NewMenuItem(label, act))
		}
	}
	isDraft := in.Mode == inspectDraft
	add("Choose another image…", isDraft, v.drafts.choose)
	add("Export…", isDraft && in.CanSave, func() { v.saving.export(k, func() {}) })
	add("Save all sizes…", !isDraft && in.CanSave, v.saving.saveShown)
	add("Copy URL", in.CanCopy, v.saving.copyURL)
	add("Remove banner…", in.CanRemove, v.publishing.askRemoval)
	add("Copy receipt", in.Mode == inspectReceipt, func() { v.saving.copyReceipt(k) })
	add("Restore previous…", in.CanRestore, v.restorePrevious)
	add("Read again", v.model.shown() && k <= service.Banner, v.refresh)
	for _, f := range in.Facts {
		fact := fyne.NewMenuItem(f.Key+": "+f.Value, nil)
		fact.Disabled = true
		items = append(items, fact)
	}
	v.bar.above(b.more, fyne.NewMenu("", items...))
}

// barRow puts words at the left and buttons at the right.
type barRow struct{}

var _ fyne.Layout = (*barRow)(nil)

// Layout is called by Fyne.
func (barRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const margin, gap = 16, 10
	right := size.Width - margin
	for i := len(objects) - 1; i > 0; i-- {
		if !objects[i].Visible() {
			continue
		}
		min := objects[i].MinSize()
		right -= min.Width
		put(objects[i], right, float32(int((size.Height-min.Height)/2)), min.Width, min.Height)
		right -= gap
	}
	words := objects[0]
	words.Resize(fyne.NewSize(right-margin, words.MinSize().Height))
	h := words.MinSize().Height
	put(words, margin, float32(int((size.Height-h)/2)), right-margin, h)
}

// MinSize is called by Fyne.
func (barRow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastWidth, barHeight) }
