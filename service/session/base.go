package session

import (
	"net/url"
	"strings"

	"masthead/service"
)

// checkedBase is a copy of an API's base without query and fragment; Untrusted for one
// that is not safe to sign for.
func checkedBase(op string, base *url.URL) (*url.URL, error) {
	switch {
	case base == nil || base.Host == "" || base.User != nil:
		return nil, service.Errorf(op, service.Untrusted, "the API's base must be a URL with a host and no user")
	case base.Scheme != "https" && (base.Scheme != "http" || !service.IsLoopback(base.Hostname())):
		return nil, service.Errorf(op, service.Untrusted, "the API's base must be https, or http on loopback")
	}
	own := *base
	own.RawQuery, own.Fragment, own.RawFragment = "", "", ""
	return &own, nil
}

// CheckBase reports whether an API's base is safe to sign for: https, or http on this
// computer, with a host and no user. Else the error is Untrusted.
func CheckBase(base *url.URL) error {
	_, err := checkedBase("session.CheckBase", base)
	return err
}

// sameHost compares hosts as they are called: in any case, the scheme's own port said
// or not.
func sameHost(a, b *url.URL) bool {
	return strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch p := u.Port(); {
	case p != "":
		return p
	case u.Scheme == "http":
		return "80"
	}
	return "443"
}
