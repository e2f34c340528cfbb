package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/panel"
	"masthead/widgets/pixel"
)

// inspectors are the four contents of the column at the right, of which one is shown.
type inspectors struct {
	window *window
	pane   *fyne.Container
	pages  [4]*widgets.Pane // by inspectorMode

	zone           *panel.DropZone
	liveHeading    *widgets.Words
	liveFacts      *panel.Facts
	save, copyURL  *widgets.Button
	remove         *widgets.Button
	preview        *pixel.View
	draftFacts     *panel.Facts
	draftHeading   *widgets.Words
	draftChecks    *panel.Checks
	publish        *widgets.Button
	export         *widgets.Button
	steps          *panel.Steps
	stepsHeading   *widgets.Words
	stop           *widgets.Button
	receiptHeading *widgets.Words
	receiptFacts   *panel.Facts
	receiptChecks  *panel.Checks
	receiptNote    *widgets.Words
	restore, check *widgets.Button
}

func newInspectors(v *window) *inspectors {
	i := &inspectors{window: v}
	i.pages[inspectLive] = i.livePage(v)
	i.pages[inspectDraft] = i.draftPage(v)
	i.pages[inspectSending] = i.sendingPage(v)
	i.pages[inspectReceipt] = i.receiptPage(v)
	i.pane = container.NewStack()
	for _, p := range i.pages {
		p.Hide()
		i.pane.Add(p)
	}
	return i
}

const gap = 3 * look.Step

func (i *inspectors) livePage(v *window) *widgets.Pane {
	i.zone = panel.NewDropZone(panel.Invitation{}, v.drafts.choose)
	choose := widgets.NewButton("Choose image…", widgets.Secondary, v.drafts.choose)
	paste := widgets.NewButton("Paste", widgets.Secondary, v.paste)
	i.liveHeading = panel.NewHeading("")
	i.liveFacts = panel.NewFacts()
	i.liveFacts.OnLink = func(int) { v.perform(doOpenPicture) }
	i.save = widgets.NewButton("Save all sizes…", widgets.Secondary, v.saving.saveShown)
	i.copyURL = widgets.NewButton("Copy URL", widgets.Secondary, v.saving.copyURL)
	i.remove = widgets.NewButton("Remove banner…", widgets.Secondary, v.publishing.askRemoval)
	return panel.NewInspector(widgets.NewColumn(gap,
		i.zone, widgets.NewRow(2*look.Step, choose, paste), // a little air before what is live
		i.liveHeading, i.liveFacts, widgets.NewRow(2*look.Step, i.save, i.copyURL), i.remove), nil)
}

func (i *inspectors) draftPage(v *window) *widgets.Pane {
	i.preview = pixel.NewView(pixel.State{Zoom: pixel.Fit, Width: 1, Height: 1, Box: fyne.NewSize(previewWidth-1, previewHeight)})
	i.draftFacts = panel.NewFacts()
	i.draftHeading = panel.NewHeading("")
	i.draftChecks = panel.NewChecks()
	i.publish = widgets.NewButton("", widgets.Primary, v.controllers.publish)
	i.export = widgets.NewButton("Export…", widgets.Secondary, func() { v.saving.export(v.model.Front, func() {}) })
	discard := widgets.NewButton("Discard…", widgets.Secondary, func() { v.drafts.askDiscard(v.model.Front) })
	foot := widgets.NewColumn(gap, i.publish, widgets.NewRow(2*look.Step, i.export, discard))
	return panel.NewInspector(widgets.NewColumn(gap, i.preview, i.draftFacts, i.draftHeading, i.draftChecks), foot)
}

func (i *inspectors) sendingPage(v *window) *widgets.Pane {
	i.stepsHeading = panel.NewHeading("")
	i.steps = panel.NewSteps()
	i.stop = widgets.NewButton("", widgets.Secondary, func() { v.publishing.halt(v.model.Front) })
	return panel.NewInspector(widgets.NewColumn(gap, i.stepsHeading, i.steps), i.stop)
}

func (i *inspectors) receiptPage(v *window) *widgets.Pane {
	i.receiptHeading = panel.NewHeading("")
	i.receiptFacts = panel.NewFacts()
	i.receiptFacts.OnLink = func(int) { v.perform(doOpenPicture) }
	i.receiptChecks = panel.NewChecks()
	i.receiptNote = widgets.NewWords("", widgets.Caption())
	copied := widgets.NewButton("Copy receipt", widgets.Secondary, func() { v.saving.copyReceipt(v.model.Front) })
	i.restore = widgets.NewButton("Restore previous…", widgets.Secondary, func() { v.restorePrevious() })
	i.check = widgets.NewButton("Check again", widgets.Primary, func() { v.publishing.checkAgain(v.model.Front) })
	done := widgets.NewButton("Done", widgets.Secondary, func() { v.publishing.done(v.model.Front) })
	return panel.NewInspector(widgets.NewColumn(gap,
		i.receiptHeading, i.receiptFacts, i.receiptChecks, i.receiptNote,
		widgets.NewRow(2*look.Step, copied, i.restore)), widgets.NewColumn(gap, i.check, done))
}

// set fills the page of the screen's mode and shows it.
func (i *inspectors) set(s screen) {
	in := s.Inspector
	switch in.Mode {
	case inspectLive:
		i.zone.Set(in.Invitation)
		i.liveHeading.SetText(in.Heading)
		i.liveFacts.Set(in.Facts...)
		visible(i.save, in.CanSave)
		visible(i.copyURL, in.CanCopy)
		visible(i.remove, in.CanRemove)
	case inspectDraft:
		i.preview.Set(pixel.State{
			Zoom: pixel.Fit, Image: s.Preview, Width: previewWidth, Height: previewHeight,
			Box: fyne.NewSize(previewWidth-1, previewHeight),
		})
		i.draftFacts.Set(in.Facts...)
		i.draftHeading.SetText(in.Heading)
		i.draftChecks.Set(in.Checks...)
		i.publish.SetText(in.Publish)
		i.publish.SetEnabled(in.CanPublish)
		i.export.SetEnabled(in.CanSave)
	case inspectSending:
		i.stepsHeading.SetText(in.Heading)
		i.steps.Set(in.Checks, in.Share, in.Note)
		i.stop.SetText(in.Stop)
	case inspectReceipt:
		i.receiptHeading.SetText(in.Heading)
		i.receiptFacts.Set(in.Facts...)
		i.receiptChecks.Set(in.Checks...)
		i.receiptNote.SetText(in.Note)
		visible(i.restore, in.CanRestore)
		visible(i.check, in.CanCheck)
	}
	for mode, page := range i.pages {
		visible(page, inspectorMode(mode) == in.Mode)
	}
	i.pane.Refresh()
}
