package session

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/dghubble/oauth1"

	"masthead/service"
)

// Attempt is one sign-in under way.
type Attempt struct {
	signIn        *SignIn
	callback      string
	token, secret string
	page          string
	made          time.Time

	turn chan struct{} // of one: whoever fills it exchanges
	used bool          // guarded by turn: the token was exchanged
}

// Granted is what a finished sign-in yields. The credentials in it print as redacted.
type Granted struct {
	Credentials Credentials
	// UserID is digits. Handle is without @, "" from a server that does not name it.
	UserID, Handle string
}

// AuthorizeURL is the page on which the person allows the app.
func (a *Attempt) AuthorizeURL() string { return a.page }

// Token is the request token, by which a callback is known to belong to this attempt.
func (a *Attempt) Token() string { return a.token }

// Format says nothing of the tokens within, whatever the verb.
func (a *Attempt) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "attempt at a "+fmt.Sprint(a.signIn))
}

// Finish exchanges the verifier for credentials: the PIN, around and between whose
// digits spaces and dashes do not matter, or what the browser brought back.
//
// The error is BadPIN for a verifier that does not fit or is empty, after which another
// may be tried; Expired when the request token is too old or used up; NoSignIn, Garbled
// or what Refusal and the network yield as in Request.
func (a *Attempt) Finish(ctx context.Context, verifier string) (Granted, error) {
	const op = "session.Finish"
	if a.callback == OutOfBand {
		verifier = tidyPIN(verifier)
	}
	if verifier == "" || len(verifier) > maxSecret {
		return Granted{}, service.Errorf(op, service.BadPIN, "no verifier has %d characters", len(verifier))
	}
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return Granted{}, service.NetworkError(ctx, op, ctx.Err())
	}
	if a.used {
		return Granted{}, service.Errorf(op, service.Expired, "this sign-in is finished")
	}
	credentials := Credentials{ConsumerKey: a.signIn.app.Key, ConsumerSecret: a.signIn.app.Secret}
	meaning := func(code service.Code, words []byte) service.Code {
		return finishMeaning(code, words, a.signIn.clock.now().Sub(a.made))
	}
	answer, err := a.signIn.exchange(ctx, op, meaning, func(c *oauth1.Config) (err error) {
		credentials.Token, credentials.TokenSecret, err = c.AccessToken(a.token, a.secret, verifier)
		return err
	})
	if err != nil {
		return Granted{}, err
	}
	a.used = true
	return granted(op, credentials, answer)
}

// The forms of X's numbers and handles, which end up in file names and sentences.
var (
	userIDForm = regexp.MustCompile(`^[0-9]{1,32}$`)
	handleForm = regexp.MustCompile(`^[0-9A-Za-z_]{0,50}$`)
)

// granted adds whose credentials they are, which oauth1 does not read.
func granted(op string, c Credentials, answer url.Values) (Granted, error) {
	g := Granted{Credentials: c, UserID: answer.Get("user_id"), Handle: answer.Get("screen_name")}
	if !userIDForm.MatchString(g.UserID) || !handleForm.MatchString(g.Handle) {
		return Granted{}, service.Errorf(op, service.Garbled, "the answer does not say whose token it is")
	}
	return g, nil
}

// tidyPIN takes what copying and reading aloud add to a PIN off it: spaces, dashes, and
// marks that nobody sees.
func tidyPIN(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) {
			return -1
		}
		return r
	}, text)
}
