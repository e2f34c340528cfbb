package twitter

import (
	"context"
	"errors"
	"net/url"
	"time"

	"masthead/service"
)

// The calls that read, relative to the base.
const (
	pathMeV1     = "1.1/account/verify_credentials.json"
	pathUserV1   = "1.1/users/show.json"
	pathBannerV1 = "1.1/users/profile_banner.json"
	pathMeV2     = "2/users/me"
	pathUserV2   = "2/users/by/username/"
)

// userFields are all that API 2 knows of what an account needs. There is no flag for
// the default picture among them.
const userFields = "name,username,profile_image_url,profile_banner_url,verified,verified_type"

// way is a way to read a user: the call of one API version, and what its answer means.
type way struct {
	reader service.Reader
	path   string
	query  url.Values
	parse  func(op string, body []byte, at time.Time) (service.Account, error)
	// once leaves out the second try after a passing failure: the caller has a schedule
	// of its own, and reads can cost money.
	once bool
}

func (w way) justOnce() way {
	w.once = true
	return w
}

func v1(path string, query url.Values) way {
	query.Set("include_entities", "false")
	return way{reader: service.ReaderV1, path: path, query: query, parse: parseV1}
}

func v2(path string) way {
	return way{reader: service.ReaderV2, path: path, query: url.Values{"user.fields": {userFields}}, parse: parseV2}
}

// Me reads the account whose token signs. Where API 1.1 is refused by the plan, or not
// known to the server at all, API 2 is asked, and from then on first.
func (c *Client) Me(ctx context.Context) (service.Account, error) {
	a, err := c.read(ctx, "twitter.Me",
		v1(pathMeV1, url.Values{"skip_status": {"true"}}),
		v2(pathMeV2))
	if err == nil {
		c.mu.Lock()
		c.own = a.ID
		c.mu.Unlock()
	}
	return a, err
}

// User reads an account by its handle, with or without @ or as an address. A text that
// can be no handle is NotFound and nothing is sent.
func (c *Client) User(ctx context.Context, handle string) (service.Account, error) {
	const op = "twitter.User"
	name, ok := ParseHandle(handle)
	if !ok {
		return service.Account{}, service.Errorf(op, service.NotFound, "%q is no handle", handle)
	}
	return c.read(ctx, op,
		v1(pathUserV1, url.Values{"screen_name": {name}}),
		v2(pathUserV2+name))
}

// Reread reads the same account again, in one request: by its number, which stays when
// the handle changes; under API 2 as the account that signs where it is that one, else by
// its handle.
func (c *Client) Reread(ctx context.Context, a service.Account) (service.Account, error) {
	const op = "twitter.Reread"
	if a.ID == "" || a.Handle == "" {
		return service.Account{}, service.Errorf(op, service.NotFound, "a picture alone names no account")
	}
	c.mu.Lock()
	own := c.own == a.ID
	c.mu.Unlock()
	second := v2(pathUserV2 + url.PathEscape(a.Handle))
	if own {
		second = v2(pathMeV2)
	}
	return c.read(ctx, op, v1(pathUserV1, url.Values{"user_id": {a.ID}}).justOnce(), second.justOnce())
}

// BannerSizes asks which sizes of a banner there are, by width, height and name. It is
// nil without an error when there is no banner, and under API 2, which has no such call.
func (c *Client) BannerSizes(ctx context.Context, a service.Account) ([]service.BannerSize, error) {
	const op = "twitter.BannerSizes"
	if c.reader() == service.ReaderV2 {
		return nil, nil
	}
	body, err := c.get(ctx, op, pathBannerV1, url.Values{"user_id": {a.ID}}, false)
	if service.CodeOf(err) == service.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parseBannerSizes(op, body)
}

// read asks the API version that worked last, else 1.1, and the other one where the
// first is refused as such.
func (c *Client) read(ctx context.Context, op string, first, second way) (service.Account, error) {
	known := c.reader()
	if known == second.reader {
		first, second = second, first
	}
	a, err := c.readBy(ctx, op, first)
	if versionRefused(err, known) {
		return c.readBy(ctx, op, second)
	}
	return a, err
}

func (c *Client) readBy(ctx context.Context, op string, w way) (service.Account, error) {
	get := c.get
	if w.once {
		get = c.getJustOnce
	}
	body, err := get(ctx, op, w.path, w.query, true)
	if err != nil {
		return service.Account{}, err
	}
	a, err := w.parse(op, body, c.now())
	if err == nil {
		c.remember(w.reader)
	}
	return a, err
}

// versionRefused reports whether the other API version may do what this one did not:
// the plan excludes the call, or, where neither version has worked yet, the server may
// not know it. A server that says "user not found" (50) does know it.
func versionRefused(err error, known service.Reader) bool {
	switch service.CodeOf(err) {
	case service.PlanRefuses:
		return true
	case service.NotFound:
		var answer *refused
		return known == "" && errors.As(err, &answer) && answer.fault.Code != 50
	}
	return false
}
