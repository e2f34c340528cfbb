package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
)

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// pages is a transport that knows some URLs. Others fail the test, and so do pages that
// nobody asked for.
func pages(t *testing.T, known map[string]*http.Response) http.RoundTripper {
	var mu sync.Mutex
	asked := map[string]bool{}
	t.Cleanup(func() {
		for u := range known {
			if !asked[u] {
				t.Errorf("nobody asked for %s", u)
			}
		}
	})
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		for _, name := range []string{"Authorization", "Cookie", "Referer"} {
			if req.Header.Get(name) != "" {
				t.Errorf("%s travels to %s", name, req.URL)
			}
		}
		if req.Header.Get("User-Agent") != "Masthead" {
			t.Errorf("user agent %q", req.Header.Get("User-Agent"))
		}
		asked[req.URL.String()] = true
		resp, ok := known[req.URL.String()]
		if !ok {
			t.Errorf("an unexpected request to %s", req.URL)
			return nil, errors.New("unexpected")
		}
		resp.Request = req
		return resp, nil
	})
}

func page(status int, body string, header ...string) *http.Response {
	resp := &http.Response{
		StatusCode: status, Status: fmt.Sprint(status), Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	for i := 0; i < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

const avatar = "https://pbs.twimg.com/profile_images/1/a_normal.jpg"

var noon = time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

func TestStatuses(t *testing.T) {
	short := page(200, "abc")
	short.ContentLength = 10
	huge := page(200, "")
	huge.ContentLength = maxBody + 1
	tests := map[string]struct {
		resp  *http.Response
		want  service.Code
		until time.Time
	}{
		"200":          {resp: page(200, "abc")},
		"200, empty":   {resp: page(200, "")},
		"204":          {resp: page(204, ""), want: service.Garbled},
		"206":          {resp: page(206, "abc"), want: service.Garbled},
		"304":          {resp: page(304, ""), want: service.Garbled},
		"400":          {resp: page(400, ""), want: service.Garbled},
		"403":          {resp: page(403, "<Error>AccessDenied</Error>"), want: service.Withheld},
		"404":          {resp: page(404, ""), want: service.Gone},
		"410":          {resp: page(410, ""), want: service.Gone},
		"429":          {resp: page(429, ""), want: service.RateLimited},
		"429 and when": {resp: page(429, "", "Retry-After", "60"), want: service.RateLimited, until: noon.Add(time.Minute)},
		"500":          {resp: page(500, ""), want: service.Overloaded},
		"503":          {resp: page(503, ""), want: service.Overloaded},
		"cut short":    {resp: short, want: service.CutShort},
		"huge":         {resp: huge, want: service.TooLarge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := New(Params{Transport: pages(t, map[string]*http.Response{avatar: tt.resp}), Now: atNoon})
			item, err := f.Get(t.Context(), avatar, FromAccount)
			if service.CodeOf(err) != tt.want || (err != nil) != (tt.want != "") {
				t.Fatalf("got %v, want code %q", err, tt.want)
			}
			var e *service.Error
			if errors.As(err, &e) && (!e.Until.Equal(tt.until) || e.Op != "fetch.Get") {
				t.Errorf("until %v, want %v; operation %q", e.Until, tt.until, e.Op)
			}
			if err == nil && (item.URL != avatar || !item.At.Equal(noon)) {
				t.Errorf("item of %s at %v", item.URL, item.At)
			}
		})
	}
}

func TestABodyWithoutEndIsTooLarge(t *testing.T) {
	endless := page(200, "")
	endless.ContentLength = -1
	endless.Body = io.NopCloser(zeros{})
	f := New(Params{Transport: pages(t, map[string]*http.Response{avatar: endless})})
	f.maxBody = 1 << 20
	if _, err := f.Get(t.Context(), avatar, FromAccount); service.CodeOf(err) != service.TooLarge {
		t.Errorf("got %v, want too_large", err)
	}
}

func TestGetWithin(t *testing.T) {
	unknown := func(body string) *http.Response {
		resp := page(200, body)
		resp.ContentLength = -1
		return resp
	}
	for name, tt := range map[string]struct {
		resp *http.Response
		most int64
		want service.Code
	}{
		"just so":                  {page(200, "12345"), 5, ""},
		"one more":                 {page(200, "123456"), 5, service.TooLarge},
		"just so, length unknown":  {unknown("12345"), 5, ""},
		"one more, length unknown": {unknown("123456"), 5, service.TooLarge},
		"nothing allowed":          {page(200, "1"), 0, service.TooLarge},
		"more than Get allows":     {page(200, "12345678901"), 1 << 40, service.TooLarge},
		"as much as Get allows":    {page(200, "1234567890"), 1 << 40, ""},
	} {
		f := New(Params{Transport: pages(t, map[string]*http.Response{avatar: tt.resp}), Dir: t.TempDir()})
		f.maxBody = 10
		_, err := f.GetWithin(t.Context(), avatar, FromAccount, tt.most)
		if service.CodeOf(err) != tt.want || (err != nil) != (tt.want != "") {
			t.Errorf("%s: %v, want code %q", name, err, tt.want)
		}
		var e *service.Error
		if errors.As(err, &e) && e.Detail != service.ByteCount(int(min(tt.most, 10))) {
			t.Errorf("%s: the detail is %q", name, e.Detail)
		}
		if _, kept := f.Cached(avatar); kept != (tt.want == "") {
			t.Errorf("%s: kept: %v", name, kept)
		}
	}
}

func TestNoMoreIsReadThanWithin(t *testing.T) {
	read := 0
	endless := page(200, "")
	endless.ContentLength = -1
	endless.Body = io.NopCloser(counted{&read})
	f := New(Params{Transport: pages(t, map[string]*http.Response{avatar: endless})})
	if _, err := f.GetWithin(t.Context(), avatar, FromAccount, 1000); service.CodeOf(err) != service.TooLarge || read != 1001 {
		t.Errorf("%v after %d bytes", err, read)
	}
}

// counted are zeros without end.
type counted struct{ n *int }

func (c counted) Read(p []byte) (int, error) {
	*c.n += len(p)
	return len(p), nil
}

// Two who want the same picture at once, one of whom does not bear as much of it.
func TestASmallerLimitFailsNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		f := New(Params{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			requests.Add(1)
			<-time.After(time.Second)
			return page(200, "12345"), nil
		})})
		var wg sync.WaitGroup
		for _, most := range []int64{4, 5, 4, 5, maxBody, maxBody + 1} {
			wg.Go(func() {
				_, err := f.GetWithin(t.Context(), avatar, FromAccount, most)
				if (err == nil) != (most >= 5) {
					t.Errorf("within %d bytes: %v", most, err)
				}
			})
		}
		wg.Go(func() {
			if _, err := f.Get(t.Context(), avatar, FromAccount); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		if n := requests.Load(); n != 3 {
			t.Errorf("%d requests, want one for each limit", n)
		}
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestRedirects(t *testing.T) {
	to := func(target string) *http.Response { return page(302, "", "Location", target, "Set-Cookie", "a=b") }
	const pbs = "https://pbs.twimg.com/"
	chain := func(n int) map[string]*http.Response {
		known := map[string]*http.Response{}
		for i := range n {
			known[fmt.Sprintf("%s%d", pbs, i)] = to(fmt.Sprintf("/%d", i+1))
		}
		return known
	}
	five := chain(5)
	five[pbs+"5"] = page(200, "there")
	tests := map[string]struct {
		known map[string]*http.Response
		trust Trust
		want  service.Code
	}{
		"to another image host": {known: map[string]*http.Response{pbs + "0": to("https://abs.twimg.com/x"), "https://abs.twimg.com/x": page(200, "there")}},
		"five":                  {known: five},
		"six":                   {known: chain(6), want: service.Garbled},
		"away from X":           {known: map[string]*http.Response{pbs + "0": to("https://example.com/x")}, want: service.Untrusted},
		"down to http":          {known: map[string]*http.Response{pbs + "0": to("http://pbs.twimg.com/x")}, want: service.Untrusted},
		"into the own network":  {known: map[string]*http.Response{pbs + "0": to("https://192.168.0.1/x")}, trust: Typed, want: service.Untrusted},
		"with a password":       {known: map[string]*http.Response{pbs + "0": to("https://a:b@abs.twimg.com/x")}, want: service.Untrusted},
		"typed, elsewhere":      {known: map[string]*http.Response{pbs + "0": to("https://example.com/x"), "https://example.com/x": page(200, "there")}, trust: Typed},
		"to nowhere":            {known: map[string]*http.Response{pbs + "0": page(302, "")}, want: service.Garbled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			item, err := New(Params{Transport: pages(t, tt.known)}).Get(t.Context(), pbs+"0", tt.trust)
			if service.CodeOf(err) != tt.want || (err != nil) != (tt.want != "") {
				t.Fatalf("got %v, want code %q", err, tt.want)
			}
			if err == nil && string(item.Data) != "there" {
				t.Errorf("got %q", item.Data)
			}
		})
	}
}

func TestTheOldSchemeAndOddNamesOnTheWire(t *testing.T) {
	const clean = "https://si0.twimg.com/profile_images/1/my%20pic%20%C2%A9_normal.png"
	f := New(Params{Transport: pages(t, map[string]*http.Response{clean: page(200, "x")}), Dir: t.TempDir()})
	item, err := f.Get(t.Context(), "http://si0.twimg.com/profile_images/1/my pic ©_normal.png", FromAccount)
	if err != nil || item.URL != clean {
		t.Errorf("got %s, %v", item.URL, err)
	}
	if _, ok := f.Cached("http://si0.twimg.com/profile_images/1/my pic ©_normal.png"); !ok {
		t.Error("not found in the cache under its own name")
	}
}

func TestOverARealConnection(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch req.URL.Path {
		case "/img/my pic.png":
			_, _ = io.WriteString(w, "picture")
		case "/img/cut.png":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "pict")
		case "/img/broken.png":
			w.WriteHeader(200)
			_, _ = io.WriteString(w, "pict")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		default:
			http.NotFound(w, req)
		}
	}))
	defer server.Close()
	base, _ := url.Parse(server.URL)
	f := New(Params{Loopback: base})
	for path, want := range map[string]service.Code{
		"/img/my pic.png": service.Unknown, "/img/cut.png": service.CutShort,
		"/img/broken.png": service.CutShort, "/img/none.png": service.Gone,
	} {
		item, err := f.Get(t.Context(), server.URL+path, FromAccount)
		if service.CodeOf(err) != want || (err == nil && string(item.Data) != "picture") {
			t.Errorf("%s: %q, %v, want code %q", path, item.Data, err, want)
		}
	}
	server.Close()
	if _, err := f.Get(t.Context(), server.URL+"/img/my pic.png", FromAccount); service.CodeOf(err) != service.Offline {
		t.Errorf("with nobody listening: %v, want offline", err)
	}
	if _, err := New(Params{}).Get(t.Context(), server.URL+"/img/my pic.png", Typed); service.CodeOf(err) != service.Untrusted {
		t.Errorf("without a sandbox: %v, want untrusted", err)
	}
}

func TestOneDownloadForAllWhoAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		f := New(Params{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			requests.Add(1)
			select {
			case <-time.After(time.Second):
				return page(200, "x"), nil
			case <-req.Context().Done():
				return nil, req.Context().Err()
			}
		})})
		first, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		var wg sync.WaitGroup
		began := time.Now()
		wg.Go(func() {
			_, err := f.Get(first, avatar, FromAccount)
			if service.CodeOf(err) != service.Canceled || time.Since(began) != time.Millisecond {
				t.Errorf("the one who left got %v after %v", err, time.Since(began))
			}
		})
		synctest.Wait()
		for range 5 {
			wg.Go(func() {
				if item, err := f.Get(t.Context(), avatar, FromAccount); err != nil || string(item.Data) != "x" {
					t.Errorf("got %q, %v", item.Data, err)
				}
			})
		}
		wg.Wait()
		if n := requests.Load(); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
		if _, err := f.Get(t.Context(), avatar, FromAccount); err != nil || requests.Load() != 2 {
			t.Errorf("a later caller: %v after %d requests, want a new one", err, requests.Load())
		}
	})
}

func TestADownloadThatNobodyWaitsForEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan struct{})
		f := New(Params{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			close(ended)
			return nil, req.Context().Err()
		})})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := f.Get(ctx, avatar, FromAccount); service.CodeOf(err) != service.Offline {
			t.Errorf("got %v, want offline after a deadline", err)
		}
		<-ended
		synctest.Wait()
		if len(f.flights) != 0 {
			t.Errorf("%d flights left", len(f.flights))
		}
	})
}

func TestADownloadHasAnEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := New(Params{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		})})
		began := time.Now()
		_, err := f.Get(t.Context(), avatar, FromAccount)
		if service.CodeOf(err) != service.Offline || time.Since(began) != timeout {
			t.Errorf("got %v after %v, want offline after %v", err, time.Since(began), timeout)
		}
	})
}

func TestACancelledContextAsksNobody(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New(Params{Transport: pages(t, nil)}).Get(ctx, avatar, FromAccount); service.CodeOf(err) != service.Canceled {
		t.Errorf("got %v, want canceled", err)
	}
}

func TestGetAlwaysAsksTheNetwork(t *testing.T) {
	bodies := []string{"one", "two"}
	f := New(Params{Dir: t.TempDir(), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		body := bodies[0]
		bodies = bodies[1:]
		return page(200, body), nil
	})})
	for _, want := range []string{"one", "two"} {
		item, err := f.Get(t.Context(), avatar, FromAccount)
		kept, ok := f.Cached(avatar)
		if err != nil || !ok || string(item.Data) != want || !bytes.Equal(kept.Data, item.Data) {
			t.Errorf("got %q and kept %q, %v; want %q", item.Data, kept.Data, err, want)
		}
	}
}
