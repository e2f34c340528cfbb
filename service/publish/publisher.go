package publish

import (
	"context"
	"image"
	"sync"
	"time"

	"masthead/service"
	"masthead/service/fetch"
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
	GetWithin(ctx context.Context, url string, t fetch.Trust, most int64) (fetch.Item, error)
}

// History keeps what is replaced.
type History interface {
	Keep(context.Context, service.Account, service.Kind, service.Picture, time.Time) (string, error)
	Record(service.Receipt) error
}

// Engine reads and compares pictures.
type Engine interface {
	DecodeWithin(ctx context.Context, data []byte, most image.Point) (*image.RGBA, service.Picture, error)
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
	// Upload is the encoded picture to send; not looked at where the banner is removed.
	Upload service.Picture
	// Forecast is every size as it is expected to be served.
	Forecast []service.Shot
	// Former are the attempts on the same picture, oldest first, of which nobody knows
	// whether they arrived: one of them may be what is there by now.
	Former []Attempt
}

// Publish runs the whole journey and calls step at each change of its progress, from
// the goroutine that called Publish or from the connection's.
//
// With an error there is nothing to confirm: X refused, or ctx ended, or the network
// failed before all of it was sent. The receipt then tells with a SentAt that is not zero
// that all of it had gone out, which makes it an Attempt all the same.
//
// Without an error the receipt says what was found. Its outcome is Unconfirmed when no
// change was seen in time or ctx ended while waiting; SendErr and ReadErr say why.
//
// An upload without bytes is NotAPicture, and nothing is asked of X.
func (p *Publisher) Publish(ctx context.Context, r Request, step func(service.Step)) (service.Receipt, error) {
	if r.Upload.Bytes() == 0 {
		return service.Receipt{}, service.Errorf("publish.Publish", service.NotAPicture, "an empty picture")
	}
	j := &journey{Publisher: p, step: step, request: r}
	j.receipt = service.Receipt{Kind: r.Kind, Account: r.Account, Sent: r.Upload}
	return j.run(ctx)
}

// RemoveBanner takes an account's banner away, keeping it first, and waits until X names
// none. It is told of as Publish does; a banner that is gone already is Removed with a
// SentAt of zero.
func (p *Publisher) RemoveBanner(ctx context.Context, r Request, step func(service.Step)) (service.Receipt, error) {
	r.Kind, r.Upload, r.Forecast = service.Banner, service.Picture{}, nil
	j := &journey{Publisher: p, step: step, request: r, removing: true}
	j.receipt = service.Receipt{Kind: r.Kind, Account: r.Account}
	return j.run(ctx)
}

func (j *journey) run(ctx context.Context) (service.Receipt, error) {
	if err := j.keep(ctx); err != nil {
		return j.receipt, err
	}
	switch {
	case j.arrived: // an attempt that nobody knew the end of: it is live
	case j.removing && j.receipt.OldURL == "": // gone already, from elsewhere
		j.receipt.LiveAt = j.now()
	default:
		if err := j.send(ctx); err != nil {
			return j.receipt, err
		}
		j.wait(ctx)
	}
	if !j.receipt.LiveAt.IsZero() {
		j.verify(ctx)
	}
	if !j.receipt.SentAt.IsZero() {
		j.record()
	}
	j.say(service.Step{Stage: service.Finished})
	return j.receipt, nil
}

// Confirm looks again at what was sent but not confirmed: one read and, if the URL has
// changed by now, every size. The receipt is a new one; the old one stays as it is. The
// error is that of the read.
func (p *Publisher) Confirm(ctx context.Context, r service.Receipt, forecast []service.Shot) (service.Receipt, error) {
	j := &journey{Publisher: p, receipt: r, step: func(service.Step) {}, removing: removal(r)}
	j.request = Request{Account: r.Account, Kind: r.Kind, Upload: r.Sent, Forecast: forecast}
	changed, err := j.read(ctx)
	if err != nil {
		return r, err
	}
	if changed {
		j.verify(ctx)
		j.record()
	}
	return j.receipt, nil
}

// journey is one publishing under way. Its goroutine alone reads and writes it, but for
// the step callback, which the connection calls too while it sends.
type journey struct {
	*Publisher
	request  Request
	receipt  service.Receipt
	removing bool // the banner is taken away rather than replaced
	kept     bool
	arrived  bool  // a former attempt at the very same turned out to be live
	total    int64 // bytes of a picture that X has accepted; 0 before

	stepping sync.Mutex // guards step, so that steps come one by one
	step     func(service.Step)
}

func (j *journey) say(s service.Step) {
	s.Kept = j.kept
	s.Reads = j.receipt.Reads
	s.Doubtful = j.receipt.SendErr != nil
	if j.total > 0 {
		s.Sent, s.Total = j.total, j.total
	}
	j.stepping.Lock()
	defer j.stepping.Unlock()
	j.step(s)
}

// record writes the journal. A journal that cannot be written does not undo what was
// published, and the pictures themselves are kept already; the receipt says so.
func (j *journey) record() { j.receipt.Unrecorded = j.history.Record(j.receipt) }
