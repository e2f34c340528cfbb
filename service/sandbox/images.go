package sandbox

import (
	"net/http"
	"strings"
)

// avatar serves /profile_images/<id>/<name>_<variant>.<ext>, and the stored picture
// without a variant. A picture that was replaced, or is not processed yet, is not
// there.
func (s *Server) avatar(c *call) (reply, *refusal) {
	s.mu.Lock()
	var found *picture
	for _, a := range s.accounts {
		if p := a.avatar.at(c.now); p != nil && p.id == c.request.PathValue("id") {
			found = p
		}
	}
	s.mu.Unlock()
	if found == nil {
		return s.noPicture(c)
	}
	return s.avatarFile(c, found)
}

// defaultAvatar serves X's default picture.
func (s *Server) defaultAvatar(c *call) (reply, *refusal) {
	p, err := s.faceless()
	if err != nil {
		return s.noPicture(c)
	}
	return s.avatarFile(c, p)
}

// avatarFile serves the variant that a file name asks for.
func (s *Server) avatarFile(c *call, p *picture) (reply, *refusal) {
	stem, named := strings.CutSuffix(c.request.PathValue("file"), p.extension)
	variant, ours := strings.CutPrefix(stem, p.name)
	if !named || !ours {
		return s.noPicture(c)
	}
	if variant == "" {
		return pictureReply(p.data, p.mediaType()), nil
	}
	z, known := sizeNamed(avatarSizes(), strings.TrimPrefix(variant, "_"))
	if !known || variant[0] != '_' {
		return s.noPicture(c)
	}
	return s.variant(c, p, z)
}

// banner serves /profile_banners/<user id>/<second>/<variant>.
func (s *Server) banner(c *call) (reply, *refusal) {
	s.mu.Lock()
	var p *picture
	if a := s.accountByID(c.request.PathValue("user")); a != nil {
		p = a.banner.at(c.now)
	}
	s.mu.Unlock()
	z, known := sizeNamed(bannerSizes(), c.request.PathValue("variant"))
	if p == nil || p.id != c.request.PathValue("second") || !known {
		return s.noPicture(c)
	}
	return s.variant(c, p, z)
}

func (s *Server) variant(c *call, p *picture, z size) (reply, *refusal) {
	data, err := p.variant(z)
	if err != nil {
		return s.noPicture(c)
	}
	label := p.mediaType()
	if head, format, err := header(data); err == nil && head.Width > 0 {
		label = "image/" + format
	}
	return pictureReply(data, label), nil
}

// pictureReply is a picture as X's hosts serve it: it may be kept for a week, for a
// new one gets a new URL.
func pictureReply(data []byte, mediaType string) reply {
	return reply{
		status:    http.StatusOK,
		mediaType: mediaType,
		header:    http.Header{"Cache-Control": {"max-age=604800, must-revalidate"}},
		body:      data,
	}
}

// noPicture is the picture host's 404: it has no body.
func (s *Server) noPicture(*call) (reply, *refusal) {
	return reply{status: http.StatusNotFound}, nil
}
