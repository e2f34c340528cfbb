package app

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/adrg/xdg"

	"masthead/assets"
	"masthead/service"
	"masthead/service/fetch"
	"masthead/service/gallery"
	"masthead/service/history"
	"masthead/service/picture"
	"masthead/service/publish"
	"masthead/service/sandbox"
	"masthead/service/session"
	"masthead/service/signin"
	"masthead/service/twitter"
	"masthead/service/vault"
)

// This file is the only one that knows how services are built from each other.

// Options say how the window starts.
type Options struct {
	// Image is a path to show as a draft; "" for none.
	Image string
	// Sandbox signs in to the built-in demo account.
	Sandbox bool
	// API is the base of X's API.
	API *url.URL
	// Credentials are keys for this run only; zero when nobody is signed in.
	Credentials session.Credentials
	// CallbackPort is where the browser comes back to on this computer.
	CallbackPort int
	// Version is the program's.
	Version string
}

// imageCache is how many bytes of pictures are kept on disk, the oldest out.
const imageCache = 256 << 20

// demoDelay is how long the demo account's uploads are processed: long enough to see
// the waiting, and about what X takes.
const demoDelay = 6 * time.Second

// services are what the controllers work with. They are replaced as a whole when
// somebody signs in or another account is chosen.
type services struct {
	// server is the base of the API that they speak to.
	server    string
	gallery   *gallery.Gallery
	publisher *publish.Publisher // nil when nobody is signed in
	images    *fetch.Fetcher
	history   *history.Store
	api       *twitter.Client // nil when nobody is signed in
	signer    *session.Client // likewise
	// ends closes what is theirs alone; nil where there is nothing to close.
	ends func()
	// held counts the publishings that still use them.
	held sync.WaitGroup
}

// hold keeps the services open until done is called.
func (s *services) hold() (done func()) {
	s.held.Add(1)
	return sync.OnceFunc(s.held.Done)
}

// close gives back what the services hold, when nothing uses them any more. It may be
// called again.
func (s *services) close() {
	if s.ends != nil {
		s.held.Wait()
		s.ends()
	}
}

// place says where the program talks to and where it keeps things.
type place struct {
	base        *url.URL
	cache, data string            // folders of fetched and of kept pictures
	transport   http.RoundTripper // nil for the network
	now         func() time.Time
}

// server is the API's base as the list of accounts names it.
func (p place) server() string { return strings.TrimSuffix(p.base.String(), "/") }

// home is where the program works for real.
func home(base *url.URL, now func() time.Time) place {
	return place{
		base: base, now: now,
		cache: filepath.Join(xdg.CacheHome, "masthead", "images"),
		data:  filepath.Join(xdg.DataHome, "masthead", "history"),
	}
}

// unsigned builds the services of a window that nobody is signed in to.
func (p place) unsigned() *services {
	images := p.images()
	return &services{
		server: p.server(), gallery: gallery.New(nil, images, picture.DecodeWithin, p.now),
		images: images, history: history.New(p.data),
	}
}

// signed builds the services of a signed-in session.
func (p place) signed(keys session.Credentials, plan service.Plan) (*services, error) {
	signer, err := session.New(session.Params{Credentials: keys, Base: p.base, Transport: p.transport, Now: p.now})
	if err != nil {
		return nil, err
	}
	api := twitter.New(p.base, signer, p.now, twitter.WithPlan(plan))
	images, kept := p.images(), history.New(p.data)
	return &services{
		server:    p.server(),
		gallery:   gallery.New(api, images, picture.DecodeWithin, p.now),
		publisher: publish.New(api, images, kept, engine{}, p.now),
		images:    images, history: kept, api: api, signer: signer,
	}, nil
}

func (p place) images() *fetch.Fetcher {
	var local *url.URL // loopback images are for a loopback API alone
	if p.base != nil && service.IsLoopback(p.base.Hostname()) {
		local = p.base
	}
	return fetch.New(fetch.Params{Dir: p.cache, MaxBytes: imageCache, Transport: p.transport, Loopback: local, Now: p.now})
}

// signIn prepares signing in with the user's own app.
func (p place) signIn(app session.App) (*session.SignIn, error) {
	return session.NewSignIn(session.SignInParams{
		App: app, Base: p.base, Transport: p.transport, Now: p.now, Refusal: twitter.Refusal,
	})
}

// newBook is the book of who is signed in on this computer.
func newBook(p place) *signin.Book {
	return signin.New(signin.Params{
		API: p.server(), Keyring: vault.NewKeyring("app.masthead"), Memory: vault.NewMemory(),
		Index: session.OpenIndex(filepath.Join(xdg.ConfigHome, "masthead", "accounts.json")), Now: p.now,
	})
}

// demo starts the sandbox in this process and signs in to it. What it keeps lies in a
// temporary folder: a trial leaves nothing behind.
func demo(ctx context.Context, now func() time.Time) (*services, error) {
	dir, err := os.MkdirTemp("", "masthead-demo-")
	if err != nil {
		return nil, err
	}
	server, err := sandbox.New(sandbox.Options{
		Delay: demoDelay, Now: now, Avatar: assets.AvatarSample, Banner: assets.BannerSample,
	})
	if err == nil {
		err = server.Listen(ctx)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	// Without a cache: the server is this program, and a late download must not make the
	// folder anew.
	there := place{base: server.URL(), data: filepath.Join(dir, "history"), now: now}
	s, err := there.signed(credentialsOf(server.Credentials()), service.Plan{})
	if err != nil {
		server.Close()
		os.RemoveAll(dir)
		return nil, err
	}
	s.ends = sync.OnceFunc(func() {
		server.Close()
		os.RemoveAll(dir)
	})
	return s, nil
}

// credentialsOf are the keys with which the sandbox's demo account signs.
func credentialsOf(c sandbox.Credentials) session.Credentials {
	return session.Credentials{
		ConsumerKey: c.ConsumerKey, ConsumerSecret: c.ConsumerSecret, Token: c.AccessToken, TokenSecret: c.AccessSecret,
	}
}
