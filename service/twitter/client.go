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

	mu    sync.Mutex
	plan  service.Plan
	own   string // the ID of the account whose token signs; "" until it was read
	limit Limit
	known bool // limit was named by the last user read
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

// Limit is what the last reading of a user said of its limit; false when it said
// nothing, which is allowed.
func (c *Client) Limit() (Limit, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.limit, c.known
}

// note keeps what an answer's headers tell besides the answer.
func (c *Client) note(resp *http.Response, userRead bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if level := resp.Header.Get("x-access-level"); level != "" {
		c.plan.Access = level
	}
	switch {
	case !userRead:
	case success(resp):
		c.limit, c.known = limitOf(resp.Header)
	case resp.StatusCode == http.StatusTooManyRequests && c.known:
		c.limit.Remaining = 0 // whatever else such an answer counts
	}
}
