package session

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// This verifier is written from RFC 5849 and shares nothing with oauth1, so that a
// mistake in either is seen.

// oauthHeader takes an Authorization header apart.
func oauthHeader(t *testing.T, header string) map[string]string {
	t.Helper()
	rest, ok := strings.CutPrefix(header, "OAuth ")
	if !ok {
		t.Fatalf("the Authorization header does not begin with OAuth")
	}
	fields := map[string]string{}
	for pair := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		plain, err := url.PathUnescape(strings.Trim(value, `"`))
		if err != nil {
			t.Fatal(err)
		}
		fields[name] = plain
	}
	return fields
}

// signature computes what oauth_signature must be for a request as it arrived.
func signature(t *testing.T, scheme string, req *http.Request, c Credentials) string {
	t.Helper()
	var pairs []string
	add := func(name, value string) { pairs = append(pairs, escape(name)+"="+escape(value)) }
	for name, value := range oauthHeader(t, req.Header.Get("Authorization")) {
		if name != "oauth_signature" && name != "realm" {
			add(name, value)
		}
	}
	all := []url.Values{req.URL.Query()}
	if req.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Fatal(err)
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, form)
	}
	for _, values := range all {
		for name, list := range values {
			for _, value := range list {
				add(name, value)
			}
		}
	}
	slices.Sort(pairs)
	base := req.Method + "&" + escape(scheme+"://"+strings.ToLower(req.Host)+req.URL.EscapedPath()) +
		"&" + escape(strings.Join(pairs, "&"))
	mac := hmac.New(sha1.New, []byte(escape(c.ConsumerSecret)+"&"+escape(c.TokenSecret)))
	mac.Write([]byte(base))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// escape is RFC 3986's percent encoding.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
