package fetch

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"masthead/service"
)

func TestWhichURLsMayBeAsked(t *testing.T) {
	sandbox := &url.URL{Scheme: "http", Host: "127.0.0.1:8080", Path: "/prefix"}
	behindTLS := &url.URL{Scheme: "https", Host: "api.test:4443"}
	tests := []struct {
		raw                                      string
		account, typed, accountLocal, typedLocal bool
	}{
		{"https://pbs.twimg.com/profile_images/1/a_normal.jpg", true, true, true, true},
		{"https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png", true, true, true, true},
		{"https://si0.twimg.com/a.png", true, true, true, true},
		{"https://PBS.TWIMG.COM/a.png", true, true, true, true},
		{"http://pbs.twimg.com/a.png", true, true, true, true}, // upgraded
		{"https://pbs.twimg.com:8443/a.png", false, true, false, true},
		{"https://twimg.com.example.com/a.png", false, true, false, true},
		{"https://eviltwimg.com/a.png", false, true, false, true},
		{"https://example.com/a.png", false, true, false, true},
		{"https://93.184.216.34/a.png", false, true, false, true},
		{"http://example.com/a.png", false, false, false, false},
		{"http://127.0.0.1:8080/a.png", false, false, true, true},
		{"http://localhost:9/a.png", false, false, true, true},
		{"http://[::1]:9/a.png", false, false, true, true},
		{"https://127.0.0.1/a.png", false, false, true, true},
		{"https://localhost/a.png", false, false, true, true},
		{"https://a.localhost/a.png", false, false, false, false},
		{"https://intranet/a.png", false, false, false, false},
		{"https://10.0.0.1/a.png", false, false, false, false},
		{"https://192.168.1.1/a.png", false, false, false, false},
		{"https://169.254.169.254/latest/meta-data", false, false, false, false},
		{"https://[fe80::1]/a.png", false, false, false, false},
		{"https://[fd00::1]/a.png", false, false, false, false},
		{"https://[::ffff:10.0.0.1]/a.png", false, false, false, false},
		{"https://0.0.0.0/a.png", false, false, false, false},
		{"https://user@pbs.twimg.com/a.png", false, false, false, false},
		{"ftp://pbs.twimg.com/a.png", false, false, false, false},
		{"file:///etc/passwd", false, false, false, false},
		{"ftp://127.0.0.1/a.png", false, false, false, false},
		{"pbs.twimg.com/a.png", false, false, false, false},
		{"", false, false, false, false},
	}
	open, local := New(Params{}), New(Params{Loopback: sandbox})
	for _, tt := range tests {
		u, err := parse("op", tt.raw)
		if err != nil {
			t.Fatalf("%s: %v", tt.raw, err)
		}
		for _, c := range []struct {
			name string
			f    *Fetcher
			t    Trust
			want bool
		}{
			{"of an account", open, FromAccount, tt.account},
			{"typed", open, Typed, tt.typed},
			{"of an account, sandbox", local, FromAccount, tt.accountLocal},
			{"typed, sandbox", local, Typed, tt.typedLocal},
		} {
			err := c.f.check(u, c.t)
			if (err == nil) != c.want {
				t.Errorf("%s (%s): %v, want allowed %t", tt.raw, c.name, err, c.want)
			}
			if err != nil && service.CodeOf(err) != service.Untrusted {
				t.Errorf("%s (%s): code %q", tt.raw, c.name, service.CodeOf(err))
			}
		}
	}
	own := New(Params{Loopback: behindTLS})
	for raw, want := range map[string]bool{
		"https://api.test:4443/img/a.png": true, "http://api.test:4443/img/a.png": false, "https://api.test/img/a.png": false,
	} {
		u, _ := url.Parse(raw)
		if err := own.check(u, FromAccount); (err == nil) != want {
			t.Errorf("%s: %v, want allowed %t", raw, err, want)
		}
	}
}

func TestParseEncodesWhatIsOdd(t *testing.T) {
	tests := map[string]string{
		"https://pbs.twimg.com/profile_images/1/my pic ©_normal.jpg": "https://pbs.twimg.com/profile_images/1/my%20pic%20%C2%A9_normal.jpg",
		"https://pbs.twimg.com/1/my%20pic_normal.jpg":                "https://pbs.twimg.com/1/my%20pic_normal.jpg",
		"https://pbs.twimg.com/1/100%_normal.jpg":                    "https://pbs.twimg.com/1/100%25_normal.jpg",
		"https://pbs.twimg.com/1/a%2Fb_normal.jpg":                   "https://pbs.twimg.com/1/a%2Fb_normal.jpg",
		"https://pbs.twimg.com/1/a.jpg?x=a b&y=\"%zz\"":              "https://pbs.twimg.com/1/a.jpg?x=a%20b&y=%22%25zz%22",
		"https://pbs.twimg.com/1/v1.2__final_normal.jpg#top":         "https://pbs.twimg.com/1/v1.2__final_normal.jpg",
		"  https://pbs.twimg.com/1/a.jpg\n":                          "https://pbs.twimg.com/1/a.jpg",
		"http://a0.twimg.com/profile_images/1/a_normal.png":          "https://a0.twimg.com/profile_images/1/a_normal.png",
		"http://127.0.0.1:9/a.png":                                   "http://127.0.0.1:9/a.png",
		"https://pbs.twimg.com":                                      "https://pbs.twimg.com",
	}
	for raw, want := range tests {
		u, err := parse("op", raw)
		if err != nil || u.String() != want {
			t.Errorf("parse(%q) = %v, %v, want %s", raw, u, err, want)
		}
	}
	for _, raw := range []string{"https://[::1", "https://a b/c", "https://x:port/", "\x00://x/"} {
		if _, err := parse("op", raw); service.CodeOf(err) != service.Untrusted {
			t.Errorf("parse(%q): %v, want untrusted", raw, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"https://pbs.twimg.com/a b©%", "http://a0.twimg.com/x?%#%", "://", "https://[::1]:9/%2f", "x"} {
		f.Add(seed)
	}
	plain := New(Params{})
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := parse("op", raw)
		if err != nil {
			return
		}
		again, err := parse("op", u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q became %q, and that %v, %v", raw, u, again, err)
		}
		if plain.check(u, FromAccount) == nil && (u.Scheme != "https" || !strings.HasSuffix(strings.ToLower(u.Hostname()), ".twimg.com")) {
			t.Errorf("%q may be asked", u)
		}
	})
}

func TestPublicAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.0.1": false, "169.254.169.254": false,
		"0.0.0.0": false, "::": false, "255.255.255.255": false, "224.0.0.1": false, "fe80::1": false, "fd00::1": false,
		"ff02::1": false, "::ffff:192.168.0.1": false,
	} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("isPublic(%s) = %t, want %t", address, got, want)
		}
	}
}

// A public name may resolve into the own network: the dialler sees the address.
func TestDiallingThePrivateNetworkIsRefused(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	address := net.JoinHostPort("localhost", port) // stands for a public name that lies

	guarded := &dialer{local: func(string) bool { return false }}
	if conn, err := guarded.dial(t.Context(), "tcp", address); err == nil {
		_ = conn.Close()
		t.Error("a private address was dialled")
	} else if service.CodeOf(err) != service.Untrusted {
		t.Errorf("got %v, want untrusted", err)
	}

	sandbox := &dialer{local: service.IsLoopback}
	conn, err := sandbox.dial(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()

	proxied := &dialer{local: func(string) bool { return false }}
	proxied.proxies.Store("localhost", true)
	if conn, err = proxied.dial(t.Context(), "tcp", address); err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
}
