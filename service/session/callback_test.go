package session

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
	"masthead/service/sandbox"
	"masthead/service/twitter"
)

// patience is how long a test waits for what must happen soon.
const patience = 10 * time.Second

// outcome is what Receive returned.
type outcome struct {
	granted Granted
	err     error
}

// waiting is a Callback on a free port in the middle of Receive.
type waiting struct {
	t        *testing.T
	callback *Callback
	outcome  chan outcome
	browser  *http.Client
}

func explained(err error) string { return "Explained: <" + string(service.CodeOf(err)) + ">" }

func listenCallback(t *testing.T) *Callback {
	t.Helper()
	c, err := ListenCallback(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// receive waits for an attempt whose exchange the transport answers; nil answers well.
func receive(t *testing.T, ctx context.Context, transport http.RoundTripper) *waiting {
	t.Helper()
	c := listenCallback(t)
	signIn := cannedSignIn(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		switch {
		case req.URL.Path == "/oauth/request_token":
			return answer(200, nil, goodRequest), nil
		case transport != nil:
			return transport.RoundTrip(req)
		}
		return answer(200, nil, goodAccess), nil
	}))
	a, err := signIn.Request(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	return begin(t, ctx, c, a)
}

func begin(t *testing.T, ctx context.Context, c *Callback, a *Attempt) *waiting {
	t.Helper()
	transport := &http.Transport{DialContext: (&net.Dialer{}).DialContext}
	t.Cleanup(transport.CloseIdleConnections)
	w := &waiting{
		t: t, callback: c, outcome: make(chan outcome, 1),
		browser: &http.Client{Transport: transport, Timeout: patience},
	}
	go func() {
		granted, err := c.Receive(ctx, a, explained)
		w.outcome <- outcome{granted, err}
	}()
	return w
}

// load opens a page at the callback's port.
func (w *waiting) load(method, pathAndQuery, host string) (*http.Response, string) {
	w.t.Helper()
	req := request(w.t, w.t.Context(), method, "http://"+w.callback.host+pathAndQuery, "", "")
	req.Host = host
	resp, err := w.browser.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp, string(body)
}

// end is what Receive came to; nothing may listen after it.
func (w *waiting) end() outcome {
	w.t.Helper()
	select {
	case o := <-w.outcome:
		if conn, err := net.Dial("tcp", w.callback.host); err == nil {
			_ = conn.Close()
			w.t.Error("somebody still listens after the end")
		}
		return o
	case <-time.After(patience):
		w.t.Fatal("Receive does not return")
		return outcome{}
	}
}

const (
	allowed = "/callback?oauth_token=" + cannedToken + "&oauth_verifier=Verifier-7"
	refused = "/callback?denied=" + cannedToken
)

func TestCallbackSignIn(t *testing.T) {
	server, err := sandbox.New(sandbox.Options{Avatar: pixel, Banner: pixel})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	keys := server.Credentials()
	signIn, err := NewSignIn(SignInParams{
		App:  App{Key: keys.ConsumerKey, Secret: keys.ConsumerSecret},
		Base: server.URL(), Refusal: twitter.Refusal,
	})
	if err != nil {
		t.Fatal(err)
	}
	for decision, want := range map[string]struct {
		code service.Code
		page string
	}{
		"allow": {"", "@beetle is signed in to Masthead. You can close this tab."},
		"deny":  {service.Denied, "Explained: &lt;denied&gt; You can close this tab and go back to Masthead."},
	} {
		t.Run(decision, func(t *testing.T) {
			c := listenCallback(t)
			a, err := signIn.Request(t.Context(), c.URL())
			if err != nil {
				t.Fatal(err)
			}
			w := begin(t, t.Context(), c, a)
			resp := press(t, w.browser, a.AuthorizeURL(), "account", "902114563", "decision", decision)
			defer resp.Body.Close()
			page, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != http.StatusOK || !strings.Contains(string(page), want.page) {
				t.Errorf("the tab says %d %s, want %q", resp.StatusCode, page, want.page)
			}
			o := w.end()
			if service.CodeOf(o.err) != want.code {
				t.Errorf("got %v, want code %q", o.err, want.code)
			}
			if want.code == "" && (o.granted.Handle != "beetle" || o.granted.UserID != "902114563") {
				t.Errorf("granted by @%s, %s", o.granted.Handle, o.granted.UserID)
			}
			keepsSecret(t, "the page", string(page), keys.ConsumerKey, keys.ConsumerSecret, a.Token(),
				o.granted.Credentials.Token, o.granted.Credentials.TokenSecret)
		})
	}
}

func TestTheCallbacksPage(t *testing.T) {
	w := receive(t, t.Context(), nil)
	if want := "http://127.0.0.1:" + strconv.Itoa(w.callback.listener.Addr().(*net.TCPAddr).Port) + "/callback"; w.callback.URL() != want {
		t.Errorf("URL %s, want %s", w.callback.URL(), want)
	}
	resp, page := w.load("GET", allowed, "")
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
		"X-Content-Type-Options": "nosniff", "Content-Type": "text/html; charset=utf-8",
		"Content-Length": strconv.Itoa(len(page)),
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	policy := resp.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
	for _, want := range []string{"<!DOCTYPE html>", `lang="en"`, "prefers-color-scheme: dark", "@ada is signed in to Masthead."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, foreign := range []string{"http:", "https:", "//", "<script", "Verifier-7", cannedToken} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page holds %q: %s", foreign, page)
		}
	}
	if o := w.end(); o.err != nil || o.granted.Credentials.Token != "12-Acc-Token-3" {
		t.Errorf("got %v", o.err)
	}
}

func TestWhateverElseAsksChangesNothing(t *testing.T) {
	w := receive(t, t.Context(), nil)
	tests := map[string]struct{ method, target, host string }{
		"favicon":          {"GET", "/favicon.ico", ""},
		"the root":         {"GET", "/", ""},
		"another path":     {"GET", strings.Replace(allowed, "callback", "callback/x", 1), ""},
		"nothing said":     {"GET", "/callback", ""},
		"another token":    {"GET", "/callback?oauth_token=Req-Token-2&oauth_verifier=v", ""},
		"no verifier":      {"GET", "/callback?oauth_token=" + cannedToken, ""},
		"another denied":   {"GET", "/callback?denied=x", ""},
		"denied, unsaid":   {"GET", "/callback?denied=", ""},
		"broken query":     {"GET", "/callback?oauth_token=%zz;&oauth_verifier", ""},
		"POST":             {"POST", allowed, ""},
		"OPTIONS":          {"OPTIONS", allowed, ""},
		"DELETE":           {"DELETE", refused, ""},
		"another name":     {"GET", allowed, "localhost:" + strings.TrimPrefix(w.callback.host, "127.0.0.1:")},
		"a rebound domain": {"GET", allowed, "evil.example"},
		"no port":          {"GET", allowed, "127.0.0.1"},
	}
	for name, tt := range tests {
		resp, page := w.load(tt.method, tt.target, tt.host)
		if resp.StatusCode != http.StatusNotFound || !strings.Contains(page, "nothing has happened") {
			t.Errorf("%s: %d %s", name, resp.StatusCode, page)
		}
	}
	if resp, page := w.load("HEAD", allowed, ""); resp.StatusCode != http.StatusOK || page != "" {
		t.Errorf("HEAD: %d %q", resp.StatusCode, page)
	}
	select {
	case o := <-w.outcome:
		t.Fatalf("the wait is over: %v", o.err)
	default:
	}
	if _, page := w.load("GET", allowed, ""); !strings.Contains(page, "@ada is signed in") {
		t.Errorf("after all that: %s", page)
	}
	if o := w.end(); o.err != nil {
		t.Error(o.err)
	}
}

func TestLoadingThePageAgainExchangesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const host, loads = "127.0.0.1:27823", 5
		exchanges, release := 0, make(chan struct{})
		signIn := cannedSignIn(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.URL.Path == "/oauth/request_token" {
				return answer(200, nil, goodRequest), nil
			}
			exchanges++
			<-release
			return answer(200, nil, goodAccess), nil
		}))
		a, err := signIn.Request(t.Context(), "http://"+host+"/callback")
		if err != nil {
			t.Fatal(err)
		}
		r := newReception(t.Context(), host, a, explained)
		var pages [loads]*httptest.ResponseRecorder
		load := func(i int, target string) {
			pages[i] = httptest.NewRecorder()
			go r.ServeHTTP(pages[i], httptest.NewRequest("GET", "http://"+host+target, nil))
			synctest.Wait()
		}
		for i := range loads - 1 {
			load(i, allowed)
		}
		if _, _, settled := r.result(); settled || exchanges != 1 {
			t.Errorf("%d exchanges for %d loads before X has answered", exchanges, loads-1)
		}
		close(release)
		load(loads-1, refused) // by now it is decided
		<-r.answered
		for i, page := range pages {
			if !strings.Contains(page.Body.String(), "@ada is signed in") {
				t.Errorf("load %d says %s", i, page.Body)
			}
		}
		if granted, err, settled := r.result(); !settled || err != nil || granted.UserID != "12" || exchanges != 1 {
			t.Errorf("%v after %d exchanges", err, exchanges)
		}
	})
}

func TestAnExchangeThatFailsIsExplained(t *testing.T) {
	tests := map[string]struct {
		resp *http.Response
		err  error
		want service.Code
	}{
		"offline": {nil, errors.New("no such host"), service.Offline},
		"expired": {answer(401, nil, `{"errors":[{"code":89}]}`), nil, service.Expired},
		"garbled": {answer(200, nil, "<html>"), nil, service.Garbled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := receive(t, t.Context(), roundTrip(func(*http.Request) (*http.Response, error) { return tt.resp, tt.err }))
			_, page := w.load("GET", allowed, "")
			if !strings.Contains(page, "Not signed in") || !strings.Contains(page, "Explained: &lt;"+string(tt.want)+"&gt;") {
				t.Errorf("the page says %s", page)
			}
			if o := w.end(); service.CodeOf(o.err) != tt.want {
				t.Errorf("got %v, want code %q", o.err, tt.want)
			}
		})
	}
}

func TestTheWaitEnds(t *testing.T) {
	tests := map[string]struct {
		end  func(cancel context.CancelFunc, c *Callback)
		want service.Code
	}{
		"with its context": {func(cancel context.CancelFunc, _ *Callback) { cancel() }, service.Canceled},
		"when closed": {func(_ context.CancelFunc, c *Callback) {
			c.Close()
			c.Close()
		}, service.Canceled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			w := receive(t, ctx, nil)
			w.load("GET", "/favicon.ico", "") // it serves
			tt.end(cancel, w.callback)
			if o := w.end(); service.CodeOf(o.err) != tt.want {
				t.Errorf("got %v, want code %q", o.err, tt.want)
			}
		})
		t.Run(name+", in the middle of the exchange", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var w *waiting
			w = receive(t, ctx, roundTrip(func(req *http.Request) (*http.Response, error) {
				tt.end(cancel, w.callback)
				<-req.Context().Done()
				return nil, req.Context().Err()
			}))
			if _, page := w.load("GET", allowed, ""); !strings.Contains(page, "Explained: &lt;canceled&gt;") {
				t.Errorf("the tab says %s", page)
			}
			if o := w.end(); service.CodeOf(o.err) != tt.want {
				t.Errorf("got %v, want code %q", o.err, tt.want)
			}
		})
	}
	t.Run("at its deadline", func(t *testing.T) {
		ctx, cancel := context.WithDeadline(t.Context(), time.Now())
		defer cancel()
		if o := receive(t, ctx, nil).end(); service.CodeOf(o.err) != service.Expired {
			t.Errorf("got %v, want expired", o.err)
		}
	})
	t.Run("before it has begun", func(t *testing.T) {
		c := listenCallback(t)
		c.Close()
		a, err := cannedSignIn(t, roundTrip(func(*http.Request) (*http.Response, error) {
			return answer(200, nil, goodRequest), nil
		})).Request(t.Context(), c.URL())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Receive(t.Context(), a, explained); service.CodeOf(err) != service.Canceled {
			t.Errorf("got %v, want canceled", err)
		}
	})
}

// A browser opens connections in advance, and a slow one may never finish a request: the
// end waits for neither.
func TestIdleConnectionsDoNotHoldUpTheEnd(t *testing.T) {
	w := receive(t, t.Context(), nil)
	for range 3 {
		conn, err := net.Dial("tcp", w.callback.host)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	w.load("GET", "/favicon.ico", "") // accepted after those
	began := time.Now()
	w.load("GET", allowed, "")
	if o := w.end(); o.err != nil {
		t.Error(o.err)
	}
	if took := time.Since(began); took > callbackGoodbye-time.Second {
		t.Errorf("the end took %v", took)
	}
}

func TestListenCallbackRefuses(t *testing.T) {
	c := listenCallback(t)
	taken := c.listener.Addr().(*net.TCPAddr).Port
	for _, port := range []int{taken, -1, 1 << 16} {
		_, err := ListenCallback(t.Context(), port)
		var e *service.Error
		if !errors.As(err, &e) || e.Code != service.PortTaken || e.Detail != strconv.Itoa(port) {
			t.Errorf("port %d: %v, want port_taken", port, err)
		}
	}
	c.Close()
	again, err := ListenCallback(t.Context(), taken)
	if err != nil {
		t.Fatalf("a port that was given back: %v", err)
	}
	again.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ListenCallback(ctx, 0); service.CodeOf(err) != service.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}
