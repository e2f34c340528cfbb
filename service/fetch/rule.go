package fetch

import (
	"net/netip"
	"net/url"
	"strings"

	"masthead/service"
)

// Trust tells where a URL came from, and with it which hosts it may name.
type Trust int

// The two origins of a URL.
const (
	// FromAccount is a URL out of a user object: X's image hosts, over https.
	FromAccount Trust = iota
	// Typed is a URL that the user typed or pasted: any public host, over https.
	Typed
)

// maxRedirects is how many redirects are followed.
const maxRedirects = 5

// check decides whether a URL may be asked. Every hop of a redirect comes through here.
func (f *Fetcher) check(u *url.URL, t Trust) error {
	const op = "fetch.Get"
	host := strings.ToLower(u.Hostname())
	switch {
	case u.User != nil:
		return service.Errorf(op, service.Untrusted, "a URL with a user name")
	case host == "":
		return service.Errorf(op, service.Untrusted, "a URL without a host")
	case f.isLocal(u):
		return nil
	case u.Scheme != "https":
		return service.Errorf(op, service.Untrusted, "%s to %s", u.Scheme, host)
	case isTwimg(host) && (u.Port() == "" || u.Port() == "443"):
		return nil
	case t == Typed && isPublicName(host):
		return nil
	}
	return service.Errorf(op, service.Untrusted, "%s is not a host for pictures", host)
}

// isLocal reports whether a URL is the sandbox's or an emulator's: on loopback, or the
// API base's own host, and only while the base itself is such a one.
func (f *Fetcher) isLocal(u *url.URL) bool {
	if f.local == nil || (u.Scheme != "http" && u.Scheme != "https") {
		return false
	}
	if service.IsLoopback(u.Hostname()) {
		return true
	}
	return strings.EqualFold(u.Host, f.local.Host) && (u.Scheme == "https" || f.local.Scheme == "http")
}

func isTwimg(host string) bool { return strings.HasSuffix(host, ".twimg.com") }

// isPublicName reports whether a host may be on the public network: a name with a dot
// in it, or a public address. What a name resolves to is checked when it is dialled.
func isPublicName(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return isPublic(addr)
	}
	host = strings.TrimSuffix(host, ".")
	return strings.Contains(host, ".") && !strings.HasSuffix(host, ".localhost")
}

// isPublic reports whether an address is outside this computer and its network.
func isPublic(addr netip.Addr) bool {
	addr = addr.Unmap()
	return addr.IsGlobalUnicast() && !addr.IsPrivate()
}
