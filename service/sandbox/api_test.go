package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestReads(t *testing.T) {
	b := newBench(t, Options{})
	for _, c := range []struct {
		path         string
		status, code int
	}{
		{"/1.1/users/show.json?screen_name=adalindqvist", 200, 0},
		{"/1.1/users/show.json?screen_name=ADALINDQVIST", 200, 0},
		{"/1.1/users/show.json?user_id=1487320987654321153", 200, 0},
		{"/1.1/users/show.json?screen_name=nobody", 404, 50},
		{"/1.1/users/show.json?screen_name=ghost", 403, 63},
		{"/1.1/users/show.json", 400, 25},
		{"/1.1/account/verify_credentials.json?skip_status=true&include_entities=false", 200, 0},
		{"/1.1/users/profile_banner.json?screen_name=adalindqvist", 200, 0},
		{"/1.1/users/profile_banner.json?screen_name=dunes", 404, 34},
		{"/1.1/users/profile_banner.json?screen_name=beetle", 404, 34},
		{"/1.1/account/update_profile_image.json", 405, 86},
		{"/1.1/account/settings.json", 404, 34},
		{"/2/users/me", 200, 0},
		{"/2/users/by/username/beetle", 200, 0},
		{"/2/users/by/username/nobody", 200, 0},
		{"/2/users/by/username/no.body", 400, 0},
		{"/2/users/me?user.fields=shoe_size", 400, 0},
	} {
		t.Run(c.path, func(t *testing.T) { wants(t, b.get(c.path), c.status, c.code) })
	}
}

func TestUserObjects(t *testing.T) {
	b := newBench(t, Options{})
	ada, dunes, beetle := b.show("adalindqvist"), b.show("dunes"), b.show("beetle")
	if ada.ID != 1487320987654321153 || ada.IDStr != "1487320987654321153" || ada.Handle != "adalindqvist" || ada.Default {
		t.Errorf("%+v", ada)
	}
	if !strings.HasPrefix(ada.Avatar, b.base+"/profile_images/") || !strings.HasSuffix(ada.Avatar, "_normal.jpg") {
		t.Errorf("avatar %s", ada.Avatar)
	}
	if !strings.HasPrefix(ada.Banner, b.base+"/profile_banners/1487320987654321153/") {
		t.Errorf("banner %s", ada.Banner)
	}
	if !dunes.Default || dunes.Banner != "" || dunes.Avatar != b.base+"/sticky/default_profile_images/default_profile_normal.png" {
		t.Errorf("%+v", dunes)
	}
	if beetle.Default || beetle.Banner != "" {
		t.Errorf("%+v", beetle)
	}
	if body := string(b.get("/1.1/users/show.json?screen_name=dunes").body); strings.Contains(body, "profile_banner_url") {
		t.Errorf("a banner URL where there is no banner: %s", body)
	}
}

func TestV2Fields(t *testing.T) {
	b := newBench(t, Options{})
	data := func(path string) map[string]any {
		t.Helper()
		var body struct{ Data map[string]any }
		if a := b.get(path); json.Unmarshal(a.body, &body) != nil {
			t.Fatalf("%s", a.body)
		}
		return body.Data
	}
	if got := fmt.Sprint(data("/2/users/me")); got != "map[id:1487320987654321153 name:Ada Lindqvist username:adalindqvist]" {
		t.Errorf("without fields: %s", got)
	}
	const fields = "?user.fields=name,username,profile_image_url,profile_banner_url,verified,verified_type"
	if got := data("/2/users/by/username/Beetle" + fields); got["verified"] != true || got["verified_type"] != "blue" ||
		got["profile_banner_url"] != nil || got["profile_image_url"] != b.show("beetle").Avatar {
		t.Errorf("with fields: %v", got)
	}
	if got := data("/2/users/me" + fields); got["profile_banner_url"] != b.show("adalindqvist").Banner || got["verified"] != false {
		t.Errorf("with fields: %v", got)
	}
	for handle, title := range map[string]string{"nobody": "Not Found Error", "ghost": "Forbidden"} {
		var body struct{ Errors []struct{ Title string } }
		if a := b.get("/2/users/by/username/" + handle); json.Unmarshal(a.body, &body) != nil || len(body.Errors) != 1 || body.Errors[0].Title != title {
			t.Errorf("%s: %s", handle, a.body)
		}
	}
}

func TestPlans(t *testing.T) {
	for _, c := range []struct {
		plan         Plan
		path         string
		status, code int
		problem      string
	}{
		{PlanFull, "/1.1/users/show.json?screen_name=dunes", 200, 0, ""},
		{PlanV2Read, "/1.1/users/show.json?screen_name=dunes", 403, 453, ""},
		{PlanV2Read, "/2/users/me", 200, 0, ""},
		{PlanNone, "/1.1/users/show.json?screen_name=dunes", 403, 453, ""},
		{PlanNone, "/2/users/me", 403, 0, "client-not-enrolled"},
	} {
		a := newBench(t, Options{Plan: c.plan}).get(c.path)
		wants(t, a, c.status, c.code)
		if !strings.Contains(string(a.body), c.problem) {
			t.Errorf("%s %s: %s", c.plan, c.path, a.body)
		}
	}
	b := newBench(t, Options{Plan: PlanV2Read})
	wants(t, b.upload("/1.1/account/update_profile_image.json", part{"image", "a.png", asPNG(t, plasma(40, 40))}), 403, 453)
}

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{})
		for _, c := range []struct {
			path  string
			limit int
		}{
			{"/1.1/users/show.json?screen_name=dunes", 900},
			{"/1.1/account/verify_credentials.json", 75},
			{"/1.1/users/profile_banner.json?screen_name=dunes", 180},
			{"/2/users/me", 75},
			{"/2/users/by/username/dunes", 900},
		} {
			a := b.get(c.path)
			reset, _ := strconv.ParseInt(a.Header.Get("x-rate-limit-reset"), 10, 64)
			if a.Header.Get("x-rate-limit-limit") != strconv.Itoa(c.limit) || a.Header.Get("x-rate-limit-remaining") != strconv.Itoa(c.limit-1) ||
				time.Until(time.Unix(reset, 0)) != 15*time.Minute || a.Header.Get("x-access-level") != "read-write" {
				t.Errorf("%s: %v", c.path, a.Header)
			}
		}
		for range 74 {
			b.get("/1.1/account/verify_credentials.json")
		}
		a := b.get("/1.1/account/verify_credentials.json")
		wants(t, a, 429, 88)
		if a.Header.Get("x-rate-limit-remaining") != "0" {
			t.Errorf("%v", a.Header)
		}
		time.Sleep(15 * time.Minute) // virtual
		wants(t, b.get("/1.1/account/verify_credentials.json"), 200, 0)
	})
}

// TestSignatures refuses what must not pass. Each request is signed properly by the
// client and then changed on its way.
func TestSignatures(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	const path = "/1.1/users/show.json?screen_name=dunes"
	for _, c := range []struct {
		name         string
		change       func(map[string]string)
		sign         func(map[string]string) // before signing
		path         string
		status, code int
	}{
		{name: "as it should be", status: 200},
		{name: "signed for another query", path: "/1.1/users/show.json?screen_name=beetle", status: 401, code: 32},
		{name: "wrong signature", change: set("oauth_signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="), status: 401, code: 32},
		{name: "no signature", change: set("oauth_signature", ""), status: 401, code: 32},
		{name: "unknown key", sign: set("oauth_consumer_key", "somebody"), status: 401, code: 32},
		{name: "another method", sign: set("oauth_signature_method", "PLAINTEXT"), status: 401, code: 32},
		{name: "the version as node's oauth has it", sign: set("oauth_version", "1.0A"), status: 200},
		{name: "another version", sign: set("oauth_version", "2.0"), status: 401, code: 32},
		{name: "unknown token", sign: set("oauth_token", "1-gone"), status: 401, code: 89},
		{name: "no token", sign: set("oauth_token", ""), status: 403, code: 220},
		{name: "no nonce", sign: set("oauth_nonce", ""), status: 401, code: 32},
		{name: "no timestamp", sign: set("oauth_timestamp", ""), status: 401, code: 32},
		{name: "5 minutes late", sign: set("oauth_timestamp", stamp(now.Add(-5*time.Minute))), status: 200},
		{name: "too late", sign: set("oauth_timestamp", stamp(now.Add(-301*time.Second))), status: 401, code: 135},
		{name: "too early", sign: set("oauth_timestamp", stamp(now.Add(301*time.Second))), status: 401, code: 135},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, Options{Now: func() time.Time { return now }})
			if c.path == "" {
				c.path = path
			}
			r := b.request(http.MethodGet, c.path, "", nil)
			r.Header.Set("Authorization", signedHeader(b, path, now, c.sign, c.change))
			a := b.do(b.plain, r)
			wants(t, a, c.status, c.code)
			if a.Header.Get("Date") != "Sat, 01 Mar 2025 12:00:00 GMT" {
				t.Errorf("Date %s", a.Header.Get("Date"))
			}
		})
	}
}

func set(name, value string) func(map[string]string) {
	return func(values map[string]string) { values[name] = value }
}

func stamp(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }

// signedHeader signs a GET by hand, so that every value of it can be wrong.
func signedHeader(b *bench, path string, now time.Time, before, after func(map[string]string)) string {
	keys := b.server.Credentials()
	values := map[string]string{
		"oauth_consumer_key": keys.ConsumerKey, "oauth_token": keys.AccessToken, "oauth_nonce": "n0nce",
		"oauth_signature_method": "HMAC-SHA1", "oauth_timestamp": stamp(now), "oauth_version": "1.0",
	}
	if before != nil {
		before(values)
	}
	plain, query, _ := strings.Cut(path, "?")
	params := parsePairs(query)
	for name, value := range values {
		params = append(params, param{name, value})
	}
	values["oauth_signature"] = signature(baseString(http.MethodGet, b.base+plain, params), keys.ConsumerSecret, keys.AccessSecret)
	if after != nil {
		after(values)
	}
	var items []string
	for name, value := range values {
		items = append(items, name+`="`+escape(value)+`"`)
	}
	return "OAuth " + strings.Join(items, ", ")
}

func TestReplay(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	b := newBench(t, Options{Now: func() time.Time { return now }})
	const path = "/1.1/users/show.json?screen_name=dunes"
	header := signedHeader(b, path, now, nil, nil)
	try := func() answer {
		r := b.request(http.MethodGet, path, "", nil)
		r.Header.Set("Authorization", header)
		return b.do(b.plain, r)
	}
	wants(t, try(), 200, 0)
	wants(t, try(), 401, 32)
	now = now.Add(5 * time.Minute)
	wants(t, try(), 401, 32)
	now = now.Add(time.Second)
	wants(t, try(), 401, 135)
}

func TestNoncesAreForgottenAndBounded(t *testing.T) {
	var n nonces
	start := time.Unix(1_700_000_000, 0)
	for i := range maxNonces {
		if !n.use("k", "t", strconv.Itoa(i), start) {
			t.Fatalf("nonce %d refused", i)
		}
	}
	if n.use("k", "t", "one more", start) {
		t.Error("a nonce was taken that cannot be remembered")
	}
	if !n.use("k", "t", "one more", start.Add(2*maxSkew+1)) || len(n.seen) != 1 || len(n.queue) != 1 {
		t.Errorf("%d nonces are still remembered", len(n.seen))
	}
}

func TestUnsigned(t *testing.T) {
	b := newBench(t, Options{})
	wants(t, b.unsigned("/1.1/users/show.json?screen_name=dunes"), 400, 215)
	a := b.unsigned("/2/users/me")
	wants(t, a, 401, 0)
	if a.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%v", a.Header)
	}
	r := b.request(http.MethodGet, "/2/users/me", "", nil)
	r.Header.Set("Authorization", "Bearer abc")
	wants(t, b.do(b.plain, r), 401, 0)
}

func TestHosts(t *testing.T) {
	public := &url.URL{Scheme: "https", Host: "api.x.com"}
	for host, want := range map[string]int{
		"127.0.0.1": 404, "127.0.0.1:81": 404, "127.9.9.9:1": 404, "localhost:8080": 404, "LOCALHOST": 404, "[::1]:8080": 404,
		"api.x.com": 404, "api.x.com:443": 404, "API.X.COM": 404,
		"evil.example": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example:80": 421, "10.0.0.1": 421, "[2001:db8::1]": 421, "x.com": 421,
	} {
		b := newBench(t, Options{PublicURL: public})
		r := b.request(http.MethodGet, "/nothing", "", nil)
		r.Host = host
		if a := b.do(b.plain, r); a.StatusCode != want {
			t.Errorf("%s: %d, want %d", host, a.StatusCode, want)
		}
	}
	if a := newBench(t, Options{}); a.server.knownHost("api.x.com") || a.server.knownHost("") {
		t.Error("a host is known that nobody named")
	}
}

// TestPublicURL signs for a public base with a path while the requests arrive without
// and with it, as proxies do.
func TestPublicURL(t *testing.T) {
	b := newBench(t, Options{PublicURL: &url.URL{Scheme: "https", Host: "Proxy.Example:443", Path: "/x/"}})
	if a := b.get("/1.1/users/show.json?screen_name=dunes"); !strings.Contains(string(a.body), `"https://proxy.example/x/sticky/`) {
		t.Errorf("%d: %s", a.StatusCode, a.body)
	}
	if a := b.unsigned("https://proxy.example/sticky/default_profile_images/default_profile_normal.png"); a.StatusCode != 200 {
		t.Errorf("without the prefix: %d", a.StatusCode)
	}
}

func TestOptionsRefused(t *testing.T) {
	for name, o := range map[string]Options{
		"not loopback": {Addr: "192.0.2.1:80"}, "every address": {Addr: ":8080"}, "no port": {Addr: "127.0.0.1"},
		"plan": {Plan: "gold"}, "delay": {Delay: -1}, "public": {PublicURL: &url.URL{Scheme: "ftp", Host: "h"}}, "picture": {Avatar: []byte("GIF8")},
	} {
		if s, err := New(o); err == nil || s != nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestCredentialsAreRedacted(t *testing.T) {
	c := newBench(t, Options{}).server.Credentials()
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		text := fmt.Sprintf(format, c)
		for _, secret := range []string{c.ConsumerKey, c.ConsumerSecret, c.AccessToken, c.AccessSecret} {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows a secret", format)
			}
		}
	}
	other := newBench(t, Options{}).server.Credentials()
	if c.ConsumerSecret == other.ConsumerSecret || c.AccessSecret == other.AccessSecret || c.ConsumerKey == other.ConsumerKey {
		t.Error("two starts share keys")
	}
}
