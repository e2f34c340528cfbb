package app

import (
	"context"
	"strings"

	"masthead/app/message"
	"masthead/app/task"
	"masthead/service"
	"masthead/service/session"
)

// Signing is a sign-in under way.
type Signing struct {
	Phase SigningPhase
	// Server is who is signed in to, for people: "X".
	Server string
	// Callback tells that the browser is to come back by itself; else a PIN is typed.
	Callback bool
	// CallbackURL is the address that the app must be registered with for that.
	CallbackURL string
	// Like is the member whose app's keys are used again; nil where they are typed.
	Like *Member
	// CanBeLike is the member whose app's keys could be used; nil when there is none.
	CanBeLike *Member
	// Page is the address that was opened in the browser; "" before.
	Page string
	// Note is what there is to know meanwhile; Trouble what went wrong last.
	Note    string
	Trouble *Trouble
}

// SigningPhase is the phase of a sign-in.
type SigningPhase int

// The phases of a sign-in.
const (
	Typing     SigningPhase = iota // the app's keys are wanted
	Requesting                     // X is asked for a page to allow the app on
	Allowing                       // the page is open in the browser
	Finishing                      // what came back is exchanged for keys
)

// signing is the controller of signing in.
type signing struct {
	*core
	members *members
	port    int

	ctx      context.Context
	stop     context.CancelFunc
	attempt  *session.Attempt
	callback *session.Callback // nil but while the browser is to come back
	typed    session.App       // the keys that the attempt was made with; zero for a member's
}

// begin opens the card. Where somebody is signed in, the same app's keys can be used.
func (c *signing) begin() {
	if c.model.Signing != nil {
		return
	}
	s := &Signing{Server: c.members.accounts.server, CallbackURL: session.CallbackURL(c.port)}
	if len(c.model.Members) > 0 {
		like := c.model.Members[0]
		s.Like, s.CanBeLike = &like, &like
	}
	c.model.Signing = s
	c.changed()
}

// cancel closes the card and ends what is under way.
func (c *signing) cancel() {
	c.end()
	c.model.Signing = nil
	c.changed()
}

// end gives up what is under way: the page in the browser leads nowhere after it.
func (c *signing) end() {
	if c.stop != nil {
		c.stop()
	}
	if c.callback != nil {
		c.callback.Close() // at once: the next attempt wants the same port
	}
	c.stop, c.attempt, c.callback, c.typed = nil, nil, nil, session.App{}
}

// useOtherKeys chooses between typing the keys and those of an app that is in use.
func (c *signing) useOtherKeys(other bool) {
	s := c.model.Signing
	c.end()
	s.Phase, s.Page, s.Note, s.Trouble = Typing, "", "", nil
	s.Like = s.CanBeLike
	if other {
		s.Like = nil
	}
	c.changed()
}

// useCallback chooses between the callback and the PIN.
func (c *signing) useCallback(yes bool) {
	s := c.model.Signing
	c.end()
	s.Phase, s.Callback, s.Page, s.Note, s.Trouble = Typing, yes, "", "", nil
	c.changed()
}

// page is what stands open in the browser after a request.
type page struct {
	attempt  *session.Attempt
	callback *session.Callback // nil for the PIN
	fellBack error             // why it is the PIN although the callback was asked for
	err      error
}

// openBrowser asks X for a page to allow the app on, and opens it. The keys are those of
// the app; they are not looked at where another member's are used.
func (c *signing) openBrowser(key, secret string) {
	s := c.model.Signing
	if s == nil || s.Phase == Requesting || s.Phase == Finishing {
		return
	}
	typed := session.App{Key: strings.TrimSpace(key), Secret: strings.TrimSpace(secret)}
	if s.Like == nil && (typed.Key == "" || typed.Secret == "") {
		return
	}
	if s.Phase == Allowing && typed == c.typed {
		c.desk.OpenURL(s.Page) // the same page again: what it shows still counts
		return
	}
	c.end()
	c.typed = typed
	c.ctx, c.stop = context.WithCancel(c.life)
	s.Phase, s.Page, s.Note, s.Trouble = Requesting, "", "", nil
	c.changed()
	if like := c.members.entry(s.Like); like != nil {
		c.lookUp(*like)
	} else {
		c.ask(typed)
	}
}

// lookUp gets the keys of a member's app, and asks with them.
func (c *signing) lookUp(like session.Entry) {
	s, answered := c.model.Signing, false
	type result struct {
		app session.App
		err error
	}
	task.Run(c.tasks, c.ctx, func(ctx context.Context) result {
		keys, err := c.book.Keys(ctx, like)
		return result{session.App{Key: keys.ConsumerKey, Secret: keys.ConsumerSecret}, err}
	}, func(r result) {
		answered, s.Note = true, ""
		if r.err != nil {
			c.opened(page{err: r.err})
			return
		}
		c.ask(r.app)
	})
	c.tasks.After(c.ctx, patience, func() {
		if !answered {
			s.Note = waitingForKeyring().String()
			c.changed()
		}
	})
}

// ask asks X for a page to allow the app on.
func (c *signing) ask(app session.App) {
	wantCallback := c.model.Signing.Callback
	task.Run(c.tasks, c.ctx, func(ctx context.Context) page { return c.request(ctx, app, wantCallback) }, c.opened)
	c.changed()
}

// request asks for a page; where the callback cannot be had, for one that ends in a PIN.
func (c *signing) request(ctx context.Context, app session.App, wantCallback bool) page {
	signIn, err := c.members.place.signIn(app)
	if err != nil {
		return page{err: err}
	}
	var p page
	if wantCallback {
		p = c.requestCallback(ctx, signIn)
		if code := service.CodeOf(p.err); code != service.NoCallback && code != service.PortTaken {
			return p
		}
		p = page{fellBack: p.err}
	}
	p.attempt, p.err = signIn.Request(ctx, session.OutOfBand)
	return p
}

func (c *signing) requestCallback(ctx context.Context, signIn *session.SignIn) page {
	callback, err := session.ListenCallback(ctx, c.port)
	if err != nil {
		return page{err: err}
	}
	attempt, err := signIn.Request(ctx, callback.URL())
	if err != nil {
		callback.Close()
		return page{err: err}
	}
	context.AfterFunc(ctx, callback.Close)
	return page{attempt: attempt, callback: callback}
}

// opened shows the page in the browser and waits for what comes of it.
func (c *signing) opened(p page) {
	s := c.model.Signing
	if p.err != nil {
		c.failed(Typing, p.err)
		if service.CodeOf(p.err) == service.NoSecret {
			s.Like, s.CanBeLike = nil, nil // they have to be typed
		}
		c.changed()
		return
	}
	c.attempt, c.callback = p.attempt, p.callback
	s.Phase, s.Page, s.Note = Allowing, p.attempt.AuthorizeURL(), ""
	if p.fellBack != nil {
		s.Callback = false
		s.Note = message.Of(p.fellBack, c.now()).Title + " So the page shows a PIN instead."
	}
	c.desk.OpenURL(s.Page)
	c.changed()
	if p.callback == nil {
		return
	}
	explain := func(err error) string { return message.Of(brought(err), c.now()).String() }
	task.Run(c.tasks, c.ctx, func(ctx context.Context) outcome {
		granted, err := p.callback.Receive(ctx, p.attempt, explain)
		return outcome{granted, brought(err)}
	}, c.ended)
}

// brought is the error of what the browser brought: nobody typed it, so it is no PIN.
func brought(err error) error {
	if service.CodeOf(err) == service.BadPIN {
		return &service.Error{Op: "app.signing", Code: service.Expired, Err: err}
	}
	return err
}

// outcome is how a sign-in ended.
type outcome struct {
	granted session.Granted
	err     error
}

// finish exchanges the PIN. A wrong one can be typed again.
func (c *signing) finish(pin string) {
	s := c.model.Signing
	if s == nil || s.Phase != Allowing || c.attempt == nil || strings.TrimSpace(pin) == "" {
		return
	}
	s.Phase, s.Trouble = Finishing, nil
	c.changed()
	attempt := c.attempt
	task.Run(c.tasks, c.ctx, func(ctx context.Context) outcome {
		granted, err := attempt.Finish(ctx, pin)
		return outcome{granted, err}
	}, c.ended)
}

func (c *signing) ended(o outcome) {
	if o.err == nil {
		c.cancel()
		c.members.joined(o.granted)
		return
	}
	switch service.CodeOf(o.err) {
	case service.Denied, service.Expired:
		c.end()
		c.failed(Typing, o.err)
	default:
		next := Allowing // the page still stands, and the PIN with it
		if c.model.Signing.Callback {
			c.end()
			next = Typing
		}
		c.failed(next, o.err)
	}
	c.changed()
}

// failed says what went wrong and goes back to a phase.
func (c *signing) failed(to SigningPhase, err error) {
	s := c.model.Signing
	s.Phase, s.Note, s.Trouble = to, "", c.troubled(err, nil)
	if to == Typing {
		s.Page = ""
	}
}

// copyPage is for where no browser opened.
func (c *signing) copyPage() { c.desk.Copy(c.model.Signing.Page) }

// copyCallback copies the address that the app is to be registered with.
func (c *signing) copyCallback() { c.desk.Copy(c.model.Signing.CallbackURL) }
