package app

import (
	"context"
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"masthead/app/task"
)

var _ desk = (*fyneDesk)(nil)

// pictureEndings are what the file chooser offers; any file can be dropped all the same.
var pictureEndings = []string{".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff"}

// fyneDesk is the desktop as the toolkit shows it.
type fyneDesk struct {
	app    fyne.App
	window fyne.Window
	tasks  *task.Door
	life   context.Context
	away   bool // the window is not in front
	// returned is called when the window comes to the front.
	returned func()
}

func newDesk(a fyne.App, w fyne.Window, t *task.Door, life context.Context) *fyneDesk {
	d := &fyneDesk{app: a, window: w, tasks: t, life: life, returned: func() {}}
	a.Lifecycle().SetOnEnteredForeground(func() {
		d.away = false
		d.returned()
	})
	a.Lifecycle().SetOnExitedForeground(func() { d.away = true })
	return d
}

// ChoosePicture is part of desk.
func (d *fyneDesk) ChoosePicture(then func(path string)) {
	chooser := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err == nil && file != nil {
			file.Close()
			then(filepath.FromSlash(file.URI().Path()))
		}
	}, d.window)
	chooser.SetFilter(storage.NewExtensionFileFilter(pictureEndings))
	chooser.SetTitleText("Choose an image")
	d.show(chooser)
}

// ChooseFolder is part of desk.
func (d *fyneDesk) ChooseFolder(then func(dir string)) {
	chooser := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			then(filepath.FromSlash(folder.Path()))
		}
	}, d.window)
	chooser.SetTitleText("Choose a folder to save into")
	chooser.SetConfirmText("Save here")
	d.show(chooser)
}

// show gives the toolkit's chooser a comfortable size within the window.
func (d *fyneDesk) show(chooser *dialog.FileDialog) {
	room := d.window.Canvas().Size()
	chooser.Resize(fyne.NewSize(min(840, room.Width-32), min(600, room.Height-32)))
	chooser.Show()
}

// OpenURL is part of desk.
func (d *fyneDesk) OpenURL(address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	// Starting a browser can take seconds, and tells nothing that could be acted on.
	task.Run(d.tasks, d.life, func(context.Context) error { return d.app.OpenURL(u) }, func(error) {})
}

// Copy is part of desk.
func (d *fyneDesk) Copy(text string) { d.app.Clipboard().SetContent(text) }

// Quit is part of desk.
func (d *fyneDesk) Quit() { d.window.Close() }

// NotifyIfAway is part of desk.
func (d *fyneDesk) NotifyIfAway(title, text string) {
	if d.away {
		task.Run(d.tasks, d.life, func(context.Context) struct{} {
			d.app.SendNotification(fyne.NewNotification(title, text))
			return struct{}{}
		}, func(struct{}) {})
	}
}
