package session

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dghubble/oauth1"

	"masthead/service"
)

// maxAnswer is how much of an answer to a sign-in is read, in bytes.
const maxAnswer = 64 << 10

// meaning turns what a refusal says to any call into what it says to a step of the
// sign-in. words is the beginning of the answer.
type meaning func(code service.Code, words []byte) service.Code

// exchange runs one of oauth1's two exchanges of tokens and returns what was answered.
// When the server refuses the timestamp and says what time it is, the correction is kept
// and the exchange made once more.
func (s *SignIn) exchange(ctx context.Context, op string, m meaning, run func(*oauth1.Config) error) (url.Values, error) {
	answer, corrected, err := s.exchangeOnce(ctx, op, m, run)
	if corrected {
		answer, _, err = s.exchangeOnce(ctx, op, m, run)
	}
	return answer, err
}

func (s *SignIn) exchangeOnce(ctx context.Context, op string, m meaning, run func(*oauth1.Config) error) (_ url.Values, corrected bool, _ error) {
	stamped := s.clock.time()
	moment := stamp(stamped)
	x := &exchanger{
		ctx: ctx, op: op, signIn: s, meaning: m, stamped: stamped,
		next: &stampTransport{stamp: moment, next: &watchdog{next: s.transport}},
	}
	err := run(&oauth1.Config{
		ConsumerKey:    s.app.Key,
		ConsumerSecret: s.app.Secret,
		Endpoint:       s.endpoint,
		Signer:         &stampSigner{HMACSigner: oauth1.HMACSigner{ConsumerSecret: s.app.Secret}, stamp: moment},
		HTTPClient:     &http.Client{Transport: x},
	})
	var known *service.Error
	switch {
	case err == nil:
		return x.answer, false, nil
	case errors.As(err, &known):
		return nil, x.corrected, known
	}
	// oauth1's own errors quote the answer, in which a token may be.
	return nil, false, service.Errorf(op, service.Garbled, "the answer confirms no token")
}

// exchanger is the transport beneath oauth1 in one exchange. Where oauth1 takes no
// context and reads without a cap, this binds and caps. Every answer but a good one is
// an error here, so that nothing is left to be redirected or quoted.
type exchanger struct {
	ctx     context.Context
	op      string
	signIn  *SignIn
	meaning meaning
	stamped time.Time
	next    http.RoundTripper

	answer    url.Values // what a good answer said
	corrected bool       // a refusal has corrected the clock
}

// RoundTrip sends the request and reads the whole answer.
func (x *exchanger) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(x.ctx)
	req.Header.Set("User-Agent", "Masthead")
	resp, err := x.next.RoundTrip(req)
	if err != nil {
		return nil, service.NetworkError(x.ctx, x.op, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return nil, x.refused(resp)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, service.NetworkError(x.ctx, x.op, err)
	}
	if x.answer, err = parseAnswer(x.op, body); err != nil {
		return nil, err
	}
	resp.StatusCode = http.StatusOK // any 2xx is success
	resp.Body = io.NopCloser(strings.NewReader(x.answer.Encode()))
	return resp, nil
}

// refused reads a refusal, correcting the clock by it where that was the reason.
func (x *exchanger) refused(resp *http.Response) error {
	s := x.signIn
	x.corrected = s.clock.correctedBy(resp, x.stamped)
	words := peek(resp)
	e := s.refusal(x.op, resp, s.clock.now())
	switch resp.StatusCode {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		e.Code = service.NoSignIn
	default:
		e.Code = x.meaning(e.Code, words)
	}
	return e
}

// parseAnswer reads a token and its secret, urlencoded, and what comes with them. The
// error is Garbled for anything else, such as the sign-in page of a hotel.
func parseAnswer(op string, body []byte) (url.Values, error) {
	if len(body) > maxAnswer {
		return nil, service.Errorf(op, service.Garbled, "the answer is over %s", service.ByteCount(maxAnswer))
	}
	values, err := url.ParseQuery(strings.TrimSpace(string(body)))
	if err != nil || !sound(values.Get("oauth_token")) || !sound(values.Get("oauth_token_secret")) {
		return nil, service.Errorf(op, service.Garbled, "the answer holds no token")
	}
	return values, nil
}
