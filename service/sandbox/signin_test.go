package sandbox

import (
	"context"
	"html"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dghubble/oauth1"
)

// flow is a sign-in by an OAuth library that is not ours.
func (b *bench) flow(callback string) (oauth1.Config, string, string, error) {
	keys := b.server.Credentials()
	config := oauth1.Config{
		ConsumerKey: keys.ConsumerKey, ConsumerSecret: keys.ConsumerSecret, CallbackURL: callback, HTTPClient: b.plain,
		Endpoint: oauth1.Endpoint{
			RequestTokenURL: b.base + "/oauth/request_token",
			AuthorizeURL:    b.base + "/oauth/authorize",
			AccessTokenURL:  b.base + "/oauth/access_token",
		},
	}
	token, secret, err := config.RequestToken()
	return config, token, secret, err
}

// press fills in the authorize page's form as a person with a browser does.
func (b *bench) press(page answer, values ...string) answer {
	b.t.Helper()
	form := make(url.Values)
	for _, field := range regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`).FindAllStringSubmatch(string(page.body), -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	return b.do(b.plain, b.request(http.MethodPost, "/oauth/authorize", "application/x-www-form-urlencoded", []byte(form.Encode())))
}

func TestPINFlow(t *testing.T) {
	for account, handle := range map[string]string{"": "adalindqvist", "902114563": "beetle"} {
		b := newBench(t, Options{})
		config, token, secret, err := b.flow("oob")
		if err != nil {
			t.Fatal(err)
		}
		where, err := config.AuthorizationURL(token)
		if err != nil {
			t.Fatal(err)
		}
		page := b.unsigned(where.String())
		for _, want := range []string{"Ada Lindqvist (@adalindqvist)", "Beetle (@beetle)", "PIN", "Deny"} {
			if !strings.Contains(string(page.body), want) {
				t.Errorf("the page does not say %q: %s", want, page.body)
			}
		}
		if strings.Contains(string(page.body), "@ghost") {
			t.Error("a suspended account is offered")
		}
		var press []string
		if account != "" {
			press = []string{"account", account}
		}
		shown := b.press(page, append(press, "decision", "allow")...)
		pin := regexp.MustCompile(`<code>(\d{7})</code>`).FindStringSubmatch(string(shown.body))
		if pin == nil || !strings.Contains(string(shown.body), "@"+handle) {
			t.Fatalf("no PIN: %d %s", shown.StatusCode, shown.body)
		}
		if _, _, err := config.AccessToken(token, secret, "wrong"); err == nil {
			t.Error("a wrong PIN was taken")
		}
		access, accessSecret, err := config.AccessToken(token, secret, pin[1])
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := config.AccessToken(token, secret, pin[1]); err == nil {
			t.Error("a PIN was taken twice")
		}
		ctx := context.WithValue(t.Context(), oauth1.HTTPClient, b.plain)
		b.signed = config.Client(ctx, oauth1.NewToken(access, accessSecret))
		if a := b.get("/1.1/account/verify_credentials.json"); !strings.Contains(string(a.body), `"screen_name":"`+handle+`"`) {
			t.Errorf("signed in as another: %s", a.body)
		}
		wants(t, b.form("/1.1/oauth/invalidate_token.json", nil), 200, 0)
		wants(t, b.get("/1.1/account/verify_credentials.json"), 401, 89)
		if c := b.server.Credentials(); account == "" && c.AccessToken == access {
			t.Error("the revoked token is still given out")
		}
	}
}

func TestCallbackFlow(t *testing.T) {
	b := newBench(t, Options{})
	config, token, secret, err := b.flow("http://127.0.0.1:8471/callback?state=7")
	if err != nil {
		t.Fatal(err)
	}
	page := b.unsigned("/oauth/authenticate?oauth_token=" + token)
	back := b.press(page, "decision", "allow")
	where, err := url.Parse(back.Header.Get("Location"))
	if back.StatusCode != http.StatusFound || err != nil || where.Host != "127.0.0.1:8471" || where.Query().Get("state") != "7" ||
		where.Query().Get("oauth_token") != token {
		t.Fatalf("%d %v", back.StatusCode, back.Header)
	}
	if _, _, err := config.AccessToken(token, secret, where.Query().Get("oauth_verifier")); err != nil {
		t.Error(err)
	}

	_, token, _, _ = b.flow("https://app.example/back")
	denied := b.press(b.unsigned("/oauth/authorize?oauth_token="+token), "decision", "deny")
	if got := denied.Header.Get("Location"); got != "https://app.example/back?denied="+token {
		t.Errorf("denied to %s", got)
	}
}

func TestCallbacks(t *testing.T) {
	for callback, allowed := range map[string]bool{
		"oob": true, "": true, "http://127.0.0.1:1/c": true, "http://localhost/c": true, "http://[::1]:1/c": true, "https://app.example/c": true,
		"http://app.example/c": false, "myapp://back": false, "javascript:alert(1)": false, "https://u:p@app.example/": false, "/c": false,
	} {
		b := newBench(t, Options{})
		_, _, _, err := b.flow(callback)
		if (err == nil) != allowed {
			t.Errorf("%q: %v", callback, err)
		}
	}
}

// TestParametersInTheBody begins and ends a sign-in with everything in the form body
// and oauth_token in both places, signed by hand.
func TestParametersInTheBody(t *testing.T) {
	b := newBench(t, Options{})
	keys := b.server.Credentials()
	post := func(path, secret string, header, body []param) url.Values {
		t.Helper()
		header = append(header, param{"oauth_consumer_key", keys.ConsumerKey}, param{"oauth_nonce", path},
			param{"oauth_timestamp", stamp(time.Now())}, param{"oauth_signature_method", "HMAC-SHA1"})
		signed := append([]param(nil), header...)
		encoded := ""
		for _, p := range body {
			encoded += "&" + escape(p.name) + "=" + escape(p.value)
			if p.name != "oauth_token" {
				signed = append(signed, p)
			}
		}
		header = append(header, param{"oauth_signature", signature(baseString("POST", b.base+path, signed), keys.ConsumerSecret, secret)})
		value := "OAuth "
		for _, p := range header {
			value += p.name + `="` + escape(p.value) + `",`
		}
		r := b.request(http.MethodPost, path, "application/x-www-form-urlencoded;charset=UTF-8", []byte(encoded[1:]))
		r.Header.Set("Authorization", value)
		a := b.do(b.plain, r)
		values, err := url.ParseQuery(string(a.body))
		if a.StatusCode != 200 || err != nil {
			t.Fatalf("%s: %d %s", path, a.StatusCode, a.body)
		}
		return values
	}
	begun := post("/oauth/request_token", "", nil, []param{{"oauth_callback", "oob"}})
	if begun.Get("oauth_callback_confirmed") != "true" {
		t.Errorf("%v", begun)
	}
	token := begun.Get("oauth_token")
	shown := b.press(b.unsigned("/oauth/authorize?oauth_token="+token), "decision", "allow")
	pin := regexp.MustCompile(`<code>(\d{7})</code>`).FindSubmatch(shown.body)
	ended := post("/oauth/access_token", begun.Get("oauth_token_secret"),
		[]param{{"oauth_token", token}}, []param{{"oauth_token", token}, {"oauth_verifier", string(pin[1])}})
	if ended.Get("oauth_token") != keys.AccessToken || ended.Get("screen_name") != "adalindqvist" || ended.Get("user_id") != keys.UserID {
		t.Errorf("%v", ended)
	}
}

func TestAuthorizePageRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{})
		_, token, _, _ := b.flow("oob")
		page := b.unsigned("/oauth/authorize?oauth_token=" + token)
		for name, a := range map[string]answer{
			"unknown token":    b.unsigned("/oauth/authorize?oauth_token=%3Cscript%3E"),
			"forged form":      b.press(page, "decision", "allow", "authenticity_token", "guess"),
			"no such account":  b.press(page, "decision", "allow", "account", "1"),
			"suspended":        b.press(page, "decision", "allow", "account", "310077124"),
			"no token, no way": b.unsigned("/oauth/authorize"),
		} {
			if a.StatusCode != http.StatusForbidden || strings.Contains(string(a.body), "<script>") || strings.Contains(string(a.body), "<code>") {
				t.Errorf("%s: %d %s", name, a.StatusCode, a.body)
			}
		}
		if got := page.Header; got.Get("X-Frame-Options") != "DENY" || got.Get("Cache-Control") != "no-store" {
			t.Errorf("%v", got)
		}
		time.Sleep(requestTokenLife + time.Second) // virtual
		if a := b.press(page, "decision", "allow"); a.StatusCode != http.StatusForbidden {
			t.Errorf("an old sign-in answers %d", a.StatusCode)
		}
	})
}

// TestOverASocket is the whole way over a real connection: sign-in, upload, picture,
// a large refused upload whose answer can be read, broken connections, and the end.
func TestOverASocket(t *testing.T) {
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Listen(t.Context()); err == nil {
		t.Error("it listens twice")
	}
	transport := &http.Transport{DialContext: (&net.Dialer{}).DialContext}
	b := benchFor(t, s, transport)

	config, token, secret, err := b.flow("oob")
	if err != nil {
		t.Fatal(err)
	}
	shown := b.press(b.unsigned("/oauth/authorize?oauth_token="+token), "decision", "allow")
	pin := regexp.MustCompile(`<code>(\d{7})</code>`).FindSubmatch(shown.body)
	if _, _, err := config.AccessToken(token, secret, string(pin[1])); err != nil {
		t.Fatal(err)
	}
	wants(t, b.upload(avatarCall, part{"image", "a.png", asPNG(t, plasma(100, 100))}), 200, 0)
	u := b.show("adalindqvist")
	if !strings.HasPrefix(u.Avatar, s.URL().String()+"/") {
		t.Errorf("%s is not at %v", u.Avatar, s.URL())
	}
	if _, format := decoded(t, b.unsigned(u.Avatar).body); format != "png" {
		t.Errorf("served as %s", format)
	}
	wants(t, b.upload(avatarCall, part{"image", "a.png", make([]byte, 3_000_000)}), 400, 0)
	wants(t, b.upload(bannerCall, part{"banner", "b.png", make([]byte, 20_000_000)}), 413, 0)
	if a := b.get("/1.1/users/show.json?screen_name=" + strings.Repeat("x", 64<<10)); a.err != nil || a.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long query: %v", a.err)
	}

	s.SetFaults(mustFaults(t, "avatar:abort*1,avatar:drop*1")...)
	if a := b.unsigned(u.Avatar); a.err == nil {
		t.Error("an aborted body read to its end")
	}
	s.SetFaults(mustFaults(t, "show:drop,me:latency=1h")...)
	if a := b.get("/1.1/users/show.json?screen_name=dunes"); a.err == nil {
		t.Errorf("a dropped connection answered %d", a.StatusCode)
	}
	waiting := make(chan answer)
	r := b.request(http.MethodGet, "/2/users/me", "", nil)
	go func() { waiting <- b.do(b.signed, r) }()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if a := <-waiting; a.err == nil {
		t.Errorf("a closed server answered %d", a.StatusCode)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	transport.CloseIdleConnections()
}

func TestListenEndsWithItsContext(t *testing.T) {
	small := asPNG(t, plasma(8, 8))
	s, err := New(Options{Avatar: small, Banner: small})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := s.Listen(ctx); err != nil {
		t.Fatal(err)
	}
	taken, err := New(Options{Addr: s.URL().Host, Avatar: small, Banner: small})
	if err != nil {
		t.Fatal(err)
	}
	if err := taken.Listen(t.Context()); err == nil {
		t.Error("two servers share an address")
	}
	cancel()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
