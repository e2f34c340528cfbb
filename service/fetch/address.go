package fetch

import (
	"fmt"
	"net/url"
	"strings"

	"masthead/service"
)

// parse reads a URL as people and servers write it: with spaces, © or a lone % in a
// file's name. X's images are asked for over https even where an old user object says
// http. The fragment is dropped: it never travels.
func parse(op, raw string) (*url.URL, error) {
	u, err := url.Parse(escape(strings.TrimSpace(raw)))
	if err != nil {
		return nil, service.Errorf(op, service.Untrusted, "not a URL: %w", err)
	}
	if u.Scheme == "http" && isTwimg(strings.ToLower(u.Hostname())) {
		u.Scheme = "https"
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// escape percent-encodes what may not stand in the path and query of a URL as it is and
// leaves all that is encoded already. The host is left alone.
func escape(raw string) string {
	start := 0
	if at := strings.Index(raw, "://"); at >= 0 {
		start = at + len("://")
	}
	at := strings.IndexAny(raw[start:], "/?#")
	if at < 0 {
		return raw
	}
	start += at
	var b strings.Builder
	b.WriteString(raw[:start])
	for i := start; i < len(raw); i++ {
		c := raw[i]
		if c == '%' && !isEscape(raw[i:]) || c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isEscape reports whether a text begins with a percent sign and two hex digits.
func isEscape(s string) bool {
	return len(s) >= 3 && isHex(s[1]) && isHex(s[2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
