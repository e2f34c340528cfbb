package sandbox

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"image"
	"net/http"
	"strconv"
	"strings"
)

// uploaded is the picture that a call carries: raw bytes in a multipart part, or
// standard base64 in a form. Failures are answered as X answers them.
func (c *call) uploaded(name string) ([]byte, *refusal) {
	if data := c.input.parts[name]; len(data) > 0 {
		return data, nil
	}
	text := c.value(name)
	if text == "" {
		return nil, &refusal{http.StatusBadRequest, 38, name + " parameter is missing."}
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || strings.HasPrefix(text, "data:") {
		return nil, &refusal{status: http.StatusBadRequest, message: "media type unrecognized."}
	}
	return data, nil
}

// updateAvatar takes an avatar. It answers with the user, whose URL is still the old
// one while the picture is processed.
func (s *Server) updateAvatar(c *call) (reply, *refusal) {
	data, failure := c.uploaded("image")
	if failure != nil {
		return c.refusePicture(failure)
	}
	if len(data) >= avatarMaxBytes {
		return c.refusePicture(&refusal{status: http.StatusBadRequest, message: "There was a problem with your picture. Probably too big."})
	}
	p, err := store(data, avatarMaxWidth, nil)
	if err != nil {
		return c.refusePicture(&refusal{status: http.StatusBadRequest, message: "There was a problem with your picture."})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.id, p.name = s.nextAvatarID(c.now), rand.Text()[:8]
	s.replace(&c.account.avatar, p, c)
	return jsonReply(http.StatusOK, c.account.v1(c)), nil
}

// updateBanner takes a banner, or a section of one. Success is 201 without a body.
func (s *Server) updateBanner(c *call) (reply, *refusal) {
	data, failure := c.uploaded("banner")
	if failure != nil {
		return c.refusePicture(failure)
	}
	section, failure := c.section()
	if failure != nil {
		return reply{}, failure
	}
	tooLarge := &refusal{status: http.StatusUnprocessableEntity, message: "The image could not be resized or is too large."}
	if len(data) > bannerMaxBytes {
		return c.refusePicture(tooLarge)
	}
	p, err := store(data, bannerMaxWidth, section)
	switch {
	case errors.Is(err, errSize):
		return c.refusePicture(tooLarge)
	case err != nil:
		return c.refusePicture(&refusal{status: http.StatusBadRequest, message: "The image data could not be processed."})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.id = c.account.nextBannerID(c.now)
	s.replace(&c.account.banner, p, c)
	return reply{status: http.StatusCreated, mediaType: "text/html;charset=utf-8"}, nil
}

// removeBanner takes the banner away at once.
func (s *Server) removeBanner(c *call) (reply, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.account.banner = slot{}
	return reply{status: http.StatusOK, mediaType: "text/html;charset=utf-8"}, nil
}

// replace puts a picture in line to take over once it is processed. One that was still
// being processed is never seen. The caller holds the lock.
func (s *Server) replace(in *slot, p *picture, c *call) {
	in.at(c.now)
	in.next, in.due = p, c.now.Add(s.options.Delay)
	in.at(c.now)
}

// refusePicture words a refusal without a code in the older shape that uploads have.
func (c *call) refusePicture(failure *refusal) (reply, *refusal) {
	if failure.code != 0 {
		return reply{}, failure
	}
	return failure.legacy(c.path()), nil
}

// section is the part of the banner that is to be used, nil for the whole. All four
// values are needed, or none (X's reference of update_profile_banner).
func (c *call) section() (*image.Rectangle, *refusal) {
	var values [4]int
	given := 0
	for i, name := range []string{"width", "height", "offset_left", "offset_top"} {
		text := c.value(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 1<<20 || i < 2 && n == 0 {
			return nil, &refusal{http.StatusBadRequest, 44, name + " parameter is invalid."}
		}
		values[i] = n
		given++
	}
	switch given {
	case 0:
		return nil, nil
	case len(values):
		r := image.Rect(0, 0, values[0], values[1]).Add(image.Pt(values[2], values[3]))
		return &r, nil
	}
	return nil, &refusal{http.StatusBadRequest, 38, "width, height, offset_left and offset_top belong together: a parameter is missing."}
}
