package sandbox

import (
	"strconv"
	"strings"
	"time"
)

// account is one user of the sandbox. Its pictures are guarded by the server's lock.
type account struct {
	id, handle, name string
	about            string
	verified         bool
	suspended        bool
	avatar, banner   slot
	lastBanner       int64 // number of the newest banner
}

// slot holds the picture that is served and the one that is being processed.
type slot struct {
	current *picture // nil is none
	next    *picture
	due     time.Time // when next takes over
}

// at is the picture that is served at a time. An upload whose time has come replaces
// the former one, which is served no more.
func (s *slot) at(now time.Time) *picture {
	if s.next != nil && !now.Before(s.due) {
		s.current, s.next = s.next, nil
	}
	return s.current
}

// accountNamed finds an account by its handle, in any case.
func (s *Server) accountNamed(handle string) *account {
	for _, a := range s.accounts {
		if strings.EqualFold(a.handle, handle) {
			return a
		}
	}
	return nil
}

func (s *Server) accountByID(id string) *account {
	for _, a := range s.accounts {
		if a.id == id {
			return a
		}
	}
	return nil
}

// avatarURL is the URL of the normal variant, of X's default picture when there is no
// other.
func (a *account) avatarURL(c *call) string {
	p := a.avatar.at(c.now)
	if p == nil {
		return c.base + "/sticky/default_profile_images/default_profile_normal.png"
	}
	return c.base + "/profile_images/" + p.id + "/" + p.name + "_normal" + p.extension
}

// bannerURL is without a variant; "" when there is no banner.
func (a *account) bannerURL(c *call) string {
	p := a.banner.at(c.now)
	if p == nil {
		return ""
	}
	return c.base + "/profile_banners/" + a.id + "/" + p.id
}

// nextAvatarID is a number that grows with time, made of milliseconds since November
// 2010 and a counter as X's are.
func (s *Server) nextAvatarID(now time.Time) string {
	const epoch = 1288834974657
	s.lastID = max(s.lastID+1, (now.UnixMilli()-epoch)<<22)
	return strconv.FormatInt(s.lastID, 10)
}

// nextBannerID is the second of the upload, or the one after the last banner's: two
// uploads never share a URL, not even when the first was removed in between.
func (a *account) nextBannerID(now time.Time) string {
	a.lastBanner = max(a.lastBanner+1, now.Unix())
	return strconv.FormatInt(a.lastBanner, 10)
}
