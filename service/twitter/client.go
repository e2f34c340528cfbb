package twitter

import (
	"net/http"
	"net/url"
	"sync"
	"time"

	"masthead/service"
)

// Doer sends a request, signed, and follows no redirect.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Client speaks to one API for one account. It may be used from many goroutines.
type Client struct {
	base *url.URL
	do   Doer
	now  func() time.Time

	mu     sync.Mutex
	reader service.Reader // what worked last; "" until something did
	limit  Limit
	known  bool // limit was named by the last user read
	access string
}

// Limit is what the API allows of a call.
type Limit struct {
	// Limit and Remaining are calls per window.
	Limit, Remaining int
	// Reset is when the window ends.
	Reset time.Time
}

// Option changes how a Client begins.
type Option func(*Client)

// WithReader begins with the API version that is known to work for an account, as
// Reader reported it earlier.
func WithReader(r service.Reader) Option {
	return func(c *Client) {
		if r == service.ReaderV1 || r == service.ReaderV2 {
			c.reader = r
		}
	}
}

// New makes a Client for the API at base, whose path, if any, comes before every call's.
func New(base *url.URL, do Doer, now func() time.Time, options ...Option) *Client {
	own := *base
	own.RawQuery, own.Fragment = "", ""
	c := &Client{base: &own, do: do, now: now}
	for _, option := range options {
		option(c)
	}
	return c
}

// Reader is the API version by which accounts are read, "" until one has worked.
func (c *Client) Reader() service.Reader {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reader
}

// Limit is what the last reading of a user said of its limit; false when it said
// nothing, which is allowed.
func (c *Client) Limit() (Limit, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.limit, c.known
}

// AccessLevel is what the token may do, as the API named it last: "read",
// "read-write", "read-write-directmessages"; "" until it was named.
func (c *Client) AccessLevel() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.access
}

// note keeps what an answer's headers tell besides the answer.
func (c *Client) note(header http.Header, userRead bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if level := header.Get("x-access-level"); level != "" {
		c.access = level
	}
	if userRead {
		c.limit, c.known = limitOf(header)
	}
}

func (c *Client) remember(r service.Reader) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reader = r
}
