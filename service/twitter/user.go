package twitter

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"masthead/service"
)

// object is a JSON object that is read leniently: a field of another type than it
// should have is a missing one.
type object map[string]any

func parseObject(body []byte) (object, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // ids are larger than a float holds
	var o object
	if err := decoder.Decode(&o); err != nil {
		return nil, err
	}
	if o == nil {
		return nil, errors.New("null where an object was expected")
	}
	return o, nil
}

// text is the first non-empty string among some fields.
func (o object) text(keys ...string) string { return firstText(o, keys...) }

// id is an identifier written as a string or as a number.
func (o object) id(keys ...string) string {
	for _, key := range keys {
		switch v := o[key].(type) {
		case string:
			if v != "" {
				return v
			}
		case json.Number:
			return v.String()
		}
	}
	return ""
}

func (o object) flag(key string) (value, known bool) {
	value, known = o[key].(bool)
	return value, known
}

// pixels is a positive whole number, 0 for anything else.
func (o object) pixels(key string) int {
	n, ok := o[key].(json.Number)
	if !ok {
		return 0
	}
	v, err := n.Int64()
	if err != nil || v < 0 || v > 1<<16 {
		return 0
	}
	return int(v)
}

func (o object) child(key string) object {
	m, _ := o[key].(map[string]any)
	return m
}

// parseV1 reads a user object of API 1.1.
func parseV1(op string, body []byte, at time.Time) (service.Account, error) {
	user, err := parseObject(body)
	if err != nil {
		return service.Account{}, service.Errorf(op, service.Garbled, "the user object: %w", err)
	}
	a := service.Account{
		ID:        user.id("id_str", "id"),
		Handle:    user.text("screen_name"),
		Name:      user.text("name"),
		AvatarURL: user.text("profile_image_url_https", "profile_image_url"),
		BannerURL: user.text("profile_banner_url"),
		ReadAt:    at,
		Reader:    service.ReaderV1,
	}
	a.Verified, a.VerifiedKnown = user.flag("verified")
	var said bool
	if a.DefaultAvatar, said = user.flag("default_profile_image"); !said {
		a.DefaultAvatar = service.IsDefaultAvatar(a.AvatarURL)
	}
	return checked(op, a)
}

// parseV2 reads API 2's answer, which says 200 also when there is no such user.
func parseV2(op string, body []byte, at time.Time) (service.Account, error) {
	answer, err := parseObject(body)
	if err != nil {
		return service.Account{}, service.Errorf(op, service.Garbled, "the user object: %w", err)
	}
	user := answer.child("data")
	if user == nil {
		f := parseFault(body)
		if f == (fault{}) {
			return service.Account{}, service.Errorf(op, service.Garbled, "an answer without a user")
		}
		return service.Account{}, &service.Error{
			Op: op, Code: cmp.Or(f.meaning(http.StatusOK), service.Garbled),
			Err: &refused{http.StatusOK, f}, Detail: "HTTP 200",
		}
	}
	a := service.Account{
		ID:        user.id("id"),
		Handle:    user.text("username"),
		Name:      user.text("name"),
		AvatarURL: user.text("profile_image_url"),
		BannerURL: user.text("profile_banner_url"),
		ReadAt:    at,
		Reader:    service.ReaderV2,
	}
	a.Verified, a.VerifiedKnown = user.flag("verified")
	if kind := user.text("verified_type"); kind != "" {
		a.Verified, a.VerifiedKnown = a.Verified || kind != "none", true
	}
	a.DefaultAvatar = service.IsDefaultAvatar(a.AvatarURL)
	return checked(op, a)
}

// checked refuses an object that names nobody.
func checked(op string, a service.Account) (service.Account, error) {
	if a.ID == "" || a.Handle == "" {
		return service.Account{}, service.Errorf(op, service.Garbled, "an answer that names no user")
	}
	return a, nil
}

// maxBannerSizes bounds an open map: X names six sizes, and each is a picture to fetch.
const maxBannerSizes = 32

// parseBannerSizes reads profile_banner's open map, by width, height and name.
func parseBannerSizes(op string, body []byte) ([]service.BannerSize, error) {
	answer, err := parseObject(body)
	if err != nil {
		return nil, service.Errorf(op, service.Garbled, "the sizes: %w", err)
	}
	sizes := answer.child("sizes")
	var list []service.BannerSize
	for name := range sizes {
		size := sizes.child(name)
		if url := size.text("url"); url != "" && name != "" {
			list = append(list, service.BannerSize{Name: name, Width: size.pixels("w"), Height: size.pixels("h"), URL: url})
		}
	}
	slices.SortFunc(list, func(a, b service.BannerSize) int {
		return cmp.Or(cmp.Compare(a.Width, b.Width), cmp.Compare(a.Height, b.Height), cmp.Compare(a.Name, b.Name))
	})
	return list[:min(len(list), maxBannerSizes)], nil
}
