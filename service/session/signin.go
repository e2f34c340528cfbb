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

// OutOfBand is the callback of a sign-in that ends with a PIN.
const OutOfBand = "oob"

// SignInParams is what a SignIn is made from.
type SignInParams struct {
	App App
	// Base, Transport and Now are as in Params.
	Base      *url.URL
	Transport http.RoundTripper
	Now       func() time.Time
	// Refusal reads a refused answer, capped, and says what it means to any call.
	Refusal func(op string, resp *http.Response, now time.Time) *service.Error
}

// SignIn signs accounts in to one API by OAuth 1.0a's three steps: ask for a request
// token, have a person allow it in a browser, exchange what the browser brings back. It
// may be used from many goroutines, for several sign-ins at once.
type SignIn struct {
	app       App
	endpoint  oauth1.Endpoint
	base      *url.URL
	transport http.RoundTripper
	clock     clock
	refusal   func(op string, resp *http.Response, now time.Time) *service.Error
}

// NewSignIn makes a SignIn. The error is a service.Error: Untrusted for a base that is
// not safe to sign for, BadApp for keys that can be none.
func NewSignIn(p SignInParams) (*SignIn, error) {
	const op = "session.NewSignIn"
	base, err := checkedBase(op, p.Base)
	if err != nil {
		return nil, err
	}
	if p.Refusal == nil {
		return nil, service.Errorf(op, service.Unknown, "nothing is given that reads refusals")
	}
	app := p.App.tidied()
	if !sound(app.Key) || !sound(app.Secret) {
		return nil, service.Errorf(op, service.BadApp, "the API key or its secret is missing, or is none")
	}
	s := &SignIn{
		app: app,
		endpoint: oauth1.Endpoint{
			RequestTokenURL: base.JoinPath("oauth/request_token").String(),
			AuthorizeURL:    base.JoinPath("oauth/authorize").String(),
			AccessTokenURL:  base.JoinPath("oauth/access_token").String(),
		},
		base:      base,
		transport: transportOr(p.Transport),
		clock:     clock{now: p.Now},
		refusal:   p.Refusal,
	}
	if s.clock.now == nil {
		s.clock.now = time.Now
	}
	return s, nil
}

// Format names the host and keeps every verb of fmt from printing the secrets within.
func (s *SignIn) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "sign-in to "+s.base.Host) }

// Request begins a sign-in: it asks for a request token. callback is OutOfBand for a PIN,
// or the URL on loopback that the browser is to come back to.
//
// The error is BadApp for keys that X does not know, NoCallback for a callback that the
// app has not registered, AppSuspended, NoSignIn for a server without sign-in, Garbled
// for an answer that makes no sense, or what Refusal and the network yield.
func (s *SignIn) Request(ctx context.Context, callback string) (*Attempt, error) {
	const op = "session.Request"
	meaning := func(code service.Code, words []byte) service.Code {
		return requestMeaning(code, words, callback)
	}
	a := &Attempt{signIn: s, callback: callback, made: s.clock.now(), turn: make(chan struct{}, 1)}
	_, err := s.exchange(ctx, op, meaning, func(c *oauth1.Config) (err error) {
		c.CallbackURL = callback
		a.token, a.secret, err = c.RequestToken()
		if err != nil {
			return err
		}
		page, err := c.AuthorizationURL(a.token)
		if err == nil {
			a.page = page.String()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}
