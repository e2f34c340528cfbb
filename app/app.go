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

	"masthead/assets"
	"masthead/service"
	"masthead/service/session"
	"masthead/widgets/look"
	"masthead/widgets/wall"
)

// farewell is how long the program waits at its end for work that is writing.
const farewell = 3 * time.Second

// Run opens the window and returns when it is closed or ctx ends. It must be called on
// the program's first goroutine.
func Run(ctx context.Context, o Options) error {
	life, end := context.WithCancel(ctx)
	defer end()
	app.SetMetadata(fyne.AppMetadata{ID: "app.masthead", Name: "Masthead", Version: o.Version, Icon: icon(), Migrations: map[string]bool{"fyneDo": true}})
	a := app.NewWithID("app.masthead")
	a.Settings().SetTheme(look.New(look.System))
	a.SetIcon(icon())
	w := a.NewWindow("Masthead")
	w.SetMaster()
	tasks := newTasks()
	services, signedIn, err := begin(o, time.Now)
	if err != nil {
		return err
	}
	c := newControllers(life, o, services, tasks, newDesk(a, w, tasks, life), time.Now)
	c.model.SignedIn = signedIn
	if a.Settings().ThemeVariant() == theme.VariantLight {
		c.model.Looking.Backdrop = wall.Light
	}
	v := newWindow(w, c)
	c.changed = func() { v.show(present(&c.model, c.now())) }
	a.Lifecycle().SetOnStarted(c.start)
	context.AfterFunc(life, func() {
		// At its end Fyne writes its preferences, sees the half-written file change, and logs
		// that it cannot be read. Masthead itself logs nothing.
		log.SetOutput(io.Discard)
		tasks.dispatch(a.Quit)
	})
	w.SetOnClosed(end) // before the event loop ends: nothing is to be shown after it
	w.Show()
	a.Run()
	end()
	tasks.wait(farewell)
	c.services.close()
	return nil
}

// begin builds the services that the command line asks for.
func begin(o Options, now func() time.Time) (*services, SignIn, error) {
	keys := o.Credentials
	if keys == (session.Credentials{}) && o.API != nil && service.IsLoopback(o.API.Hostname()) {
		// An emulator on this machine takes any keys; nothing secret is at stake.
		keys = session.Credentials{ConsumerKey: "local", ConsumerSecret: "local", Token: "local", TokenSecret: "local"}
	}
	if o.Sandbox || keys == (session.Credentials{}) {
		return unsigned(now), NotSignedIn, nil
	}
	s, err := withKeys(o.API, keys, now)
	return s, ThisRun, err
}

func icon() fyne.Resource { return fyne.NewStaticResource("masthead.png", assets.IconPNG) }
