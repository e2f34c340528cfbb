package publish

import (
	"context"
	"image"
	"sync"
	"time"

	"masthead/service"
	"masthead/service/fetch"
	"masthead/service/session"
)

// API is what publishing needs of X.
type API interface {
	Reread(context.Context, service.Account) (service.Account, error)
	UpdateAvatar(context.Context, service.Picture) error
	UpdateBanner(context.Context, service.Picture) error
	RemoveBanner(context.Context) error
}

// Images fetches what X serves, past every cache.
type Images interface {
	Get(ctx context.Context, url string, t fetch.Trust) (fetch.Item, error)
}

// History keeps what is replaced.
type History interface {
	Keep(context.Context, service.Account, service.Kind, service.Picture, time.Time) (string, error)
	Record(service.Receipt) error
}

// Engine reads and compares pictures.
type Engine interface {
	Decode(ctx context.Context, data []byte) (*image.RGBA, service.Picture, error)
	LumaPSNR(a, b *image.RGBA) (dB float64, err error)
}

// Publisher publishes to one account at a time.
type Publisher struct {
	api     API
	images  Images
	history History
	engine  Engine
	now     func() time.Time
}

// New makes a publisher.
func New(api API, images Images, h History, e Engine, now func() time.Time) *Publisher {
	return &Publisher{api: api, images: images, history: h, engine: e, now: now}
}

// Request says what to publish.
type Request struct {
	Account service.Account
	Kind    service.Kind
	// Upload is the encoded picture to send.
	Upload service.Picture
	// Forecast is every size as it is expected to be served.
	Forecast []service.Shot
}

// Publish runs the whole journey and calls step at each change of its progress, from
// the goroutine that called Publish or from the connection's. Until the upload has been
// sent whole, an error or an ended ctx means that nothing was changed. After that there
// is always a receipt, whose outcome is Unconfirmed when no change was seen in time or
// ctx ended while waiting; a receipt may come with an error that explains it.
func (p *Publisher) Publish(ctx context.Context, r Request, step func(service.Step)) (service.Receipt, error) {
	return p.run(ctx, r, step, func(ctx context.Context) error {
		if r.Kind == service.Banner {
			return p.api.UpdateBanner(ctx, r.Upload)
		}
		return p.api.UpdateAvatar(ctx, r.Upload)
	})
}

// RemoveBanner takes the banner away, keeping it first, and waits until X names none.
func (p *Publisher) RemoveBanner(ctx context.Context, a service.Account, step func(service.Step)) (service.Receipt, error) {
	return p.run(ctx, Request{Account: a, Kind: service.Banner}, step, p.api.RemoveBanner)
}

// Confirm looks again at what was sent but not confirmed: one read and, if the URL has
// changed by now, every size. The receipt is a new one; the old one stays as it is.
func (p *Publisher) Confirm(ctx context.Context, r service.Receipt, forecast []service.Shot) (service.Receipt, error) {
	fresh, err := p.api.Reread(ctx, r.Account)
	if err != nil {
		return r, err
	}
	r.Reads++
	j := &journey{Publisher: p, receipt: r, step: func(service.Step) {}, forecast: forecast}
	if j.changed(fresh) {
		j.receipt.LiveAt = p.now()
		j.receipt.Took = j.receipt.LiveAt.Sub(r.SentAt)
		j.verify(ctx)
		j.record()
	}
	return j.receipt, nil
}

func (p *Publisher) run(ctx context.Context, r Request, step func(service.Step), send func(context.Context) error) (service.Receipt, error) {
	j := &journey{Publisher: p, step: step, forecast: r.Forecast}
	j.receipt = service.Receipt{Kind: r.Kind, Account: r.Account, Sent: r.Upload}
	if err := j.keep(ctx); err != nil {
		return j.receipt, err
	}
	if j.removal() && j.receipt.OldURL == "" { // gone already, from elsewhere
		j.receipt.SentAt, j.receipt.LiveAt = j.now(), j.now()
		j.verify(ctx)
		return j.receipt, nil
	}
	whole, err := j.send(ctx, send)
	if err != nil && !whole {
		return j.receipt, err
	}
	waitErr := j.wait(ctx)
	if j.receipt.LiveAt.IsZero() {
		j.receipt.Outcome = service.Unconfirmed
		if err == nil {
			err = waitErr
		}
	} else {
		j.verify(ctx)
		err = nil
	}
	j.record()
	j.say(service.Step{Stage: service.Finished})
	return j.receipt, err
}

// journey is one publishing under way. Its goroutine alone reads and writes it, but for
// the step callback, which the connection calls too while it sends.
type journey struct {
	*Publisher
	receipt  service.Receipt
	forecast []service.Shot
	kept     bool
	total    int64 // bytes that were sent whole; 0 before

	stepping sync.Mutex // guards step, so that steps come one by one
	step     func(service.Step)
}

// removal reports whether the banner is taken away rather than replaced.
func (j *journey) removal() bool { return len(j.receipt.Sent.Data) == 0 }

func (j *journey) say(s service.Step) {
	s.Kept = j.kept
	s.Reads = j.receipt.Reads
	if j.total > 0 {
		s.Sent, s.Total = j.total, j.total
	}
	j.stepping.Lock()
	defer j.stepping.Unlock()
	j.step(s)
}

// record writes the journal. A journal that cannot be written does not undo what was
// published, and the pictures themselves are kept already.
func (j *journey) record() { _ = j.history.Record(j.receipt) }

// send uploads. whole reports whether X may have received all of it, in which case an
// error does not mean that nothing has changed.
func (j *journey) send(ctx context.Context, send func(context.Context) error) (whole bool, err error) {
	total := int64(j.receipt.Sent.Bytes())
	j.say(service.Step{Stage: service.Sending, Total: total})
	j.receipt.SentAt = j.now()
	meter := &meter{kept: j.kept}
	err = send(session.WithProgress(ctx, func(sent, total int64) {
		j.stepping.Lock()
		defer j.stepping.Unlock()
		if s, ok := meter.read(sent, total); ok {
			j.step(s)
		}
	}))
	j.stepping.Lock()
	meter.over = true
	all := meter.all
	j.stepping.Unlock()
	if err == nil {
		j.total = total
	}
	switch service.CodeOf(err) {
	case service.Offline, service.Canceled, service.Garbled:
		return all || j.removal(), err // no answer: it may have arrived all the same
	}
	return err == nil, err
}

// meter turns the connection's progress into steps. The connection may go on telling
// when the answer is here already; that is not listened to any more.
type meter struct {
	kept, all, over bool
}

func (m *meter) read(sent, total int64) (service.Step, bool) {
	m.all = total > 0 && sent >= total
	return service.Step{Stage: service.Sending, Kept: m.kept, Sent: sent, Total: total}, !m.over
}
