package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// userV1 is API 1.1's user object, as far as clients have been seen to rely on it.
type userV1 struct {
	ID                   int64     `json:"id"`
	IDStr                string    `json:"id_str"`
	Name                 string    `json:"name"`
	ScreenName           string    `json:"screen_name"`
	Location             string    `json:"location"`
	Description          string    `json:"description"`
	URL                  *string   `json:"url"`
	Entities             *entities `json:"entities,omitempty"`
	Protected            bool      `json:"protected"`
	FollowersCount       int       `json:"followers_count"`
	FriendsCount         int       `json:"friends_count"`
	ListedCount          int       `json:"listed_count"`
	CreatedAt            string    `json:"created_at"`
	FavouritesCount      int       `json:"favourites_count"`
	UTCOffset            *int      `json:"utc_offset"`
	TimeZone             *string   `json:"time_zone"`
	GeoEnabled           bool      `json:"geo_enabled"`
	Verified             bool      `json:"verified"`
	StatusesCount        int       `json:"statuses_count"`
	Lang                 *string   `json:"lang"`
	ContributorsEnabled  bool      `json:"contributors_enabled"`
	IsTranslator         bool      `json:"is_translator"`
	BackgroundColor      string    `json:"profile_background_color"`
	ProfileImageURL      string    `json:"profile_image_url"`
	ProfileImageURLHTTPS string    `json:"profile_image_url_https"`
	ProfileBannerURL     string    `json:"profile_banner_url,omitempty"`
	LinkColor            string    `json:"profile_link_color"`
	DefaultProfile       bool      `json:"default_profile"`
	DefaultProfileImage  bool      `json:"default_profile_image"`
	Following            bool      `json:"following"`
	FollowRequestSent    bool      `json:"follow_request_sent"`
	Notifications        bool      `json:"notifications"`
	TranslatorType       string    `json:"translator_type"`
}

type entities struct {
	Description struct {
		URLs []string `json:"urls"`
	} `json:"description"`
}

// v1 is the account as API 1.1 writes it. The caller holds the lock.
func (a *account) v1(c *call) userV1 {
	id, _ := strconv.ParseInt(a.id, 10, 64)
	u := userV1{
		ID: id, IDStr: a.id, Name: a.name, ScreenName: a.handle, Description: a.about,
		CreatedAt: "Thu Aug 23 19:45:07 +0000 2012", Verified: a.verified,
		FollowersCount: 1204, FriendsCount: 87, StatusesCount: 311,
		BackgroundColor: "F5F8FA", LinkColor: "1DA1F2", DefaultProfile: true, TranslatorType: "none",
		ProfileImageURL: a.avatarURL(c), ProfileImageURLHTTPS: a.avatarURL(c),
		ProfileBannerURL:    a.bannerURL(c),
		DefaultProfileImage: a.avatar.at(c.now) == nil,
	}
	if c.value("include_entities") != "false" {
		u.Entities = new(entities)
		u.Entities.Description.URLs = []string{}
	}
	return u
}

// asked finds the account that a v1.1 call names by user_id or screen_name. The caller
// holds the lock.
func (s *Server) asked(c *call) (*account, *refusal) {
	id, handle := c.value("user_id"), strings.TrimPrefix(c.value("screen_name"), "@")
	var a *account
	switch {
	case id != "":
		a = s.accountByID(id)
	case handle != "":
		a = s.accountNamed(handle)
	default:
		return nil, refuse(http.StatusBadRequest, 25)
	}
	if a == nil {
		return nil, refuse(http.StatusNotFound, 50)
	}
	if a.suspended {
		return nil, refuse(http.StatusForbidden, 63)
	}
	return a, nil
}

func (s *Server) show(c *call) (reply, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, failure := s.asked(c)
	if failure != nil {
		return reply{}, failure
	}
	return jsonReply(http.StatusOK, a.v1(c)), nil
}

func (s *Server) verifyCredentials(c *call) (reply, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return jsonReply(http.StatusOK, c.account.v1(c)), nil
}

// profileBanner lists a banner's variants; 404 with code 34 when there is no banner.
func (s *Server) profileBanner(c *call) (reply, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, failure := s.asked(c)
	if failure != nil {
		return reply{}, failure
	}
	base := a.bannerURL(c)
	if base == "" {
		return reply{}, refuse(http.StatusNotFound, 34)
	}
	type entry struct {
		H   int    `json:"h"`
		W   int    `json:"w"`
		URL string `json:"url"`
	}
	sizes := make(map[string]entry)
	for _, z := range bannerSizes() {
		sizes[z.name] = entry{z.height, z.width, base + "/" + z.name}
	}
	return jsonReply(http.StatusOK, map[string]any{"sizes": sizes}), nil
}

// userFields are the fields that API 2 documents for a user.
func userFields() []string {
	return []string{
		"affiliation", "confirmed_email", "connection_status", "created_at", "description",
		"entities", "id", "is_identity_verified", "location", "most_recent_tweet_id", "name",
		"parody", "pinned_tweet_id", "profile_banner_url", "profile_image_url", "protected",
		"public_metrics", "receives_your_dm", "subscription", "subscription_type", "url",
		"username", "verified", "verified_followers_count", "verified_type", "withheld",
	}
}

// v2 is the account with the fields that a call asked for; id, name and username are
// always there. The caller holds the lock.
func (a *account) v2(c *call) (reply, *refusal) {
	kind := "none"
	if a.verified {
		kind = "blue"
	}
	known := map[string]any{
		"created_at": "2012-08-23T19:45:07.000Z", "description": a.about, "protected": false,
		"profile_image_url": a.avatarURL(c), "verified": a.verified, "verified_type": kind,
	}
	if banner := a.bannerURL(c); banner != "" {
		known["profile_banner_url"] = banner
	}
	data := map[string]any{"id": a.id, "name": a.name, "username": a.handle}
	for name := range strings.SplitSeq(c.value("user.fields"), ",") {
		if name != "" && !slices.Contains(userFields(), name) {
			return invalid("user.fields", name, "is not one of ["+strings.Join(userFields(), ",")+"]"), nil
		}
		if value, ok := known[name]; ok {
			data[name] = value
		}
	}
	return jsonReply(http.StatusOK, map[string]any{"data": data}), nil
}

func (s *Server) me(c *call) (reply, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.account.v2(c)
}

// wordCharacters are what handles are made of.
const wordCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

// byUsername answers 200 also for users that are not there, as API 2 does; the errors
// stand in the body.
func (s *Server) byUsername(c *call) (reply, *refusal) {
	handle := c.request.PathValue("username")
	if len(handle) > 15 || strings.Trim(handle, wordCharacters) != "" {
		return invalid("username", handle, "does not match ^[A-Za-z0-9_]{1,15}$"), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accountNamed(handle)
	switch {
	case a == nil:
		return partial(handle, "Not Found Error", "Could not find user with username: ["+handle+"]."), nil
	case a.suspended:
		return partial(handle, "Forbidden", "User has been suspended: ["+handle+"]."), nil
	}
	return a.v2(c)
}

// partial is API 2's answer about something that cannot be had.
func partial(handle, title, detail string) reply {
	return jsonReply(http.StatusOK, map[string]any{"errors": []map[string]string{{
		"value": handle, "detail": detail, "title": title, "resource_type": "user",
		"parameter": "username", "resource_id": handle,
		"type": "https://api.twitter.com/2/problems/resource-not-found",
	}}})
}

// invalid is API 2's answer to a parameter that it does not take.
func invalid(name, value, why string) reply {
	return jsonReply(http.StatusBadRequest, map[string]any{
		"errors": []map[string]any{{
			"parameters": map[string][]string{name: {value}},
			"message":    "The `" + name + "` query parameter value [" + value + "] " + why,
		}},
		"title":  "Invalid Request",
		"detail": "One or more parameters to your request was invalid.",
		"type":   "https://api.twitter.com/2/problems/invalid-request",
	})
}
