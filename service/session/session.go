package session

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/dghubble/oauth1"

	"masthead/service"
)

// Params is what a Client is made from.
type Params struct {
	Credentials Credentials
	// Base is the API's base URL, a path prefix included: https, or http on loopback.
	// Nothing is ever signed for another host.
	Base *url.URL
	// Transport carries the signed requests; nil means a private one with timeouts.
	Transport http.RoundTripper
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Client signs and sends requests to one API. It may be used from many goroutines.
type Client struct {
	config    *oauth1.Config
	token     *oauth1.Token
	base      *url.URL
	transport http.RoundTripper
	clock     clock
}

// New makes a Client. The error is a service.Error: Untrusted for a base that is not
// safe to sign for, SignedOut when a credential is missing.
func New(p Params) (*Client, error) {
	const op = "session.New"
	base, err := checkedBase(op, p.Base)
	if err != nil {
		return nil, err
	}
	if !p.Credentials.complete() {
		return nil, service.Errorf(op, service.SignedOut, "a key or a token is missing")
	}
	c := &Client{
		config: &oauth1.Config{
			ConsumerKey:    p.Credentials.ConsumerKey,
			ConsumerSecret: p.Credentials.ConsumerSecret,
		},
		token:     oauth1.NewToken(p.Credentials.Token, p.Credentials.TokenSecret),
		base:      base,
		transport: transportOr(p.Transport),
		clock:     clock{now: p.Now},
	}
	if c.clock.now == nil {
		c.clock.now = time.Now
	}
	return c, nil
}

// Format names the host and keeps every verb of fmt from printing the secrets within.
func (c *Client) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "session with "+c.base.Host) }

// Skew is the correction in force for a wrong clock: how far the server's is ahead of
// this computer's, 0 while none was needed.
func (c *Client) Skew() time.Duration { return c.clock.offset() }

// Do signs a request and sends it. A redirect is returned as it is, never followed: a
// signature is for one URL. When the server refuses the timestamp and says what time it
// is, the offset is kept for all later requests and this one is sent once more, if its
// body can be had again.
//
// The error is Untrusted, before anything is signed, for a URL outside the base's
// scheme and host; Canceled or Offline when there is no answer.
func (c *Client) Do(req *http.Request) (*http.Response, error) {
	const op = "session.Do"
	if !c.trusts(req) {
		if req.Body != nil {
			_ = req.Body.Close() // as http.Client does on every path
		}
		return nil, service.Errorf(op, service.Untrusted, "requests are signed for %s only", c.base.Host)
	}
	stamped := c.clock.time()
	resp, err := c.send(req)
	if err != nil {
		return nil, service.NetworkError(req.Context(), op, err)
	}
	if !c.clock.correctedBy(resp, stamped) {
		return resp, nil
	}
	again, ok := replay(req)
	if !ok {
		return resp, nil
	}
	_ = resp.Body.Close()
	if resp, err = c.send(again); err != nil {
		return nil, service.NetworkError(req.Context(), op, err)
	}
	return resp, nil
}

// trusts reports whether a request stays within the base's scheme and host.
func (c *Client) trusts(req *http.Request) bool {
	u := req.URL
	return u != nil && u.User == nil && u.Scheme == c.base.Scheme && sameHost(u, c.base) &&
		(req.Host == "" || req.Host == u.Host)
}

// send signs with one moment for both the signature and the header, and sends.
func (c *Client) send(req *http.Request) (*http.Response, error) {
	moment := stamp(c.clock.time())
	config := *c.config
	config.Signer = &stampSigner{
		HMACSigner: oauth1.HMACSigner{ConsumerSecret: config.ConsumerSecret},
		stamp:      moment,
	}
	below := &http.Client{Transport: &stampTransport{stamp: moment, next: &watchdog{next: c.transport}}}
	client := config.Client(context.WithValue(req.Context(), oauth1.HTTPClient, below), c.token)
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client.Do(req)
}

// replay makes the same request with a fresh body; false when the body is spent.
func replay(req *http.Request) (*http.Request, bool) {
	again := req.Clone(req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return again, true
	}
	if req.GetBody == nil {
		return nil, false
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, false
	}
	again.Body = body
	return again, true
}
