package sandbox

import (
	"net/http"
	"time"
)

// signer is whose keys a call is signed with.
type signer int

const (
	nobody signer = iota
	consumer
	temporary // a request token
	user      // an access token
)

// endpoint is one call and what is the same for all of its kind.
type endpoint struct {
	name    string // as faults have it
	method  string // "" takes any that the call itself looks at
	signer  signer
	v2      bool
	planned bool // whether a plan can refuse it
	limit   int  // calls in a window; 0 where X publishes none
	answer  func(*call) (reply, *refusal)
}

// picture reports whether the endpoint belongs to the picture host.
func (e endpoint) picture() bool { return e.name == "avatar" || e.name == "banner" }

// call is one request on its way to an answer.
type call struct {
	request  *http.Request
	endpoint endpoint
	input    input
	base     string // public URL, without a slash at its end
	now      time.Time
	header   http.Header // of the answer, whatever it will be
	// account is who signed, and token with what: an access token or a request token.
	account *account
	token   string
}

func (c *call) path() string { return c.request.URL.EscapedPath() }

func (c *call) value(name string) string { return c.input.value(name) }

// routes lists every call. The limits are X's documented ones for 15 minutes; that of
// update_profile_banner was seen in its answers.
func (s *Server) routes() *http.ServeMux {
	const get, post = http.MethodGet, http.MethodPost
	mux := http.NewServeMux()
	for path, e := range map[string]endpoint{
		"/1.1/users/show.json":                    {"show", get, user, false, true, 900, s.show},
		"/1.1/account/verify_credentials.json":    {"verify_credentials", get, user, false, true, 75, s.verifyCredentials},
		"/1.1/users/profile_banner.json":          {"profile_banner", get, user, false, true, 180, s.profileBanner},
		"/1.1/account/update_profile_image.json":  {"update_profile_image", post, user, false, true, 0, s.updateAvatar},
		"/1.1/account/update_profile_banner.json": {"update_profile_banner", post, user, false, true, 30, s.updateBanner},
		"/1.1/account/remove_profile_banner.json": {"remove_profile_banner", post, user, false, true, 0, s.removeBanner},
		"/2/users/me":                     {"me", get, user, true, true, 75, s.me},
		"/2/users/by/username/{username}": {"by_username", get, user, true, true, 900, s.byUsername},

		"/oauth/request_token":             {"request_token", post, consumer, false, false, 0, s.requestToken},
		"/oauth/authorize":                 {"authorize", "", nobody, false, false, 0, s.authorize},
		"/oauth/authenticate":              {"authorize", "", nobody, false, false, 0, s.authorize},
		"/oauth/access_token":              {"access_token", post, temporary, false, false, 0, s.accessToken},
		"/1.1/oauth/invalidate_token.json": {"invalidate_token", post, user, false, false, 0, s.invalidateToken},
		"/1.1/oauth/invalidate_token":      {"invalidate_token", post, user, false, false, 0, s.invalidateToken},

		"/profile_images/{id}/{file}":                {"avatar", get, nobody, false, false, 0, s.avatar},
		"/profile_banners/{user}/{second}/{variant}": {"banner", get, nobody, false, false, 0, s.banner},
		"/profile_banners/{user}/{second}":           {"banner", get, nobody, false, false, 0, s.noPicture},
		"/sticky/default_profile_images/{file}":      {"avatar", get, nobody, false, false, 0, s.defaultAvatar},

		"/": {"", "", nobody, false, false, 0, s.noPage},
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { s.serve(e, w, r) })
	}
	return mux
}

func (s *Server) noPage(*call) (reply, *refusal) {
	return reply{}, refuse(http.StatusNotFound, 34)
}
