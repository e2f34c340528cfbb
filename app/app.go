// Package app is the window: a Model of plain values, one controller for each journey,
// a pure function from Model to screen, and the widgets that show it. One loop: event,
// controller, task, service, task, Model, present, widget.
package app

import (
	"context"
	"io"
	"log"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/theme"

	"masthead/app/task"
	"masthead/assets"
	"masthead/widgets/look"
	"masthead/widgets/wall"
)

// farewell is how long the program waits at its end for work that is writing.
const farewell = 3 * time.Second

// Run opens the window and returns when it is closed or ctx ends. Where the program runs
// already, its window gets the picture and Run returns at once. It must be called on the
// program's first goroutine.
func Run(ctx context.Context, o Options) error {
	life, end := context.WithCancel(ctx)
	defer end()
	post, done := handOver(life, o)
	if done {
		return nil
	}
	defer post.Close()
	app.SetMetadata(fyne.AppMetadata{ID: "app.masthead", Name: "Masthead", Version: o.Version, Icon: icon(), Migrations: map[string]bool{"fyneDo": true}})
	a := app.NewWithID("app.masthead")
	a.Settings().SetTheme(look.New(look.System))
	a.SetIcon(icon())
	w := a.NewWindow("Masthead")
	w.SetMaster()
	tasks, ended := task.ForWindow()
	at := home(o.API, time.Now)
	desktop := newDesk(a, w, tasks, life)
	c := newControllers(life, o, at, newBook(at), tasks, desktop)
	desktop.returned = c.reconsider
	if a.Settings().ThemeVariant() == theme.VariantLight {
		c.model.Looking.Backdrop = wall.Light
	}
	v := newWindow(w, c)
	c.changed = func() { v.show(present(&c.model, c.now())) }
	a.Lifecycle().SetOnStarted(c.start)
	a.Lifecycle().SetOnStopped(ended)
	c.takeOver(post, w.RequestFocus) // already now: what comes in meanwhile waits for the event loop
	context.AfterFunc(life, func() {
		// At its end Fyne writes its preferences, sees the half-written file change, and logs
		// that it cannot be read. Masthead itself logs nothing.
		log.SetOutput(io.Discard)
		tasks.Dispatch(a.Quit)
	})
	w.SetOnClosed(end) // before the event loop ends: nothing is to be shown after it
	w.Show()
	a.Run()
	end()
	tasks.Wait(farewell)
	c.close()
	return nil
}

func icon() fyne.Resource { return fyne.NewStaticResource("masthead.png", assets.IconPNG) }
