package gallery

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/fetch"
	"masthead/service/picture"
	"masthead/service/sandbox"
	"masthead/service/sandbox/sandboxtest"
	"masthead/service/session"
	"masthead/service/twitter"
)

// Whatever an honest server serves is within its variant: what was uploaded, and the
// default picture.
func TestNothingThatIsServedIsTooLarge(t *testing.T) {
	base := &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}
	server, err := sandbox.New(sandbox.Options{PublicURL: base, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	keys, network := server.Credentials(), sandboxtest.Transport(server)
	signer, err := session.New(session.Params{
		Base: base, Transport: network, Now: time.Now,
		Credentials: session.Credentials{
			ConsumerKey: keys.ConsumerKey, ConsumerSecret: keys.ConsumerSecret,
			Token: keys.AccessToken, TokenSecret: keys.AccessSecret,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	images := fetch.New(fetch.Params{Transport: network, Loopback: base, Now: time.Now})
	g := New(twitter.New(base, signer, time.Now), images, picture.DecodeWithin, time.Now)
	for _, handle := range []string{"adalindqvist", "dunes", "beetle", "copper"} {
		a, err := g.Open(t.Context(), handle)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range service.Kinds {
			if a.PictureURL(k) == "" {
				continue
			}
			w := newWatcher(t, a)
			g.Load(t.Context(), a, k, w.show, w.heal)
			for _, v := range a.Variants(k) {
				if got := states(w.shots[v.Name]); got != "live" {
					t.Errorf("@%s: the %s’s %s went %q: %v", handle, k, v.Name, got, w.shots[v.Name])
				}
			}
		}
	}
}

// Without any compression a picture takes the most.
func TestTheHardestPictureFitsItsVariant(t *testing.T) {
	for _, k := range service.Kinds {
		for _, v := range service.Variants(k) {
			if !v.Sized() {
				continue
			}
			_, most := v.Most()
			var encoded bytes.Buffer
			plain := png.Encoder{CompressionLevel: png.NoCompression}
			if err := plain.Encode(&encoded, image.NewNRGBA(image.Rect(0, 0, v.Width, v.Height))); err != nil {
				t.Fatal(err)
			}
			if n := encoded.Len(); n < 4*v.Width*v.Height || int64(n) > most {
				t.Errorf("%s takes %d bytes of %d", v.Name, n, most)
			}
		}
	}
}
