package session

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/dghubble/oauth1"
)

// maxPeek is how many bytes of a refusal are searched for its code.
const maxPeek = 64 << 10

// tolerance is how far a timestamp may be off before a server that gives no code is
// taken to have refused it for that: X documents five minutes.
const tolerance = 5 * time.Minute

var (
	// timestampParam finds the timestamp in a signature's base string, where parameters
	// are escaped twice, so that no other parameter's value can look like it.
	timestampParam = regexp.MustCompile(`((?:&|%26)oauth_timestamp%3D)\d+`)
	// timestampField finds it in the Authorization header.
	timestampField = regexp.MustCompile(`(\boauth_timestamp=")\d+`)
	// code135 is "timestamp out of bounds" in the JSON and XML shapes of an error.
	code135 = regexp.MustCompile(`"code"\s*:\s*"?135\b|\bcode="135"`)
)

// clock tells the time as the server has it, once an answer has shown it to be another.
type clock struct {
	now  func() time.Time
	skew atomic.Int64 // nanoseconds that the server's clock is ahead of this one
}

// offset is how far the server's clock is ahead, 0 while no correction was needed.
func (c *clock) offset() time.Duration { return time.Duration(c.skew.Load()) }

// time is now, corrected.
func (c *clock) time() time.Time { return c.now().Add(c.offset()) }

// correctedBy sets the clock by an answer that refuses a request for its timestamp, and
// reports whether this is one. The body stays readable.
func (c *clock) correctedBy(resp *http.Response, stamped time.Time) bool {
	offset, wrong := clockOffset(resp, stamped, c.now())
	if wrong {
		c.skew.Store(int64(offset))
	}
	return wrong
}

// stamp is a moment as OAuth writes it: Unix seconds.
func stamp(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// stampSigner signs with a given timestamp in place of the one that oauth1, which has
// no clock to set, took from time.Now.
type stampSigner struct {
	oauth1.HMACSigner
	stamp string
}

// Sign is HMAC-SHA1 over the message with its timestamp replaced.
func (s *stampSigner) Sign(tokenSecret, message string) (string, error) {
	return s.HMACSigner.Sign(tokenSecret, timestampParam.ReplaceAllString(message, "${1}"+s.stamp))
}

// stampTransport puts the signer's timestamp into the header that oauth1 has written.
type stampTransport struct {
	stamp string
	next  http.RoundTripper
}

// RoundTrip changes a clone of the request, as a RoundTripper must.
func (t *stampTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	header := timestampField.ReplaceAllString(req.Header.Get("Authorization"), "${1}"+t.stamp)
	req.Header.Set("Authorization", header)
	return t.next.RoundTrip(req)
}

// clockOffset tells whether an answer refuses a request for its timestamp, and how far
// the server's clock is ahead of now. The body stays readable. Code 135 says it
// outright; a bare 401 says it when the timestamp is far from the server's own date.
func clockOffset(resp *http.Response, stamped, now time.Time) (offset time.Duration, wrong bool) {
	switch resp.StatusCode {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
	default:
		return 0, false
	}
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return 0, false
	}
	far := stamped.Sub(date).Abs() > tolerance
	if code135.Match(peek(resp)) || (far && resp.StatusCode == http.StatusUnauthorized) {
		return date.Sub(now).Round(time.Second), true
	}
	return 0, false
}

// peek reads the beginning of a body and puts it back.
func peek(resp *http.Response) []byte {
	head, err := io.ReadAll(io.LimitReader(resp.Body, maxPeek))
	rest := io.Reader(resp.Body)
	if err != nil {
		rest = failed{err}
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), rest), resp.Body}
	return head
}

// failed repeats the error that ended a body.
type failed struct{ err error }

// Read only fails.
func (f failed) Read([]byte) (int, error) { return 0, f.err }
