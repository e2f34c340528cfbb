package fetch

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"masthead/service"
)

// maxBody is the most that is read of any picture, in bytes.
const maxBody = 64 << 20

// timeout is how long one download may take, redirects included.
const timeout = 2 * time.Minute

// userAgent is all that a request says of who asks.
const userAgent = "Masthead"

// Params is what a Fetcher is made from.
type Params struct {
	// Dir is the folder of the disk cache; "" for none. It is made when first needed.
	Dir string
	// MaxBytes is the most that the cache may hold; 0 means 256 MiB. The pictures that
	// were used longest ago go first.
	MaxBytes int64
	// Transport carries the requests; nil means a private one that refuses addresses
	// of the own network.
	Transport http.RoundTripper
	// Loopback is the API's base while that is the sandbox or an emulator: then its own
	// host and loopback hosts may be asked, over http too. Else nil.
	Loopback *url.URL
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Fetcher downloads pictures. It may be used from many goroutines.
type Fetcher struct {
	transport http.RoundTripper
	local     *url.URL
	now       func() time.Time
	maxBody   int64
	cache     *cache // nil without a disk cache

	mu      sync.Mutex
	flights map[request]*flight
}

// Item is a downloaded picture.
type Item struct {
	// Data holds the bytes as they came; it is shared and must not be changed.
	Data []byte
	// URL is what was asked for, in its encoded form.
	URL string
	// At is when the bytes came from the server.
	At time.Time
}

// New makes a Fetcher. It touches neither disk nor network.
func New(p Params) *Fetcher {
	f := &Fetcher{
		transport: p.Transport,
		local:     p.Loopback,
		now:       p.Now,
		maxBody:   maxBody,
		flights:   map[request]*flight{},
	}
	if f.now == nil {
		f.now = time.Now
	}
	if f.transport == nil {
		f.transport = newTransport(func(host string) bool {
			return f.local != nil && (service.IsLoopback(host) || host == f.local.Hostname())
		})
	}
	if p.Dir != "" {
		f.cache = &cache{dir: p.Dir, max: cmp.Or(p.MaxBytes, 256<<20), now: f.now}
	}
	return f
}

// Cached is what the disk cache holds of a URL, without asking anyone.
func (f *Fetcher) Cached(raw string) (Item, bool) {
	u, err := parse("fetch.Cached", raw)
	if err != nil || f.cache == nil {
		return Item{}, false
	}
	return f.cache.load(u.String())
}

// Get downloads a URL, always from the network, and keeps it in the cache. Callers who
// want the same URL at once share one request; one who stops waiting returns at once,
// and the request ends when nobody waits.
//
// The error is a service.Error: Untrusted for a URL, or a redirect, that may not be
// asked; Gone for 404 and 410; Withheld for 403; RateLimited; Overloaded; TooLarge over
// 64 MiB, with the limit as Detail; CutShort for a body that ends early; Garbled for any
// other answer; Offline; Canceled.
func (f *Fetcher) Get(ctx context.Context, raw string, t Trust) (Item, error) {
	return f.GetWithin(ctx, raw, t, f.maxBody)
}

// GetWithin is Get for a picture of at most so many bytes: a longer one is TooLarge, and
// no more than that is read of it. Callers share a request only when they bear the same:
// what is too large for one may be what another wants. The limit of Get stands too.
func (f *Fetcher) GetWithin(ctx context.Context, raw string, t Trust, most int64) (Item, error) {
	const op = "fetch.Get"
	most = min(most, f.maxBody)
	u, err := parse(op, raw)
	if err != nil {
		return Item{}, err
	}
	if err := f.check(u, t); err != nil {
		return Item{}, err
	}
	return f.share(ctx, request{u.String(), t, most}, func(ctx context.Context) (Item, error) {
		item, err := f.download(ctx, op, u, t, most)
		if err == nil && f.cache != nil {
			f.cache.store(item)
		}
		return item, err
	})
}

func (f *Fetcher) download(ctx context.Context, op string, u *url.URL, t Trust, most int64) (Item, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Item{}, service.Errorf(op, service.Untrusted, "make the request: %w", err)
	}
	req.Header.Set("User-Agent", userAgent)
	client := http.Client{
		Transport: f.transport,
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			return f.redirect(next, before, t)
		},
	}
	resp, err := client.Do(req)
	if err != nil {
		return Item{}, service.NetworkError(ctx, op, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return Item{}, statusError(op, resp, f.now())
	}
	data, err := readBody(ctx, op, resp, most)
	if err != nil {
		return Item{}, err
	}
	return Item{Data: data, URL: u.String(), At: f.now()}, nil
}

// redirect lets a request go on to where the same rule allows it, and tells nobody
// whence it comes.
func (f *Fetcher) redirect(next *http.Request, before []*http.Request, t Trust) error {
	const op = "fetch.Get"
	if len(before) > maxRedirects {
		return service.Errorf(op, service.Garbled, "more than %d redirects", maxRedirects)
	}
	if before[len(before)-1].URL.Scheme == "https" && next.URL.Scheme != "https" {
		return service.Errorf(op, service.Untrusted, "a redirect from https to %s", next.URL.Scheme)
	}
	next.Header.Del("Referer")
	return f.check(next.URL, t)
}

func statusError(op string, resp *http.Response, now time.Time) error {
	e := service.Errorf(op, service.Garbled, "the server answers %s", resp.Status)
	e.Detail = "HTTP " + strconv.Itoa(resp.StatusCode)
	switch code := resp.StatusCode; {
	case code == http.StatusNotFound, code == http.StatusGone:
		e.Code = service.Gone
	case code == http.StatusForbidden:
		e.Code = service.Withheld
	case code == http.StatusTooManyRequests:
		e.Code = service.RateLimited
		if seconds, err := strconv.ParseUint(resp.Header.Get("Retry-After"), 10, 31); err == nil {
			e.Until = now.Add(time.Duration(seconds) * time.Second)
		}
	case code >= 500:
		e.Code = service.Overloaded
	}
	return e
}

// readBody reads at most so many bytes, and one more to see that there are more.
func readBody(ctx context.Context, op string, resp *http.Response, most int64) ([]byte, error) {
	tooLarge := service.Errorf(op, service.TooLarge, "over %d bytes", most)
	tooLarge.Detail = service.ByteCount(int(most))
	if resp.ContentLength > most {
		return nil, tooLarge
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	switch {
	case int64(len(data)) > most:
		return nil, tooLarge
	case errors.Is(err, io.ErrUnexpectedEOF), err == nil && resp.ContentLength > int64(len(data)):
		return nil, service.Errorf(op, service.CutShort, "%d bytes of %d came", len(data), resp.ContentLength)
	case err != nil:
		return nil, service.NetworkError(ctx, op, err)
	}
	return data, nil
}
