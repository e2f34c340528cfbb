package app

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"masthead/app/task"
	"masthead/service"
	"masthead/service/session"
	"masthead/service/signin"
)

// controllers are one per journey, over one core.
type controllers struct {
	*core
	accounts   *accounts
	drafts     *drafts
	publishing *publishing
	saving     *saving
	view       *viewing
	members    *members
	signing    *signing
	options    Options
	// newDemo starts the built-in demo account.
	newDemo func(context.Context) (*services, error)
}

func newControllers(life context.Context, o Options, at place, b *signin.Book, t *task.Door, d desk) *controllers {
	c := &core{
		model: newModel(), services: at.unsigned(), tasks: t, desk: d, book: b, now: at.now, life: life, changed: func() {},
	}
	a := &accounts{core: c, server: serverName(at.base)}
	a.ctx, a.stop = context.WithCancel(life)
	c.model.Server, c.model.API = a.server, c.services.server
	m := &members{core: c, accounts: a, place: at}
	p := newPublishing(c, a)
	a.abandon = p.abandon
	return &controllers{
		core: c, accounts: a, drafts: &drafts{core: c, accounts: a}, publishing: p,
		saving: &saving{core: c}, view: &viewing{core: c}, members: m,
		signing: &signing{core: c, members: m, port: o.CallbackPort}, options: o,
		newDemo: func(ctx context.Context) (*services, error) { return demo(ctx, at.now) },
	}
}

// start does what the command line asked for.
func (c *controllers) start() {
	switch {
	case c.options.Sandbox:
		c.tryDemo()
	case c.options.Credentials != session.Credentials{}:
		c.useKeys(c.options.Credentials)
	default:
		c.members.restore()
		c.members.tidy()
	}
	if c.options.Image != "" {
		c.drafts.open(service.Avatar, c.options.Image)
	}
	c.tasks.Every(c.life, time.Second, c.changed)
}

// useKeys signs in with keys that were given for this run.
func (c *controllers) useKeys(keys session.Credentials) {
	s, err := c.members.place.signed(keys, service.Plan{})
	if err != nil {
		c.model.Trouble = c.troubled(err, nil)
		c.changed()
		return
	}
	c.accounts.use(s, ThisRun)
	c.accounts.openOwn()
}

// publish asks before the front tab's draft is published; with nobody signed in it begins
// with that.
func (c *controllers) publish() {
	if c.model.side(c.model.Front).Draft != nil && c.model.wantsSignIn() {
		c.signing.begin()
		return
	}
	c.publishing.ask(c.model.Front)
}

// refresh reads what is shown again; what is only remembered needs its keys first.
func (c *controllers) refresh() {
	if c.model.Phase == Remembered && c.services.api == nil {
		c.members.switchTo(c.model.Own.ID)
		return
	}
	c.accounts.refresh()
}

// tryPlanAgain asks API 1.1 first again, on demand.
func (c *controllers) tryPlanAgain() {
	if c.services.api == nil {
		return
	}
	c.services.api.ForgetPlan()
	if c.model.Account.ID == c.model.Own.ID {
		c.accounts.readOwn()
	} else {
		c.accounts.openOwn()
	}
}

// tryDemo signs in to the built-in demo account.
func (c *controllers) tryDemo() {
	c.members.endWaiting()
	c.accounts.tryDemo(c.newDemo)
}

// close gives back what the services hold. It is for the end of the program, when all work
// has ended.
func (c *controllers) close() {
	c.accounts.endDemos()
}

// dropped takes what was dropped on the window.
func (c *controllers) dropped(uris []fyne.URI) {
	var list []*url.URL
	for _, u := range uris {
		list = append(list, &url.URL{Scheme: u.Scheme(), Host: u.Authority(), Path: u.Path(), RawQuery: u.Query()})
	}
	c.drafts.drop(list)
}

// followSize carries out the link under a size: ask for it again, or show the original
// at 1:1.
func (c *controllers) followSize(k service.Kind, name string) {
	for _, shot := range c.model.side(k).Shots {
		if c.model.side(k).Showing != ShowLive && c.model.side(k).Draft != nil {
			break // the link belongs to the draft
		}
		if shot.Variant.Name == name && shot.State == service.Failed {
			c.accounts.retry(shot.Variant)
			return
		}
	}
	if name == service.OriginalName {
		c.view.toggleOriginal()
	}
}

// restorePrevious makes a draft of the picture that was replaced: publishing it again is
// the same journey as any other. A draft that stands there and is not live is asked about.
func (c *controllers) restorePrevious() {
	k := c.model.Front
	p, d := c.model.publishing(k), c.model.side(k).Draft
	switch {
	case p.Receipt.KeptFile == "":
	case d != nil && (p.unsettled() || d != p.Job.draft):
		c.core.ask(Question{About: Restoring, Kind: k})
	default:
		c.restore(k)
	}
}

func (c *controllers) restore(k service.Kind) {
	if kept := c.model.publishing(k).Receipt.KeptFile; kept != "" {
		c.publishing.done(k)
		c.drafts.open(k, kept)
	}
}

// perform carries out a notice's button or an inspector's link.
func (c *controllers) perform(a action) {
	k := c.model.Front
	side := c.model.side(k)
	switch a {
	case doRetryAccount:
		trouble := c.model.Trouble
		c.model.Trouble = nil
		c.retryOf(trouble)
	case doRetryKeyring:
		trouble := c.model.Keyring
		c.model.Keyring = nil
		c.retryOf(trouble)
	case doGoOn:
		c.members.goOn()
	case doSignIn:
		c.model.Trouble, c.model.Keyring, side.Trouble = nil, nil, nil
		c.model.dropTrouble(k)
		c.signing.begin()
	case doRetryPublishing:
		p := c.model.publishing(k)
		trouble := p.Trouble
		c.model.dropTrouble(k)
		c.retryOf(trouble)
	case doDropPublishing:
		c.model.dropTrouble(k)
		c.changed()
	case doDropTurned:
		side.Turned = nil
		c.changed()
	case doDropElsewhere:
		c.model.Elsewhere = nil
		c.changed()
	case doRetrySide:
		trouble := side.Trouble
		side.Trouble = nil
		c.retryOf(trouble)
	case doDismiss:
		c.model.Trouble, c.model.Keyring, side.Trouble, side.Saved = nil, nil, nil, ""
		c.model.Elsewhere, side.Turned = nil, nil
		c.model.dropTrouble(k)
		c.changed()
	case doDropKeyring:
		c.model.Keyring = nil
		c.changed()
	case doDropAccount:
		c.model.Trouble = nil
		c.changed()
	case doDropSide:
		side.Trouble = nil
		c.changed()
	case doDropOffer:
		side.Offer = false
		c.changed()
	case doChoose:
		c.drafts.choose()
	case doSaveAndOpen:
		c.saving.exportAndOpen(k)
	case doOpenX:
		c.desk.OpenURL("https://x.com")
	case doOpenPortal:
		c.desk.OpenURL(portalPage)
	case doUseAsBanner:
		c.drafts.useAsBanner()
	case doOpenPicture:
		account := c.model.Account
		if p := c.model.publishing(k); p.Phase == Published {
			account = p.Receipt.Account
		}
		if at, ok := account.URL(service.Largest(k)); ok {
			c.desk.OpenURL(at)
		}
	}
}

// showKept opens the folder of the pictures that were replaced.
func (c *controllers) showKept() {
	folder := c.services.history.Folder(c.model.Own)
	task.Run(c.tasks, c.life, func(context.Context) error {
		_, err := os.Stat(folder)
		return err
	}, func(err error) {
		if err != nil {
			c.drafts.refuse("Nothing was replaced yet.", "What publishing replaces is kept as plain files, and can be seen here then.")
			return
		}
		c.desk.OpenURL((&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}).String())
	})
}

// serverName is what people call the server behind an API base.
func serverName(api *url.URL) string {
	if api == nil || api.Hostname() == "api.x.com" {
		return "X"
	}
	return api.Host
}

func (c *controllers) retryOf(t *Trouble) {
	if t != nil && t.Retry != nil {
		t.Retry()
		return
	}
	c.changed()
}
