package service

import "time"

// Reader names the API by which an account was read.
type Reader string

// The ways to know an account's pictures.
const (
	ReaderV1   Reader = "API 1.1"
	ReaderV2   Reader = "API 2"
	ReaderLink Reader = "a pasted URL"
)

// Account is what is publicly known of an account. It holds no secret.
type Account struct {
	ID, Handle, Name string
	// Verified is meaningful only when VerifiedKnown: not every answer says it.
	Verified, VerifiedKnown bool
	// AvatarURL is the URL that X names, usually the normal variant.
	AvatarURL string
	// BannerURL is without a variant; "" when there is no banner.
	BannerURL string
	// DefaultAvatar tells that nobody has uploaded a picture: X shows its own.
	DefaultAvatar bool
	// BannerSizes is what profile_banner lists; nil when it was not asked.
	BannerSizes []BannerSize
	// ReadAt is when the account was read, and Reader by which API.
	ReadAt time.Time
	Reader Reader
}

// BannerSize is one entry of profile_banner's open map; Width and Height in pixels.
type BannerSize struct {
	Name          string
	Width, Height int
	URL           string
}

// Variants lists the sizes of a kind that this account may have.
func (a Account) Variants(k Kind) []Variant {
	if k == Banner {
		return WithServerNamed(a.BannerSizes)
	}
	return Variants(Avatar)
}

// URL is where a variant of this account's picture is served; false when the account
// has no such picture or its URL cannot be rewritten.
func (a Account) URL(v Variant) (string, bool) {
	if v.Kind == Avatar {
		if a.AvatarURL == "" {
			return "", false
		}
		if named, ok := AvatarVariant(a.AvatarURL); ok && named == v {
			return a.AvatarURL, true
		}
		return AvatarURL(a.AvatarURL, v)
	}
	for _, s := range a.BannerSizes {
		if s.Name == v.Name && s.URL != "" {
			return s.URL, true
		}
	}
	if a.BannerURL == "" {
		return "", false
	}
	return BannerURL(a.BannerURL, v), true
}

// PictureURL is the URL that changes when a picture of this kind is replaced.
func (a Account) PictureURL(k Kind) string {
	if k == Banner {
		return a.BannerURL
	}
	return a.AvatarURL
}
