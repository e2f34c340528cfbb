package sandbox

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestSelfSignedCertificate(t *testing.T) {
	now := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	made, err := selfSigned(now)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(made.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	for _, c := range []struct {
		name string
		at   time.Duration
		good bool
	}{
		{"127.0.0.1", 0, true},
		{"::1", 0, true},
		{"localhost", 0, true},
		{"127.0.0.1", -59 * time.Minute, true},
		{"127.0.0.1", 23 * time.Hour, true},
		{"127.0.0.1", -61 * time.Minute, false},
		{"127.0.0.1", 25 * time.Hour, false},
		{"example.com", 0, false},
	} {
		_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: c.name, CurrentTime: now.Add(c.at)})
		if (err == nil) != c.good {
			t.Errorf("%s after %v: %v", c.name, c.at, err)
		}
	}
	if other, err := selfSigned(now); err != nil || string(other.Certificate[0]) == string(made.Certificate[0]) {
		t.Errorf("the same certificate twice, %v", err)
	}
}

// TestSelfSigned speaks with a server that nobody trusts, and again once its
// certificate is known.
func TestSelfSigned(t *testing.T) {
	clock := time.Now().Add(-time.Minute).Truncate(time.Second)
	security := &tls.Config{RootCAs: x509.NewCertPool()}
	b := newSocketBench(t, Options{SelfSigned: true, Now: func() time.Time { return clock }}, security)
	if !strings.HasPrefix(b.base, "https://127.0.0.1:") || b.server.URL().String() != b.base {
		t.Errorf("keys for %s, listening at %v", b.base, b.server.URL())
	}
	var untrusted x509.UnknownAuthorityError
	if a := b.get(showCall); !errors.As(a.err, &untrusted) {
		t.Fatalf("a stranger's certificate: %v", a.err)
	}
	leaf := untrusted.Cert
	if !leaf.NotBefore.Equal(clock.Add(-time.Hour)) || !leaf.NotAfter.Equal(clock.Add(24*time.Hour)) {
		t.Errorf("good from %v to %v, made at %v", leaf.NotBefore, leaf.NotAfter, clock)
	}

	security = &tls.Config{RootCAs: x509.NewCertPool()}
	security.RootCAs.AddCert(leaf)
	transport := &http.Transport{TLSClientConfig: security, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	b = benchFor(t, b.server, transport)
	u := b.show("adalindqvist")
	if !strings.HasPrefix(u.Avatar, b.base+"/") || !strings.HasPrefix(u.Banner, b.base+"/") {
		t.Errorf("pictures at %s and %s", u.Avatar, u.Banner)
	}
	whole := b.unsigned(u.Avatar)
	if whole.err != nil || whole.StatusCode != http.StatusOK || whole.Proto != "HTTP/1.1" {
		t.Fatalf("%v, %v", whole.err, whole.Response)
	}
	wants(t, sendAvatar(b, asPNG(t, plasma(40, 40))), 200, 0)

	b.server.SetFaults(mustFaults(t, "show:drop,banner:stall")...)
	if a := b.get(showCall); a.err == nil {
		t.Errorf("a dropped connection answered %d", a.StatusCode)
	}
	response, err := b.plain.Do(b.request(http.MethodGet, u.Banner+"/web", "", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := b.server.Close(); err != nil {
		t.Error(err)
	}
	if _, err := io.ReadAll(response.Body); err == nil {
		t.Error("a stalled picture was read to its end")
	}
}

// TestSelfSignedWithoutASocket forms https URLs too, and signs for them.
func TestSelfSignedWithoutASocket(t *testing.T) {
	b := newBench(t, Options{SelfSigned: true})
	u := b.show("adalindqvist")
	if b.base != "https://127.0.0.1" || b.server.URL().String() != b.base || !strings.HasPrefix(u.Avatar, b.base+"/") {
		t.Errorf("keys for %s, URL %v, avatar %s", b.base, b.server.URL(), u.Avatar)
	}
}
