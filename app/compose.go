package app

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
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
	"masthead/service/twitter"
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
	// Version is the program's.
	Version string
}

// imageCache is how many bytes of pictures are kept on disk, the oldest out.
const imageCache = 256 << 20

// demoDelay is how long the demo account's uploads are processed: long enough to see
// the waiting, and about what X takes.
const demoDelay = 6 * time.Second

// services are what the controllers work with. They are replaced as a whole when
// somebody signs in.
type services struct {
	gallery   *gallery.Gallery
	publisher *publish.Publisher // nil when nobody is signed in
	images    *fetch.Fetcher
	history   *history.Store
	limit     func() (twitter.Limit, bool) // nil when nobody is signed in
	skew      func() time.Duration         // likewise
	close     func()
}

// unsigned builds the services of a window that nobody is signed in to.
func unsigned(now func() time.Time) *services {
	images := fetch.New(fetch.Params{Dir: filepath.Join(xdg.CacheHome, "masthead", "images"), MaxBytes: imageCache, Now: now})
	return &services{
		gallery: gallery.New(nil, images, picture.Decode, now),
		images:  images,
		history: history.New(filepath.Join(xdg.DataHome, "masthead", "history")),
		close:   func() {},
	}
}

// place says where a signed-in session talks to and where it keeps things.
type place struct {
	base        *url.URL
	credentials session.Credentials
	cache, data string            // folders
	transport   http.RoundTripper // nil for the network
}

// signed builds the services of a signed-in session.
func signed(p place, now func() time.Time) (*services, error) {
	signer, err := session.New(session.Params{Credentials: p.credentials, Base: p.base, Transport: p.transport, Now: now})
	if err != nil {
		return nil, err
	}
	api := twitter.New(p.base, signer, now)
	var local *url.URL // loopback images are for a loopback API alone
	if service.IsLoopback(p.base.Hostname()) {
		local = p.base
	}
	images := fetch.New(fetch.Params{Dir: p.cache, MaxBytes: imageCache, Transport: p.transport, Loopback: local, Now: now})
	kept := history.New(p.data)
	return &services{
		gallery:   gallery.New(api, images, picture.Decode, now),
		publisher: publish.New(api, images, kept, engine{}, now),
		images:    images,
		history:   kept,
		limit:     api.Limit,
		skew:      signer.Skew,
		close:     func() {},
	}, nil
}

// withKeys builds a session with keys that were given for this run.
func withKeys(base *url.URL, keys session.Credentials, now func() time.Time) (*services, error) {
	return signed(place{
		base: base, credentials: keys,
		cache: filepath.Join(xdg.CacheHome, "masthead", "images"),
		data:  filepath.Join(xdg.DataHome, "masthead", "history"),
	}, now)
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
	keys := server.Credentials()
	s, err := signed(place{
		base: server.URL(),
		credentials: session.Credentials{
			ConsumerKey: keys.ConsumerKey, ConsumerSecret: keys.ConsumerSecret,
			Token: keys.AccessToken, TokenSecret: keys.AccessSecret,
		},
		cache: filepath.Join(dir, "images"), data: filepath.Join(dir, "history"),
	}, now)
	if err != nil {
		server.Close()
		os.RemoveAll(dir)
		return nil, err
	}
	s.close = func() {
		server.Close()
		os.RemoveAll(dir)
	}
	return s, nil
}
