package gallery

import (
	"context"
	"image"
	"net/url"
	"strings"
	"time"

	"masthead/service"
	"masthead/service/fetch"
)

// Reader reads accounts through X's API.
type Reader interface {
	Me(context.Context) (service.Account, error)
	User(ctx context.Context, handle string) (service.Account, error)
	Reread(context.Context, service.Account) (service.Account, error)
	BannerSizes(context.Context, service.Account) ([]service.BannerSize, error)
}

// Images gets encoded pictures by URL.
type Images interface {
	Cached(url string) (fetch.Item, bool)
	// GetWithin downloads a picture of at most so many bytes.
	GetWithin(ctx context.Context, url string, t fetch.Trust, most int64) (fetch.Item, error)
}

// Decoder turns bytes into pixels with their facts. A picture that is larger than most, in
// pixels, is TooLarge before any of them is decoded.
type Decoder func(ctx context.Context, data []byte, most image.Point) (*image.RGBA, service.Picture, error)

// Gallery opens accounts and loads their sizes. It may be used from many goroutines.
type Gallery struct {
	reader Reader
	images Images
	decode Decoder
	now    func() time.Time
	gaps   gaps
}

// New makes a gallery. A nil reader is allowed: then only pasted URLs open.
func New(reader Reader, images Images, decode Decoder, now func() time.Time) *Gallery {
	return &Gallery{reader: reader, images: images, decode: decode, now: now}
}

// Own reads the account that is signed in.
func (g *Gallery) Own(ctx context.Context) (service.Account, error) {
	if g.reader == nil {
		return service.Account{}, notSignedIn("gallery.Own")
	}
	a, err := g.reader.Me(ctx)
	return g.withBanners(ctx, a, err)
}

// Open reads another account by its handle, read-only. It costs a read of the account
// that is signed in, and fails with NotSignedIn when there is none.
func (g *Gallery) Open(ctx context.Context, handle string) (service.Account, error) {
	if g.reader == nil {
		return service.Account{}, notSignedIn("gallery.Open")
	}
	a, err := g.reader.User(ctx, handle)
	return g.withBanners(ctx, a, err)
}

// Reread reads an account again.
func (g *Gallery) Reread(ctx context.Context, a service.Account) (service.Account, error) {
	if a.Reader == service.ReaderLink || g.reader == nil {
		a.ReadAt = g.now()
		return a, nil
	}
	fresh, err := g.reader.Reread(ctx, a)
	return g.withBanners(ctx, fresh, err)
}

// withBanners adds the list of banner sizes. Without that list the table of sizes
// still serves, so its failure is not the account's.
func (g *Gallery) withBanners(ctx context.Context, a service.Account, err error) (service.Account, error) {
	if err != nil || a.BannerURL == "" {
		return a, err
	}
	if sizes, err := g.reader.BannerSizes(ctx, a); err == nil {
		a.BannerSizes = sizes
	}
	return a, nil
}

// Link makes a read-only account of a pasted profile image URL: nobody has to be
// signed in. It fails with NotFound when the text is no picture's address.
func (g *Gallery) Link(raw string) (service.Account, error) {
	const op = "gallery.Link"
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return service.Account{}, service.Errorf(op, service.NotFound, "%q is no address of a picture", raw)
	}
	a := service.Account{Name: service.ShortURL(u.String()), ReadAt: g.now(), Reader: service.ReaderLink}
	if strings.Contains(u.Path, "/profile_banners/") {
		a.BannerURL = u.String()
		return a, nil
	}
	a.AvatarURL = u.String()
	a.DefaultAvatar = service.IsDefaultAvatar(a.AvatarURL)
	return a, nil
}

func notSignedIn(op string) error {
	return service.Errorf(op, service.NotSignedIn, "nobody is signed in")
}
