package session

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
)

var someone = Credentials{
	ConsumerKey: "app-key-1", ConsumerSecret: "app/secret+2", Token: "12-token-3", TokenSecret: "token&secret 4",
}

// secrets are the strings that no text may contain.
var secrets = []string{someone.ConsumerKey, someone.ConsumerSecret, someone.Token, someone.TokenSecret, "oauth_"}

func parse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func newClient(t *testing.T, base string, transport http.RoundTripper, now func() time.Time) *Client {
	t.Helper()
	c, err := New(Params{Credentials: someone, Base: parse(t, base), Transport: transport, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func request(t *testing.T, ctx context.Context, method, target, contentType, body string) *http.Request {
	t.Helper()
	var from io.Reader
	if body != "" {
		from = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, target, from)
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req
}

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// refuseAll fails the test when anything is sent.
func refuseAll(t *testing.T) http.RoundTripper {
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		t.Errorf("an unexpected request to %s", req.URL)
		return nil, errors.New("unexpected")
	})
}

func answer(status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

type fixedNonce string

func (n fixedNonce) Nonce() string { return string(n) }

// The request, keys, nonce, time and signature of X's own page "Creating a signature".
func TestPublishedVector(t *testing.T) {
	published := Credentials{
		ConsumerKey:    "xvz1evFS4wEEPTGEFPHBog",
		ConsumerSecret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
		Token:          "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
		TokenSecret:    "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
	}
	tests := map[string]struct{ base, path, want string }{
		"as it stood first": {"https://api.twitter.com", "/1/statuses/update.json", "tnnArxj06cWHq44gCs1OSKk/jLY="},
		"as it stood later": {"https://api.twitter.com", "/1.1/statuses/update.json", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got map[string]string
			c, err := New(Params{
				Credentials: published,
				Base:        parse(t, tt.base),
				Now:         func() time.Time { return time.Unix(1318622958, 0) },
				Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
					got = oauthHeader(t, req.Header.Get("Authorization"))
					return answer(200, nil, ""), nil
				}),
			})
			if err != nil {
				t.Fatal(err)
			}
			c.config.Noncer = fixedNonce("kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg")
			resp, err := c.Do(request(t, t.Context(), "POST", tt.base+tt.path+"?include_entities=true",
				"application/x-www-form-urlencoded",
				"status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21"))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			want := map[string]string{
				"oauth_consumer_key":     published.ConsumerKey,
				"oauth_nonce":            "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
				"oauth_signature":        tt.want,
				"oauth_signature_method": "HMAC-SHA1",
				"oauth_timestamp":        "1318622958",
				"oauth_token":            published.Token,
				"oauth_version":          "1.0",
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("header fields\n%v\nwant\n%v", got, want)
			}
		})
	}
}

func TestSignaturesAreVerifiedByAnother(t *testing.T) {
	tests := map[string]struct{ method, path, contentType, body string }{
		"get":       {"GET", "/1.1/users/show.json?user_id=12&screen_name=a%20b%2Bc", "", ""},
		"prefix":    {"GET", "/a/prefix/1.1/users/show.json?q=%C3%A9", "", ""},
		"form":      {"POST", "/1.1/x.json?a=1", "application/x-www-form-urlencoded", "image=ab%2Bc%2F%3D%3D&oauth_timestamp_note=%26oauth_timestamp%3D99"},
		"multipart": {"POST", "/1.1/x.json?a=1", "multipart/form-data; boundary=b", "--b\r\n\r\nimage=1\r\n--b--\r\n"},
		"no body":   {"POST", "/1.1/account/remove_profile_banner.json", "", ""},
	}
	at := time.Unix(1_700_000_123, 0)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				fields := oauthHeader(t, req.Header.Get("Authorization"))
				if want := signature(t, "http", req, someone); fields["oauth_signature"] != want {
					t.Errorf("signature %s, want %s", fields["oauth_signature"], want)
				}
				if fields["oauth_timestamp"] != "1700000123" {
					t.Errorf("timestamp %s is not the clock's", fields["oauth_timestamp"])
				}
				body, _ := io.ReadAll(req.Body)
				if string(body) != tt.body {
					t.Errorf("body %q arrived, want %q", body, tt.body)
				}
			}))
			defer server.Close()
			c := newClient(t, server.URL, nil, func() time.Time { return at })
			resp, err := c.Do(request(t, t.Context(), tt.method, server.URL+tt.path, tt.contentType, tt.body))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
		})
	}
}

func TestNewRefuses(t *testing.T) {
	missing := someone
	missing.TokenSecret = ""
	tests := map[string]struct {
		base *url.URL
		keys Credentials
		want service.Code
	}{
		"no base":        {nil, someone, service.Untrusted},
		"plain http":     {parse(t, "http://api.x.com"), someone, service.Untrusted},
		"no host":        {parse(t, "https:///1.1"), someone, service.Untrusted},
		"another scheme": {parse(t, "ftp://127.0.0.1"), someone, service.Untrusted},
		"a user":         {parse(t, "https://me:pw@api.x.com"), someone, service.Untrusted},
		"no token":       {parse(t, "https://api.x.com"), missing, service.SignedOut},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(Params{Credentials: tt.keys, Base: tt.base})
			if service.CodeOf(err) != tt.want {
				t.Errorf("got %v, want code %q", err, tt.want)
			}
		})
	}
}

func TestOtherHostsAreNeverSignedFor(t *testing.T) {
	c := newClient(t, "https://api.x.com/prefix/", refuseAll(t), nil)
	for _, target := range []string{
		"https://api.twitter.com/1.1/users/show.json", "http://api.x.com/", "https://api.x.com:8443/",
		"https://api.x.com.example.com/", "https://x.com/", "https://user@api.x.com/",
	} {
		_, err := c.Do(request(t, t.Context(), "POST", target, "", "body"))
		if service.CodeOf(err) != service.Untrusted {
			t.Errorf("%s: got %v, want untrusted", target, err)
		}
	}
	forged := request(t, t.Context(), "GET", "https://api.x.com/", "", "")
	forged.Host = "evil.example"
	if _, err := c.Do(forged); service.CodeOf(err) != service.Untrusted {
		t.Errorf("a forged Host header: got %v, want untrusted", err)
	}
}

func TestSameHostSpelledOtherwise(t *testing.T) {
	c := newClient(t, "https://API.x.com", roundTrip(func(*http.Request) (*http.Response, error) {
		return answer(200, nil, ""), nil
	}), nil)
	resp, err := c.Do(request(t, t.Context(), "GET", "https://api.x.com:443/1.1/x.json", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	hits := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		hits++
		http.Redirect(w, req, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	resp, err := newClient(t, server.URL, nil, nil).Do(request(t, t.Context(), "POST", server.URL+"/a", "", "x"))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusTemporaryRedirect || hits != 1 {
		t.Errorf("status %d after %d requests, want the redirect itself after 1", resp.StatusCode, hits)
	}
}

// wrongClock serves as X does: it refuses timestamps more than five minutes off.
func wrongClock(t *testing.T, serverTime time.Time, refusal string, seen *[]string) http.RoundTripper {
	var mu sync.Mutex
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		body := ""
		if req.Body != nil {
			b, err := io.ReadAll(req.Body)
			if err != nil {
				return nil, err
			}
			body = string(b)
			req.Body = io.NopCloser(bytes.NewReader(b))
		}
		req.Host = req.URL.Host
		fields := oauthHeader(t, req.Header.Get("Authorization"))
		if fields["oauth_signature"] != signature(t, "https", req, someone) {
			t.Error("the signature does not fit the timestamp that was sent")
		}
		*seen = append(*seen, fields["oauth_timestamp"]+" "+body)
		header := http.Header{"Date": {serverTime.UTC().Format(http.TimeFormat)}}
		if fields["oauth_timestamp"] != stamp(serverTime) {
			return answer(401, header, refusal), nil
		}
		return answer(200, header, "fine"), nil
	})
}

func TestClockSkewIsCorrectedOnce(t *testing.T) {
	tests := map[string]string{
		"json":    `{"errors":[{"code": 135,"message":"Timestamp out of bounds."}]}`,
		"xml":     `<errors><error code="135">Timestamp out of bounds.</error></errors>`,
		"no code": `{"title":"Unauthorized","status":401,"detail":"Unauthorized"}`,
	}
	for name, refusal := range tests {
		t.Run(name, func(t *testing.T) {
			server := time.Unix(1_700_000_000, 0)
			local := server.Add(-2 * time.Hour)
			var seen []string
			c := newClient(t, "https://api.x.com", wrongClock(t, server, refusal, &seen), func() time.Time { return local })
			if c.Skew() != 0 {
				t.Errorf("skew %v before any answer", c.Skew())
			}
			for range 2 {
				resp, err := c.Do(request(t, t.Context(), "POST", "https://api.x.com/1.1/x.json",
					"application/x-www-form-urlencoded", "image=a"))
				if err != nil {
					t.Fatal(err)
				}
				if body, _ := io.ReadAll(resp.Body); string(body) != "fine" {
					t.Errorf("the answer is %q", body)
				}
				_ = resp.Body.Close()
			}
			want := []string{stamp(local) + " image=a", stamp(server) + " image=a", stamp(server) + " image=a"}
			if fmt.Sprint(seen) != fmt.Sprint(want) {
				t.Errorf("requests %v, want %v", seen, want)
			}
			if c.Skew() != 2*time.Hour {
				t.Errorf("skew %v, want 2h", c.Skew())
			}
		})
	}
}

func TestARefusalThatIsNotTheClocksStaysReadable(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	date := http.Header{"Date": {now.UTC().Format(http.TimeFormat)}}
	long := strings.Repeat("x", 2*maxPeek)
	tests := map[string]struct {
		status int
		header http.Header
		body   string
		sent   int
	}{
		"another code":         {401, date, `{"errors":[{"code":89}]}`, 1},
		"135 without a date":   {401, nil, `{"errors":[{"code":135}]}`, 1},
		"135 that stays":       {401, date, `{"errors":[{"code":135}]}`, 2},
		"135 in a good answer": {200, date, `{"errors":[{"code":135}]}`, 1},
		"1350":                 {403, date, `{"errors":[{"code":1350}]}`, 1},
		"long":                 {403, date, long, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sent := 0
			c := newClient(t, "https://api.x.com", roundTrip(func(*http.Request) (*http.Response, error) {
				sent++
				return answer(tt.status, tt.header.Clone(), tt.body), nil
			}), func() time.Time { return now })
			resp, err := c.Do(request(t, t.Context(), "GET", "https://api.x.com/1.1/x.json", "", ""))
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil || string(body) != tt.body || resp.StatusCode != tt.status || sent != tt.sent {
				t.Errorf("%d bytes, %v, status %d, sent %d times", len(body), err, resp.StatusCode, sent)
			}
		})
	}
}

func TestABodyThatCannotBeHadAgainIsNotReplayed(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	sent := 0
	c := newClient(t, "https://api.x.com", roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return answer(401, http.Header{"Date": {now.Add(time.Hour).UTC().Format(http.TimeFormat)}}, `{"code":135}`), nil
	}), func() time.Time { return now })
	req := request(t, t.Context(), "POST", "https://api.x.com/1.1/x.json", "image/png", "x")
	req.GetBody = nil
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if sent != 1 || c.Skew() != time.Hour {
		t.Errorf("sent %d times with skew %v, want once, and 1h for the next request", sent, c.Skew())
	}
}

func TestProgressIsCountedBelowTheSigner(t *testing.T) {
	body := "image=" + strings.Repeat("a", 200_000)
	for _, contentType := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=b"} {
		t.Run(contentType, func(t *testing.T) {
			var mu sync.Mutex
			var reports []int64
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
				_, _ = io.Copy(io.Discard, req.Body)
			}))
			defer server.Close()
			ctx := WithProgress(t.Context(), func(sent, total int64) {
				mu.Lock()
				defer mu.Unlock()
				if total != int64(len(body)) {
					t.Errorf("total %d, want %d", total, len(body))
				}
				reports = append(reports, sent)
			})
			resp, err := newClient(t, server.URL, nil, nil).Do(request(t, ctx, "POST", server.URL, contentType, body))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			mu.Lock()
			defer mu.Unlock()
			if len(reports) < 3 || reports[0] != 0 || reports[len(reports)-1] != int64(len(body)) {
				t.Errorf("reports %v, want several from 0 to %d", reports, len(body))
			}
		})
	}
}

func TestWatchdogEndsAStandstill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, "https://api.x.com", roundTrip(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done() // a server that takes nothing and says nothing
			return nil, req.Context().Err()
		}), time.Now)
		began := time.Now()
		_, err := c.Do(request(t, t.Context(), "POST", "https://api.x.com/", "", "picture"))
		if service.CodeOf(err) != service.Offline || !errors.Is(err, errStalled) {
			t.Errorf("got %v, want offline for a standstill", err)
		}
		if took := time.Since(began); took != stallTimeout {
			t.Errorf("gave up after %v, want %v", took, stallTimeout)
		}
	})
}

// slow is a body that needs a while for each byte, and stops moving at the end.
type slow struct {
	ctx   context.Context
	bytes int
	each  time.Duration
}

func (s *slow) Read(p []byte) (int, error) {
	if s.bytes == 0 {
		<-s.ctx.Done()
		return 0, s.ctx.Err()
	}
	s.bytes--
	<-time.After(s.each)
	return copy(p, "x"), nil
}

func (s *slow) Close() error { return nil }

func TestWatchdogIsPatientWhileBytesMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, "https://api.x.com", roundTrip(func(req *http.Request) (*http.Response, error) {
			resp := answer(200, nil, "")
			resp.Body = &slow{ctx: req.Context(), bytes: 10, each: stallTimeout / 2}
			return resp, nil
		}), time.Now)
		resp, err := c.Do(request(t, t.Context(), "GET", "https://api.x.com/", "", ""))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if len(body) != 10 || !errors.Is(err, errStalled) {
			t.Errorf("read %d bytes and %v, want 10 and then the standstill", len(body), err)
		}
	})
}

func TestCancelling(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := newClient(t, "https://api.x.com", roundTrip(func(req *http.Request) (*http.Response, error) {
		cancel()
		<-req.Context().Done()
		return nil, req.Context().Err()
	}), nil)
	if _, err := c.Do(request(t, ctx, "GET", "https://api.x.com/", "", "")); service.CodeOf(err) != service.Canceled {
		t.Errorf("got %v, want canceled", err)
	}
}

func TestNoTextHoldsASecret(t *testing.T) {
	c := newClient(t, "https://api.x.com", roundTrip(func(req *http.Request) (*http.Response, error) {
		if req.Header.Get("Authorization") == "" {
			t.Error("the request is not signed")
		}
		return nil, errors.New("connection refused")
	}), nil)
	req := request(t, t.Context(), "GET", "https://api.x.com/1.1/x.json", "", "")
	_, err := c.Do(req)
	if err == nil {
		t.Fatal("no error")
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("signed in", "as", someone, "with", c, "params", Params{Credentials: someone})
	encoded, _ := json.Marshal(map[string]any{"keys": someone, "session": c})
	texts := []string{err.Error(), log.String(), string(encoded), someone.String(), fmt.Sprint(req.Header)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		texts = append(texts, fmt.Sprintf(verb, someone), fmt.Sprintf(verb, &someone),
			fmt.Sprintf(verb, Params{Credentials: someone}), fmt.Sprintf(verb, c), fmt.Sprintf(verb, []any{someone, c}))
	}
	for _, text := range texts {
		for _, secret := range append(secrets, fmt.Sprintf("%x", someone.TokenSecret)) {
			if strings.Contains(text, secret) {
				t.Errorf("%q holds a secret", text)
			}
		}
	}
}

func TestEverySendHasItsOwnNonce(t *testing.T) {
	seen := map[string]bool{}
	c := newClient(t, "https://api.x.com", roundTrip(func(req *http.Request) (*http.Response, error) {
		seen[oauthHeader(t, req.Header.Get("Authorization"))["oauth_nonce"]] = true
		return answer(200, nil, ""), nil
	}), nil)
	for range 5 {
		resp, err := c.Do(request(t, t.Context(), "GET", "https://api.x.com/", "", ""))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	if len(seen) != 5 {
		t.Errorf("%d nonces for 5 requests", len(seen))
	}
}
