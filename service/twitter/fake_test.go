package twitter

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// now is the clock of every test here.
var now = time.Unix(1_700_000_000, 0)

// base has a path, so that a call which forgets it is not found.
const base = "https://api.example/a/prefix/"

// stub is one request that is expected, and its answer.
type stub struct {
	want   string // "GET 1.1/users/show.json?a=b", relative to the base, the query sorted
	status int
	header map[string]string
	body   string
	err    error
	check  func(t *testing.T, req *http.Request, body string)
}

// fake answers requests from a list, in order. An unexpected request fails the test,
// and so does a stub that nobody used.
type fake struct {
	t     *testing.T
	stubs []stub
}

func newFake(t *testing.T, stubs ...stub) *fake {
	f := &fake{t, stubs}
	t.Cleanup(func() {
		for _, s := range f.stubs {
			t.Errorf("nobody asked for %s", s.want)
		}
	})
	return f
}

func (f *fake) Do(req *http.Request) (*http.Response, error) {
	f.t.Helper()
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	got := req.Method + " " + strings.TrimPrefix(req.URL.String(), base)
	if len(f.stubs) == 0 || f.stubs[0].want != got {
		f.t.Errorf("an unexpected request: %s", got)
		return nil, errors.New("unexpected")
	}
	s := f.stubs[0]
	f.stubs = f.stubs[1:]
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	if s.check != nil {
		s.check(f.t, req, string(body))
	}
	if s.err != nil {
		return nil, s.err
	}
	header := http.Header{}
	for name, value := range s.header {
		header.Set(name, value)
	}
	return &http.Response{
		StatusCode: s.status, Header: header, Request: req,
		Body: io.NopCloser(strings.NewReader(s.body)), ContentLength: int64(len(s.body)),
	}, nil
}

func client(t *testing.T, do Doer, options ...Option) *Client {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return New(u, do, func() time.Time { return now }, options...)
}

// The calls as they are expected on the wire.
const (
	wantMeV1   = "GET 1.1/account/verify_credentials.json?include_entities=false&skip_status=true"
	wantMeV2   = "GET 2/users/me?user.fields=name%2Cusername%2Cprofile_image_url%2Cprofile_banner_url%2Cverified%2Cverified_type"
	wantUserV1 = "GET 1.1/users/show.json?include_entities=false&screen_name=ada"
	wantUserV2 = "GET 2/users/by/username/ada?user.fields=name%2Cusername%2Cprofile_image_url%2Cprofile_banner_url%2Cverified%2Cverified_type"
	wantRead   = "GET 1.1/users/show.json?include_entities=false&user_id=2244994945"
	wantSizes  = "GET 1.1/users/profile_banner.json?user_id=2244994945"
	wantAvatar = "POST 1.1/account/update_profile_image.json"
	wantBanner = "POST 1.1/account/update_profile_banner.json"
	wantRemove = "POST 1.1/account/remove_profile_banner.json"
)

// User objects in the shapes of X's reference.
const (
	userV1 = `{
		"id": 2244994945, "id_str": "2244994945", "name": "Ada L.", "screen_name": "ada",
		"location": "", "description": "x", "url": null, "entities": {"description": {"urls": []}},
		"protected": false, "followers_count": 10, "friends_count": 2, "listed_count": 0,
		"created_at": "Sat Dec 14 04:35:55 +0000 2013", "favourites_count": 3, "utc_offset": null,
		"verified": true, "statuses_count": 1, "lang": null, "profile_background_tile": false,
		"profile_image_url": "http://pbs.twimg.com/profile_images/1/a_normal.jpg",
		"profile_image_url_https": "https://pbs.twimg.com/profile_images/1/a_normal.jpg",
		"profile_banner_url": "https://pbs.twimg.com/profile_banners/2244994945/1576396692",
		"default_profile": false, "default_profile_image": false, "following": null,
		"suspended": false, "withheld_in_countries": []
	}`
	userV2 = `{"data":{"id":"2244994945","name":"Ada L.","username":"ada","verified":false,"verified_type":"none",
		"profile_image_url":"https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png",
		"created_at":"2013-12-14T04:35:55.000Z"}}`
	noV1 = `{"errors":[{"message":"You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) only. If you need access to this endpoint, you may need a different access level. You can learn more here: https://developer.x.com/en/portal/product","code":453}]}`
)

func codes(status, code int) string { return fmt.Sprintf("HTTP %d, code %d", status, code) }
