package session

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/sandbox"
	"masthead/service/sandbox/sandboxtest"
	"masthead/service/twitter"
)

// pixel is a picture for accounts that nobody looks at: a GIF of 1×1.
var pixel = []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")

// stage is a sandbox without a socket, a person with a browser, and whoever signs in.
type stage struct {
	t         *testing.T
	server    *sandbox.Server
	keys      sandbox.Credentials
	transport *counting
	at        time.Time // the server's clock
}

// counting is a transport that counts requests by path.
type counting struct {
	next http.RoundTripper
	mu   sync.Mutex
	sent map[string]int
}

func (c *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.sent[req.URL.Path]++
	c.mu.Unlock()
	return c.next.RoundTrip(req)
}

func newStage(t *testing.T, o sandbox.Options) *stage {
	t.Helper()
	s := &stage{t: t, at: time.Unix(1_700_000_000, 0)}
	o.Now, o.Avatar, o.Banner = func() time.Time { return s.at }, pixel, pixel
	var err error
	if s.server, err = sandbox.New(o); err != nil {
		t.Fatal(err)
	}
	s.keys = s.server.Credentials()
	s.transport = &counting{next: sandboxtest.Transport(s.server), sent: map[string]int{}}
	return s
}

// signIn is made with the app's own keys and a clock that is off.
func (s *stage) signIn(off time.Duration) *SignIn {
	s.t.Helper()
	signIn, err := NewSignIn(SignInParams{
		App:       App{Key: s.keys.ConsumerKey, Secret: " " + s.keys.ConsumerSecret + "\n"}, // as copying leaves it
		Base:      parse(s.t, s.keys.URL),
		Transport: s.transport,
		Now:       func() time.Time { return s.at.Add(off) },
		Refusal:   twitter.Refusal,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return signIn
}

func (s *stage) request(signIn *SignIn, callback string) *Attempt {
	s.t.Helper()
	a, err := signIn.Request(s.t.Context(), callback)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)

// press opens the authorize page with a browser and submits its form.
func press(t *testing.T, browser *http.Client, page string, values ...string) *http.Response {
	t.Helper()
	shown, err := browser.Do(request(t, t.Context(), "GET", page, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(shown.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = shown.Body.Close()
	form := url.Values{}
	for _, field := range hiddenField.FindAllStringSubmatch(string(body), -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	action := strings.TrimSuffix(page, "?"+parse(t, page).RawQuery)
	resp, err := browser.Do(request(t, t.Context(), "POST", action, "application/x-www-form-urlencoded", form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// allow lets an account, "" for the demo account, allow the app and reads the PIN.
func (s *stage) allow(a *Attempt, account string) string {
	s.t.Helper()
	values := []string{"decision", "allow"}
	if account != "" {
		values = append(values, "account", account)
	}
	resp := press(s.t, &http.Client{Transport: sandboxtest.Transport(s.server)}, a.AuthorizeURL(), values...)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	pin := regexp.MustCompile(`<code>(\d{7})</code>`).FindSubmatch(body)
	if pin == nil {
		s.t.Fatalf("no PIN: %d %s", resp.StatusCode, body)
	}
	return string(pin[1])
}

// api speaks for whoever was granted access.
func (s *stage) api(g Granted) *twitter.Client {
	s.t.Helper()
	now := func() time.Time { return s.at }
	client, err := New(Params{Credentials: g.Credentials, Base: parse(s.t, s.keys.URL), Transport: s.transport, Now: now})
	if err != nil {
		s.t.Fatal(err)
	}
	return twitter.New(parse(s.t, s.keys.URL), client, now)
}

// keepsSecret fails the test when a text holds one of some secrets.
func keepsSecret(t *testing.T, what, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		if secret != "" && strings.Contains(text, secret) {
			t.Errorf("%s holds a secret: %s", what, text)
		}
	}
}

func TestPINSignIn(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	a := s.request(s.signIn(0), OutOfBand)
	if want := s.keys.URL + "/oauth/authorize?oauth_token=" + a.Token(); a.AuthorizeURL() != want {
		t.Errorf("the page is %s, want %s", a.AuthorizeURL(), want)
	}
	if _, err := a.Finish(t.Context(), "1234567"); service.CodeOf(err) != service.BadPIN {
		t.Errorf("a PIN before anybody has allowed it: %v, want bad_pin", err)
	}
	pin := s.allow(a, "")
	for _, wrong := range []string{"", " - ", "0" + pin, pin + "x", strings.Repeat("1", 5000)} {
		if _, err := a.Finish(t.Context(), wrong); service.CodeOf(err) != service.BadPIN {
			t.Errorf("wrong PIN %.20q: %v, want bad_pin", wrong, err)
		}
	}
	granted, err := a.Finish(t.Context(), "\u00a0"+pin[:3]+" – "+pin[3:5]+"-\u200b"+pin[5:]+"\n")
	if err != nil {
		t.Fatal(err)
	}
	if granted.UserID != s.keys.UserID || granted.Handle != s.keys.ScreenName {
		t.Errorf("granted by %s, @%s; want %s, @%s", granted.UserID, granted.Handle, s.keys.UserID, s.keys.ScreenName)
	}
	me, err := s.api(granted).Me(t.Context())
	if err != nil || me.ID != granted.UserID {
		t.Errorf("signed in as %+v, %v", me, err)
	}
	sent := s.transport.sent["/oauth/access_token"]
	if _, err := a.Finish(t.Context(), pin); service.CodeOf(err) != service.Expired {
		t.Errorf("the same PIN again: %v, want expired", err)
	}
	if s.transport.sent["/oauth/access_token"] != sent || sent != 4 {
		t.Errorf("%d exchanges, then %d; want 4: an empty PIN, an endless one and a finished sign-in need none",
			sent, s.transport.sent["/oauth/access_token"])
	}
}

func TestTheServerRefusesASignIn(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	if _, err := s.signIn(0).Request(t.Context(), "http://app.example/callback"); service.CodeOf(err) != service.NoCallback {
		t.Errorf("a callback that is not registered: %v, want no_callback", err)
	}
	for name, change := range map[string]func(*sandbox.Credentials){
		"key":    func(c *sandbox.Credentials) { c.ConsumerKey = "unknown" },
		"secret": func(c *sandbox.Credentials) { c.ConsumerSecret = "wrong" },
	} {
		other := *s
		change(&other.keys)
		if _, err := other.signIn(0).Request(t.Context(), OutOfBand); service.CodeOf(err) != service.BadApp {
			t.Errorf("a wrong %s: %v, want bad_app", name, err)
		}
	}
	a := s.request(s.signIn(0), OutOfBand)
	press(t, &http.Client{Transport: sandboxtest.Transport(s.server)}, a.AuthorizeURL(), "decision", "deny").Body.Close()
	if _, err := a.Finish(t.Context(), "1234567"); service.CodeOf(err) != service.Expired {
		t.Errorf("a PIN after a denial: %v, want expired", err)
	}
}

func TestTenSignIns(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	accounts := []string{s.keys.UserID, "48213377", "902114563"}
	signIn := s.signIn(0)
	var attempts []*Attempt
	var pins []string
	for i := range 10 { // all under way at once
		attempts = append(attempts, s.request(signIn, OutOfBand))
		pins = append(pins, s.allow(attempts[i], accounts[i%len(accounts)]))
	}
	var group sync.WaitGroup
	for i, a := range attempts {
		group.Go(func() {
			granted, err := a.Finish(t.Context(), pins[i])
			if err != nil || granted.UserID != accounts[i%len(accounts)] {
				t.Errorf("sign-in %d: %v as %s", i, err, granted.UserID)
			}
		})
	}
	group.Wait()
}

func TestOnePINIsExchangedOnce(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	a := s.request(s.signIn(0), OutOfBand)
	pin := s.allow(a, "")
	codes := make(chan service.Code, 5)
	for range cap(codes) {
		go func() {
			_, err := a.Finish(t.Context(), pin)
			codes <- service.CodeOf(err)
		}()
	}
	got := map[service.Code]int{}
	for range cap(codes) {
		got[<-codes]++
	}
	if got[""] != 1 || got[service.Expired] != cap(codes)-1 || s.transport.sent["/oauth/access_token"] != 1 {
		t.Errorf("results %v after %d exchanges, want one success by one exchange", got, s.transport.sent["/oauth/access_token"])
	}
}

func TestASignInExpires(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	a := s.request(s.signIn(0), OutOfBand)
	pin := s.allow(a, "")
	s.at = s.at.Add(15*time.Minute + time.Second)
	if _, err := a.Finish(t.Context(), pin); service.CodeOf(err) != service.Expired {
		t.Errorf("after a quarter of an hour: %v, want expired", err)
	}
}

func TestAWrongClockIsCorrectedInSignIn(t *testing.T) {
	for _, off := range []time.Duration{6 * time.Minute, -6 * time.Minute, -100 * 24 * time.Hour} {
		t.Run(off.String(), func(t *testing.T) {
			s := newStage(t, sandbox.Options{})
			a := s.request(s.signIn(off), OutOfBand)
			if _, err := a.Finish(t.Context(), s.allow(a, "")); err != nil {
				t.Error(err)
			}
			if got := s.transport.sent; got["/oauth/request_token"] != 2 || got["/oauth/access_token"] != 1 {
				t.Errorf("requests %v, want the first twice", got)
			}
		})
	}
	t.Run("to no avail", func(t *testing.T) {
		faults, err := sandbox.ParseFaults("request_token:401/135")
		if err != nil {
			t.Fatal(err)
		}
		s := newStage(t, sandbox.Options{Faults: faults})
		if _, err := s.signIn(0).Request(t.Context(), OutOfBand); service.CodeOf(err) != service.ClockSkew {
			t.Errorf("got %v, want clock_skew", err)
		}
		if s.transport.sent["/oauth/request_token"] != 2 {
			t.Errorf("requests %v, want two", s.transport.sent)
		}
		sandboxtest.MetAll(t, s.server)
	})
}

func TestRevocation(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	a := s.request(s.signIn(0), OutOfBand)
	granted, err := a.Finish(t.Context(), s.allow(a, "902114563"))
	if err != nil {
		t.Fatal(err)
	}
	api := s.api(granted)
	if err := api.Invalidate(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := api.Me(t.Context()); service.CodeOf(err) != service.SignedOut {
		t.Errorf("a revoked token: %v, want signed_out", err)
	}
	if err := api.Invalidate(t.Context()); err != nil {
		t.Errorf("a token that is gone already: %v", err)
	}
}

func TestPlansDoNotTouchSigningIn(t *testing.T) {
	tests := map[sandbox.Plan]struct {
		me     service.Code
		reader service.Reader
		write  service.Code
	}{
		sandbox.PlanFull:   {"", service.ReaderV1, ""},
		sandbox.PlanV2Read: {"", service.ReaderV2, service.PlanRefuses},
		sandbox.PlanNone:   {service.PlanRefuses, "", service.PlanRefuses},
	}
	for plan, want := range tests {
		t.Run(string(plan), func(t *testing.T) {
			s := newStage(t, sandbox.Options{Plan: plan})
			a := s.request(s.signIn(0), OutOfBand)
			granted, err := a.Finish(t.Context(), s.allow(a, ""))
			if err != nil {
				t.Fatal(err)
			}
			api := s.api(granted)
			if _, err := api.Me(t.Context()); service.CodeOf(err) != want.me {
				t.Errorf("reading: %v, want code %q", err, want.me)
			}
			if err := api.RemoveBanner(t.Context()); service.CodeOf(err) != want.write {
				t.Errorf("writing: %v, want code %q", err, want.write)
			}
			p := api.Plan()
			if p.Reader != want.reader || p.WritesRefusedAt.IsZero() != (want.write == "") || p.Access != "read-write" {
				t.Errorf("found out %+v", p)
			}
			if err := api.Invalidate(t.Context()); err != nil {
				t.Errorf("signing out: %v", err)
			}
		})
	}
}

func TestACancelledSignIn(t *testing.T) {
	for _, step := range []string{"/oauth/request_token", "/oauth/access_token"} {
		t.Run(step, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			signIn := cannedSignIn(t, roundTrip(func(req *http.Request) (*http.Response, error) {
				if req.URL.Path != step {
					return answer(200, nil, goodRequest), nil
				}
				cancel()
				<-req.Context().Done()
				return nil, req.Context().Err()
			}))
			a, err := signIn.Request(ctx, OutOfBand)
			if err == nil {
				_, err = a.Finish(ctx, "1234567")
			}
			if service.CodeOf(err) != service.Canceled {
				t.Errorf("got %v, want canceled", err)
			}
		})
	}
}

func TestNewSignInRefuses(t *testing.T) {
	x, app := parse(t, "https://api.x.com"), App{Key: "k", Secret: "s"}
	tests := map[string]struct {
		params SignInParams
		want   service.Code
	}{
		"no base":      {SignInParams{App: app, Refusal: twitter.Refusal}, service.Untrusted},
		"plain http":   {SignInParams{App: app, Refusal: twitter.Refusal, Base: parse(t, "http://api.x.com")}, service.Untrusted},
		"no key":       {SignInParams{App: App{Secret: "s"}, Refusal: twitter.Refusal, Base: x}, service.BadApp},
		"no secret":    {SignInParams{App: App{Key: "k", Secret: " "}, Refusal: twitter.Refusal, Base: x}, service.BadApp},
		"two words":    {SignInParams{App: App{Key: "API key", Secret: "s"}, Refusal: twitter.Refusal, Base: x}, service.BadApp},
		"a whole page": {SignInParams{App: App{Key: strings.Repeat("k", 5000), Secret: "s"}, Refusal: twitter.Refusal, Base: x}, service.BadApp},
		"no reader":    {SignInParams{App: app, Base: x}, service.Unknown},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.params.Transport = refuseAll(t)
			if _, err := NewSignIn(tt.params); err == nil || service.CodeOf(err) != tt.want {
				t.Errorf("got %v, want code %q", err, tt.want)
			}
		})
	}
}

func TestNoTextOfASignInHoldsASecret(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	signIn := s.signIn(0)
	a := s.request(signIn, OutOfBand)
	granted, err := a.Finish(t.Context(), s.allow(a, ""))
	if err != nil {
		t.Fatal(err)
	}
	app := App{Key: s.keys.ConsumerKey, Secret: s.keys.ConsumerSecret}
	secrets := []string{app.Key, app.Secret, a.token, a.secret, granted.Credentials.Token, granted.Credentials.TokenSecret}
	for _, v := range []any{app, &app, SignInParams{App: app}, signIn, a, granted, &granted, []any{granted, a}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			keepsSecret(t, fmt.Sprintf("%T in %s", v, verb), fmt.Sprintf(verb, v),
				append(secrets, fmt.Sprintf("%x", app.Secret), fmt.Sprintf("%x", granted.Credentials.TokenSecret))...)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "v", v)
		keepsSecret(t, fmt.Sprintf("%T in a log", v), log.String(), secrets...)
		if encoded, err := json.Marshal(v); err == nil {
			keepsSecret(t, fmt.Sprintf("%T in JSON", v), string(encoded), secrets...)
		}
	}
}
