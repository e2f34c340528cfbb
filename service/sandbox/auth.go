package sandbox

import (
	"crypto/hmac"
	"crypto/rand"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// accessToken is a token that an account has given to the app.
type accessToken struct {
	secret  string
	account *account
}

// tokenFor is the account's access token; like X it is the same one every time until
// it is revoked. The caller holds the lock.
func (s *Server) tokenFor(a *account) (token, secret string) {
	for token, t := range s.access {
		if t.account == a {
			return token, t.secret
		}
	}
	token, secret = a.id+"-"+rand.Text(), rand.Text()+rand.Text()[:19]
	s.access[token] = accessToken{secret, a}
	return token, secret
}

// authenticate verifies who signed a call (RFC 5849, section 3.2) and notes it in the
// call. The caller holds the lock.
func (s *Server) authenticate(c *call) *refusal {
	unsigned := refuse(http.StatusUnauthorized, 32)
	versions := [...]string{"", "1.0", "1.0A"} // the last is what node's oauth says
	p := collect(c.request.Header.Get("Authorization"), c.input.params)
	if len(p.values) == 0 {
		return refuse(http.StatusBadRequest, 215)
	}
	v := p.values
	if p.conflict || v["oauth_signature_method"] != "HMAC-SHA1" ||
		!slices.Contains(versions[:], v["oauth_version"]) ||
		!hmac.Equal([]byte(v["oauth_consumer_key"]), []byte(s.consumer.key)) {
		return unsigned
	}
	second, err := strconv.ParseInt(v["oauth_timestamp"], 10, 64)
	if err != nil {
		return unsigned
	}
	if off := c.now.Sub(time.Unix(second, 0)); off > maxSkew || off < -maxSkew {
		return refuse(http.StatusUnauthorized, 135)
	}
	secret, failure := s.tokenSecret(c, v["oauth_token"])
	if failure != nil {
		return failure
	}
	base := baseString(c.request.Method, c.base+c.path(), p.signed)
	if !hmac.Equal([]byte(signature(base, s.consumer.secret, secret)), []byte(v["oauth_signature"])) {
		return unsigned
	}
	if v["oauth_nonce"] == "" || !s.nonces.use(s.consumer.key, c.token, v["oauth_nonce"], c.now) {
		return unsigned
	}
	return nil
}

// tokenSecret finds the secret of the kind of token that a call wants.
func (s *Server) tokenSecret(c *call, token string) (string, *refusal) {
	c.token = token
	switch c.endpoint.signer {
	case user:
		if token == "" {
			return "", refuse(http.StatusForbidden, 220)
		}
		t, found := s.access[token]
		if !found {
			return "", refuse(http.StatusUnauthorized, 89)
		}
		c.account = t.account
		return t.secret, nil
	case temporary:
		t, found := s.pending[token]
		if !found || c.now.Sub(t.made) > requestTokenLife {
			return "", refuse(http.StatusUnauthorized, 89)
		}
		return t.secret, nil
	}
	return "", nil
}

// invalidateToken takes the token back that signed the call.
func (s *Server) invalidateToken(c *call) (reply, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.access, c.token)
	return jsonReply(http.StatusOK, map[string]string{"access_token": c.token}), nil
}

// window is how long a limit counts.
const window = 15 * time.Minute

// windowKey is what limits are counted by.
type windowKey struct{ account, call string }

// limitWindow is one window and the calls made in it.
type limitWindow struct {
	ends time.Time
	used int
}

// count counts a call against its limit and tells the state in headers. The caller
// holds the lock.
func (s *Server) count(c *call) *refusal {
	if c.endpoint.limit == 0 {
		return nil
	}
	key := windowKey{c.account.id, c.endpoint.name}
	w := s.windows[key]
	if w == nil || !c.now.Before(w.ends) {
		w = &limitWindow{ends: c.now.Add(window)}
		s.windows[key] = w
	}
	exhausted := w.used >= c.endpoint.limit
	if !exhausted {
		w.used++
	}
	maps.Copy(c.header, limitHeader(c.endpoint.limit, c.endpoint.limit-w.used, w.ends))
	if exhausted {
		return refuse(http.StatusTooManyRequests, 88)
	}
	return nil
}

// limitHeader tells a limit, what is left of it, and when it is reset, in the next
// whole second.
func limitHeader(limit, left int, reset time.Time) http.Header {
	h := make(http.Header)
	h.Set("x-rate-limit-limit", strconv.Itoa(limit))
	h.Set("x-rate-limit-remaining", strconv.Itoa(left))
	h.Set("x-rate-limit-reset", strconv.FormatInt(reset.Add(time.Second-1).Unix(), 10))
	return h
}

// allowedCallback reports whether a callback is one that the app may name: the PIN, a
// secure page, or loopback.
func allowedCallback(raw string) bool {
	if raw == outOfBand {
		return true
	}
	u, ok := parseCallback(raw)
	return ok && (u.Scheme == "https" || u.Scheme == "http" && loopbackHost(strings.ToLower(u.Hostname())))
}
