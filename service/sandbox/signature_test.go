package sandbox

import (
	"net/http"
	"net/url"
	"reflect"
	"testing"
)

// TestPublishedSignature signs the request of X's "Creating a signature". The values
// are X's own; the page's older and newer editions differ in the base URL's host.
func TestPublishedSignature(t *testing.T) {
	header := `OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", ` +
		`oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", ` +
		`oauth_signature="ignored", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1318622958", ` +
		`oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"`
	body := "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21"
	for url, want := range map[string]string{
		"https://api.twitter.com/1/statuses/update.json":   "tnnArxj06cWHq44gCs1OSKk/jLY=",
		"https://api.twitter.com/1.1/statuses/update.json": "hCtSmYh+iHYCEqBWrE7C7hYmtUk=",
	} {
		p := collect(header, append(parsePairs("include_entities=true"), parsePairs(body)...))
		got := signature(baseString("post", url, p.signed),
			"kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")
		if got != want {
			t.Errorf("%s: %s, want %s", url, got, want)
		}
	}
}

// TestBaseString is the example of RFC 5849, section 3.4.1.1, with its duplicates,
// empty values and a name that is percent-encoded twice.
func TestBaseString(t *testing.T) {
	header := `OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", ` +
		`oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", oauth_signature="bYT5CMsGcbgUdFHObYMEfcx6bsw%3D"`
	p := collect(header, append(parsePairs("b5=%3D%253D&a3=a&c%40=&a2=r%20b"), parsePairs("c2&a3=2+q")...))
	const want = "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26" +
		"oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
	if got := baseString(http.MethodPost, baseURL("HTTP", "EXAMPLE.COM:80", "/request"), p.signed); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if p.values["oauth_signature"] != "bYT5CMsGcbgUdFHObYMEfcx6bsw=" {
		t.Errorf("signature read as %q", p.values["oauth_signature"])
	}
}

func TestBaseURL(t *testing.T) {
	for _, c := range []struct{ scheme, host, want string }{
		{"http", "127.0.0.1:80", "http://127.0.0.1/p"},
		{"http", "127.0.0.1:8080", "http://127.0.0.1:8080/p"},
		{"https", "API.x.com:443", "https://api.x.com/p"},
		{"https", "api.x.com:80", "https://api.x.com:80/p"},
	} {
		if got := baseURL(c.scheme, c.host, "/p"); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.scheme, c.host, got, c.want)
		}
	}
}

func TestCollect(t *testing.T) {
	t.Run("said twice, signed once", func(t *testing.T) {
		p := collect(`OAuth oauth_token="a"`, []param{{"oauth_token", "a"}, {"x", "1"}, {"x", "1"}})
		if want := []param{{"oauth_token", "a"}, {"x", "1"}, {"x", "1"}}; p.conflict || !reflect.DeepEqual(p.signed, want) {
			t.Errorf("%v, conflict %v", p.signed, p.conflict)
		}
	})
	t.Run("two values", func(t *testing.T) {
		if p := collect(`OAuth oauth_token="a"`, []param{{"oauth_token", "b"}}); !p.conflict {
			t.Error("no conflict seen")
		}
	})
	t.Run("another scheme", func(t *testing.T) {
		if p := collect(`Bearer oauth_token="a"`, nil); len(p.values) != 0 {
			t.Errorf("read %v", p.values)
		}
	})
}

// FuzzParsePairs holds the decoding against net/url's, where that has an opinion.
func FuzzParsePairs(f *testing.F) {
	for _, seed := range []string{"", "a=b&c=d", "a=%2B+&a=%zz", "&&=&", "x=1;y=2", "%=", "a=b=c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, encoded string) {
		got := make(url.Values)
		for _, p := range parsePairs(encoded) {
			got.Add(p.name, p.value)
		}
		if want, err := url.ParseQuery(encoded); err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", encoded, got, want)
		}
	})
}

// FuzzAuthorization writes what it reads and reads it again.
func FuzzAuthorization(f *testing.F) {
	f.Add(`OAuth realm="", oauth_nonce="a%2Bb", oauth_token=x`)
	f.Add(`oauth  a="b,c=d`)
	f.Fuzz(func(t *testing.T, header string) {
		pairs := parseAuthorization(header)
		again := "OAuth "
		for i, p := range pairs {
			if i > 0 {
				again += ", "
			}
			again += escape(p.name) + `="` + escape(p.value) + `"`
		}
		for _, p := range pairs {
			if p.name == "" || escape(p.name) == "realm" {
				return // not to be told from another after a second reading
			}
		}
		if got := parseAuthorization(again); !reflect.DeepEqual(got, pairs) {
			t.Errorf("%q: %q, then %q", header, pairs, got)
		}
	})
}
