package sandbox

import (
	"crypto/hmac"
	"crypto/rand"
	"fmt"
	"html/template"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// outOfBand is the callback of clients that ask for a PIN.
	outOfBand = "oob"
	// requestTokenLife is how long a sign-in may take.
	requestTokenLife = 15 * time.Minute
	// maxRequestTokens bounds the sign-ins under way.
	maxRequestTokens = 1000
)

// requestToken is a sign-in under way.
type requestToken struct {
	secret, callback string
	// proof stands in the form of the authorize page: another site cannot know it.
	proof string
	made  time.Time
	// verifier and account are set once the person has allowed it.
	verifier string
	account  *account
}

// requestToken begins a sign-in. A client that names no callback gets a PIN.
func (s *Server) requestToken(c *call) (reply, *refusal) {
	callback := collect(c.request.Header.Get("Authorization"), c.input.params).values["oauth_callback"]
	if callback == "" {
		callback = outOfBand
	}
	if !allowedCallback(callback) {
		return refuse(http.StatusForbidden, 415).xml(c.path()), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, t := range s.pending {
		if c.now.Sub(t.made) > requestTokenLife {
			delete(s.pending, token)
		}
	}
	if len(s.pending) >= maxRequestTokens {
		return reply{}, refuse(http.StatusServiceUnavailable, 130)
	}
	token := rand.Text()
	t := &requestToken{secret: rand.Text(), callback: callback, proof: rand.Text(), made: c.now}
	s.pending[token] = t
	return formReply(
		param{"oauth_token", token},
		param{"oauth_token_secret", t.secret},
		param{"oauth_callback_confirmed", "true"},
	), nil
}

// accessToken ends a sign-in. The request token is used up by it; after a wrong PIN it
// is still good.
func (s *Server) accessToken(c *call) (reply, *refusal) {
	verifier := collect(c.request.Header.Get("Authorization"), c.input.params).values["oauth_verifier"]
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.pending[c.token]
	if t == nil || t.account == nil || !hmac.Equal([]byte(verifier), []byte(t.verifier)) {
		return textReply(http.StatusUnauthorized, "Error processing your OAuth request: Invalid oauth_verifier parameter"), nil
	}
	delete(s.pending, c.token)
	token, secret := s.tokenFor(t.account)
	return formReply(
		param{"oauth_token", token},
		param{"oauth_token_secret", secret},
		param{"user_id", t.account.id},
		param{"screen_name", t.account.handle},
	), nil
}

// formReply is an urlencoded answer, which X labels text/html.
func formReply(pairs ...param) reply {
	encoded := make([]string, len(pairs))
	for i, p := range pairs {
		encoded[i] = p.name + "=" + escape(p.value)
	}
	return textReply(http.StatusOK, strings.Join(encoded, "&"))
}

// authorize shows the page on which a person allows or denies, and takes the decision.
func (s *Server) authorize(c *call) (reply, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := c.value("oauth_token")
	t := s.pending[token]
	if t == nil || c.now.Sub(t.made) > requestTokenLife || t.account != nil {
		return pageReply(http.StatusForbidden, page{Unknown: true}), nil
	}
	switch c.request.Method {
	case http.MethodGet, http.MethodHead:
		return pageReply(http.StatusOK, page{
			Token:    token,
			Proof:    t.proof,
			Accounts: s.signable(),
			Returns:  t.callback != outOfBand,
		}), nil
	case http.MethodPost:
		return s.decide(c, token, t)
	}
	return reply{}, refuse(http.StatusMethodNotAllowed, 86)
}

// decide acts on the page's form. The caller holds the lock.
func (s *Server) decide(c *call, token string, t *requestToken) (reply, *refusal) {
	if !hmac.Equal([]byte(c.value("authenticity_token")), []byte(t.proof)) {
		return pageReply(http.StatusForbidden, page{Unknown: true}), nil
	}
	if c.value("decision") != "allow" {
		delete(s.pending, token)
		if t.callback == outOfBand {
			return pageReply(http.StatusOK, page{Denied: true}), nil
		}
		return sendBack(t.callback, param{"denied", token}), nil
	}
	t.account = s.accounts[0]
	if chosen := c.value("account"); chosen != "" {
		t.account = nil
		for _, a := range s.signable() {
			if a.id == chosen {
				t.account = a
			}
		}
		if t.account == nil {
			return pageReply(http.StatusForbidden, page{Unknown: true}), nil
		}
	}
	if t.callback == outOfBand {
		t.verifier = newPIN()
		return pageReply(http.StatusOK, page{PIN: t.verifier, Account: t.account}), nil
	}
	t.verifier = rand.Text()
	return sendBack(t.callback, param{"oauth_token", token}, param{"oauth_verifier", t.verifier}), nil
}

// signable are the accounts that can sign in: the demo account first.
func (s *Server) signable() []*account {
	var all []*account
	for _, a := range s.accounts {
		if !a.suspended {
			all = append(all, a)
		}
	}
	return all
}

// newPIN is seven random digits.
func newPIN() string {
	n, err := rand.Int(rand.Reader, big.NewInt(10_000_000))
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	return fmt.Sprintf("%07d", n)
}

func parseCallback(raw string) (*url.URL, bool) {
	u, err := url.Parse(raw)
	return u, err == nil && u.Host != "" && u.User == nil
}

// sendBack redirects to a client's callback, whose own query is kept.
func sendBack(callback string, pairs ...param) reply {
	u, ok := parseCallback(callback)
	if !ok {
		return pageReply(http.StatusForbidden, page{Unknown: true})
	}
	for _, p := range pairs {
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += p.name + "=" + escape(p.value)
	}
	return reply{status: http.StatusFound, header: http.Header{
		"Location":      {u.String()},
		"Cache-Control": {"no-store"},
	}}
}

// page is what the authorize page shows: a choice, a PIN, a denial or a dead end.
type page struct {
	Token, Proof    string
	Accounts        []*account
	Returns         bool
	PIN             string
	Account         *account
	Denied, Unknown bool
}

// ID, Handle and Name are for the page.
func (a *account) ID() string     { return a.id }
func (a *account) Handle() string { return a.handle }
func (a *account) Name() string   { return a.name }

func pageReply(status int, p page) reply {
	var text strings.Builder
	if err := pageTemplate().Execute(&text, p); err != nil {
		return textReply(http.StatusInternalServerError, "")
	}
	r := textReply(status, text.String())
	r.header = http.Header{
		"Cache-Control":           {"no-store"},
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"},
		"Referrer-Policy":         {"no-referrer"},
		"X-Frame-Options":         {"DENY"},
	}
	return r
}

func pageTemplate() *template.Template {
	return template.Must(template.New("page").Parse(pageHTML))
}
