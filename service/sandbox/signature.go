package sandbox

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// protocol are the OAuth parameters of one request and everything that its signature
// covers (RFC 5849, section 3.4.1.3).
type protocol struct {
	values map[string]string // the oauth_ parameters by name
	signed []param           // all parameters but oauth_signature
	// conflict tells that one OAuth parameter was given with two values.
	conflict bool
}

// collect gathers the OAuth parameters from the Authorization header, the query and
// the form body. Some clients say oauth_token twice and sign it once: equal ones count
// as one.
func collect(authorization string, params []param) protocol {
	p := protocol{values: make(map[string]string)}
	for _, pair := range append(parseAuthorization(authorization), params...) {
		if !strings.HasPrefix(pair.name, "oauth_") {
			p.signed = append(p.signed, pair)
			continue
		}
		if old, seen := p.values[pair.name]; seen {
			p.conflict = p.conflict || old != pair.value
			continue
		}
		p.values[pair.name] = pair.value
		if pair.name != "oauth_signature" {
			p.signed = append(p.signed, pair)
		}
	}
	return p
}

// parseAuthorization reads `OAuth realm="…", oauth_nonce="…"`. The realm is not signed
// and is left out. Another scheme has no parameters.
func parseAuthorization(header string) []param {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(header), " ")
	if !strings.EqualFold(scheme, "OAuth") {
		return nil
	}
	var pairs []param
	for item := range strings.SplitSeq(rest, ",") {
		name, value, found := strings.Cut(strings.TrimSpace(item), "=")
		if !found || strings.EqualFold(name, "realm") {
			continue
		}
		pairs = append(pairs, param{unescapePath(name), unescapePath(strings.Trim(value, `"`))})
	}
	return pairs
}

// unescapePath decodes percent escapes and leaves a plus alone, as headers have it.
func unescapePath(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// baseString is what is signed: method, base URL and the sorted parameters (RFC 5849,
// section 3.4.1).
func baseString(method, baseURL string, params []param) string {
	encoded := make([]param, len(params))
	for i, p := range params {
		encoded[i] = param{escape(p.name), escape(p.value)}
	}
	slices.SortFunc(encoded, func(a, b param) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.value, b.value))
	})
	pairs := make([]string, len(encoded))
	for i, p := range encoded {
		pairs[i] = p.name + "=" + p.value
	}
	return strings.ToUpper(method) + "&" + escape(baseURL) + "&" + escape(strings.Join(pairs, "&"))
}

// signature is the HMAC-SHA1 of a base string in base64.
func signature(base, consumerSecret, tokenSecret string) string {
	mac := hmac.New(sha1.New, []byte(escape(consumerSecret)+"&"+escape(tokenSecret)))
	mac.Write([]byte(base))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// baseURL is scheme, host and path of a URL as they are signed: lower case, without
// the scheme's own port.
func baseURL(scheme, host, path string) string {
	scheme, host = strings.ToLower(scheme), strings.ToLower(host)
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return scheme + "://" + host + path
}

// escape percent-encodes every byte that RFC 3986 does not call unreserved.
func escape(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			c == '-', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
	return b.String()
}
