package session

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"sync/atomic"

	"masthead/service"
)

// errDenied is why there is nothing to exchange.
var errDenied = errors.New("the person did not allow the app")

// reception answers the browser while one attempt is waited for.
type reception struct {
	ctx     context.Context // of the wait: an exchange outlives the tab that began it
	host    string
	attempt *Attempt
	explain func(error) string

	returned atomic.Bool   // somebody has come back
	settled  chan struct{} // closed when granted and err stand
	granted  Granted
	err      error

	answered chan struct{} // closed when the tab was told that settled it
}

func newReception(ctx context.Context, host string, a *Attempt, explain func(error) string) *reception {
	return &reception{
		ctx: ctx, host: host, attempt: a, explain: explain,
		settled: make(chan struct{}), answered: make(chan struct{}),
	}
}

// result is what the sign-in came to; settled is false while nobody has come back.
func (r *reception) result() (granted Granted, err error, settled bool) {
	select {
	case <-r.settled:
		return r.granted, r.err, true
	default:
		return Granted{}, nil, false
	}
}

// ServeHTTP lets the browser that comes back for the attempt settle it, once: whoever
// loads the same page again is told the same. A HEAD changes nothing, as its sender
// trusts, and everything else is nobody's.
func (r *reception) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	query := req.URL.Query()
	denied := same(query.Get("denied"), r.attempt.Token())
	allowed := same(query.Get("oauth_token"), r.attempt.Token()) && query.Get("oauth_verifier") != ""
	head, get := req.Method == http.MethodHead, req.Method == http.MethodGet
	if req.Host != r.host || req.URL.Path != callbackPath || !head && !get || !denied && !allowed {
		write(w, http.StatusNotFound, strayPage())
		return
	}
	if head {
		w.WriteHeader(http.StatusOK)
		return
	}
	if r.returned.CompareAndSwap(false, true) {
		defer close(r.answered)
		r.settle(allowed, query.Get("oauth_verifier"))
	}
	<-r.settled
	if r.err != nil {
		write(w, http.StatusOK, failurePage(r.explain(r.err)))
		return
	}
	write(w, http.StatusOK, successPage(r.granted.Handle))
}

// settle finds out what the sign-in came to.
func (r *reception) settle(allowed bool, verifier string) {
	defer close(r.settled)
	if !allowed {
		r.err = &service.Error{Op: "session.Receive", Code: service.Denied, Err: errDenied}
		return
	}
	ctx, cancel := context.WithTimeout(r.ctx, callbackExchange)
	defer cancel()
	r.granted, r.err = r.attempt.Finish(ctx, verifier)
}

// same compares with a token that a page on another site must not find out bit by bit.
func same(given, token string) bool {
	return token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
}
