package publish

import (
	"context"
	"sync/atomic"

	"masthead/service"
	"masthead/service/session"
)

// send uploads, or takes the banner away. Without an error X has accepted it, or all of it
// went out and X did not say no: what came instead is then the receipt's SendErr.
func (j *journey) send(ctx context.Context) error {
	total := int64(j.receipt.Sent.Bytes())
	j.say(service.Step{Stage: service.Sending, Total: total})
	began := j.now()
	var whole atomic.Bool
	meter := &meter{kept: j.kept}
	ctx = session.WithWhole(ctx, whole.Store)
	ctx = session.WithProgress(ctx, func(sent, total int64) {
		j.stepping.Lock()
		defer j.stepping.Unlock()
		if s, ok := meter.read(sent, total); ok {
			j.step(s)
		}
	})
	err := j.call(ctx)
	j.stepping.Lock()
	meter.over = true
	j.stepping.Unlock()
	if err == nil {
		j.receipt.SentAt, j.total = began, total
		return nil
	}
	if whole.Load() {
		j.receipt.SentAt = began
		if !refused(err) {
			j.receipt.SendErr = err
			return nil
		}
	}
	return err
}

// call makes the one call that changes something.
func (j *journey) call(ctx context.Context) error {
	switch {
	case j.removing:
		return j.api.RemoveBanner(ctx)
	case j.request.Kind == service.Banner:
		return j.api.UpdateBanner(ctx, j.request.Upload)
	}
	return j.api.UpdateAvatar(ctx, j.request.Upload)
}

// refused reports whether X said no. Everything else may come although the work was done:
// no answer, one that makes no sense, a gateway that gave up waiting, a server that broke
// down after it.
func refused(err error) bool {
	switch service.CodeOf(err) {
	case service.Offline, service.Canceled, service.Garbled, service.Overloaded:
		return false
	}
	return true
}

// meter turns the connection's progress into steps. The connection may go on telling
// when the answer is here already; that is not listened to any more.
type meter struct {
	kept, over bool
}

func (m *meter) read(sent, total int64) (service.Step, bool) {
	return service.Step{Stage: service.Sending, Kept: m.kept, Sent: sent, Total: total}, !m.over
}
