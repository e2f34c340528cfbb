package app

import (
	"fyne.io/fyne/v2"

	"masthead/widgets"
	"masthead/widgets/panel"
)

// newWelcome is the window with nobody signed in: it works all the same.
func newWelcome(v *window) *fyne.Container {
	zone := panel.NewDropZone(panel.Invitation{
		Title: "Drop a picture to see it at every size X shows",
		Hint:  "JPEG, PNG, WebP, HEIC, AVIF, SVG and more, or paste a profile image URL",
		Large: true,
	}, v.drafts.choose)
	return panel.NewWelcome(zone, "Your picture stays on this computer until you publish it. Tokens stay in the OS keyring.",
		widgets.NewButton("Choose image…", widgets.Primary, v.drafts.choose),
		widgets.NewButton("Sign in to X…", widgets.Secondary, v.signing.begin),
		widgets.NewButton("Try a demo account", widgets.Secondary, v.tryDemo))
}

// paste takes what is on the clipboard.
func (v *window) paste() { v.drafts.paste(fyne.CurrentApp().Clipboard().Content()) }
