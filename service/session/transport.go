package session

import (
	"net"
	"net/http"
	"time"
)

// How long to wait for the parts of a connection; what comes after is the watchdog's.
const (
	dialTimeout = 10 * time.Second
	tlsTimeout  = 10 * time.Second
	idleTimeout = 90 * time.Second
)

// newTransport makes a transport of our own, so that nobody's change to
// http.DefaultTransport sees signed requests. The environment's proxy is honoured, but
// never for loopback: http.ProxyFromEnvironment leaves that out.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  stallTimeout,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: 256 << 10,
		ForceAttemptHTTP2:      true,
	}
}

// transportOr is the given transport, else a private one.
func transportOr(given http.RoundTripper) http.RoundTripper {
	if given != nil {
		return given
	}
	return newTransport()
}
