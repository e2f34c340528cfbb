package session

import (
	"context"
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

// sendBuffer is how many bytes the system may hold back of what is sent: without a bound
// it takes megabytes at once, and "sent" is said of what has not left this computer.
const sendBuffer = 64 << 10

// newTransport makes a transport of our own, so that nobody's change to
// http.DefaultTransport sees signed requests. The environment's proxy is honoured, but
// never for loopback: http.ProxyFromEnvironment leaves that out.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dial,
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  stallTimeout,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: 256 << 10,
		ForceAttemptHTTP2:      true,
	}
}

// dial connects with a send buffer of its own size.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, network, address)
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBuffer) // a system that refuses only reports progress too early
	}
	return conn, err
}

// transportOr is the given transport, else a private one.
func transportOr(given http.RoundTripper) http.RoundTripper {
	if given != nil {
		return given
	}
	return newTransport()
}
