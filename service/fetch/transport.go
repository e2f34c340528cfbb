package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"syscall"
	"time"

	"masthead/service"
)

// Timeouts of a connection; a whole download has its own.
const (
	dialTimeout   = 10 * time.Second
	tlsTimeout    = 10 * time.Second
	headerTimeout = 30 * time.Second
	idleTimeout   = 90 * time.Second
)

// newTransport makes a transport that connects to public addresses only, whatever a
// public name resolves to. local tells the hosts that are excepted.
func newTransport(local func(host string) bool) *http.Transport {
	d := &dialer{local: local}
	return &http.Transport{
		Proxy:                  d.proxy,
		DialContext:            d.dial,
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		IdleConnTimeout:        idleTimeout,
		MaxIdleConnsPerHost:    12, // a front tab's sizes come in one wave
		MaxResponseHeaderBytes: 256 << 10,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // pictures are compressed
	}
}

// dialer guards against names that lead into the own network.
type dialer struct {
	local   func(host string) bool
	proxies sync.Map // addresses of the environment's proxies, which may well be private
}

// proxy is the environment's choice; it leaves loopback out.
func (d *dialer) proxy(req *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(req)
	if u != nil {
		d.proxies.Store(u.Hostname(), true)
	}
	return u, err
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	plain := net.Dialer{Timeout: dialTimeout}
	if _, isProxy := d.proxies.Load(host); !isProxy && !d.local(host) {
		plain.Control = refusePrivate
	}
	return plain.DialContext(ctx, network, address)
}

// refusePrivate sees an address after the name was resolved and before it is dialled,
// so that a name cannot be one thing when checked and another when used.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("an address that cannot be checked: %w", err)
	}
	if !isPublic(to.Addr()) {
		return service.Errorf("fetch.dial", service.Untrusted, "%s is not a public address", to.Addr())
	}
	return nil
}
