package session

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// stallTimeout is how long nothing may move, in either direction, before a request is
// given up. X takes its time over a large picture before it answers.
const stallTimeout = time.Minute

// errStalled is why the watchdog ended a request.
var errStalled = errors.New("no byte moved for a minute")

type progressKey struct{}

// WithProgress has the bytes of a request's body reported as the connection takes them:
// below the signer, which reads a form's whole body in advance. total is -1 when the
// length is unknown. A request that has to be sent again begins again at 0. report runs
// on the sending goroutine and must not block.
func WithProgress(ctx context.Context, report func(sent, total int64)) context.Context {
	return context.WithValue(ctx, progressKey{}, report)
}

// watchdog ends requests on which nothing moves and reports progress.
type watchdog struct{ next http.RoundTripper }

// RoundTrip watches one request until its answer's body is closed.
func (w *watchdog) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	timer := time.AfterFunc(stallTimeout, func() { cancel(errStalled) })
	stop := func() {
		timer.Stop()
		cancel(nil)
	}
	moved := func() { timer.Reset(stallTimeout) }

	watched := req.Clone(ctx)
	if req.Body != nil && req.Body != http.NoBody {
		report, _ := ctx.Value(progressKey{}).(func(sent, total int64))
		count := func(body io.ReadCloser) io.ReadCloser {
			return &upload{body: body, total: req.ContentLength, report: report, moved: moved}
		}
		watched.Body = count(req.Body)
		if req.GetBody != nil {
			watched.GetBody = func() (io.ReadCloser, error) {
				body, err := req.GetBody()
				if err != nil {
					return nil, err
				}
				return count(body), nil
			}
		}
	}
	resp, err := w.next.RoundTrip(watched)
	if err != nil {
		err = stalledOr(ctx, err)
		stop()
		return nil, err
	}
	resp.Body = &download{body: resp.Body, ctx: ctx, moved: moved, stop: stop}
	return resp, nil
}

// stalledOr names the watchdog as the reason where it was: its cancelling must not be
// mistaken for the user's.
func stalledOr(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errStalled) {
		return errStalled
	}
	return err
}

// upload counts a request's body. A chunk counts once the next one is asked for: only
// then has the connection taken it.
type upload struct {
	body   io.ReadCloser
	taken  int64 // bytes handed out before the last chunk
	last   int64 // bytes of the last chunk
	total  int64
	report func(sent, total int64)
	moved  func()
}

// Read hands out the next chunk and reports the one before.
func (u *upload) Read(p []byte) (int, error) {
	u.moved()
	u.taken += u.last
	if u.report != nil {
		u.report(u.taken, u.total)
	}
	n, err := u.body.Read(p)
	u.last = int64(n)
	return n, err
}

// Close closes the body.
func (u *upload) Close() error { return u.body.Close() }

// download keeps the watchdog fed while an answer is read.
type download struct {
	body  io.ReadCloser
	ctx   context.Context
	moved func()
	stop  func()
}

// Read reads on.
func (d *download) Read(p []byte) (int, error) {
	n, err := d.body.Read(p)
	d.moved()
	return n, stalledOr(d.ctx, err)
}

// Close closes the body and sends the watchdog home.
func (d *download) Close() error {
	defer d.stop()
	return d.body.Close()
}
