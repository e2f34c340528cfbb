package publish

import (
	"bytes"
	"context"

	"masthead/service"
)

// Attempt is an earlier publishing of which nobody knows whether it arrived. What it
// replaced stays the original for as long as that is so.
type Attempt struct {
	Receipt  service.Receipt
	Forecast []service.Shot
}

// removal reports whether a receipt is of a banner that was to be taken away.
func removal(r service.Receipt) bool { return r.Sent.Bytes() == 0 }

// former is the attempt that turns out to be what is there now, nil when it is something
// else. The error is of a picture that could not be looked at: then nothing is known.
func (j *journey) former(ctx context.Context, url string) (*Attempt, error) {
	attempts := j.request.Former
	for i := len(attempts) - 1; i >= 0; i-- {
		a := &attempts[i]
		if url == a.Receipt.OldURL {
			continue // nothing has changed since it was made
		}
		if (url == "") != removal(a.Receipt) {
			continue
		}
		if url == "" {
			return a, nil
		}
		ours, err := j.shows(ctx, a.Forecast)
		if ours || err != nil {
			return a, err
		}
	}
	return nil, nil
}

// shows reports whether what X serves now is what a forecast says, by the sizes that
// decide.
func (j *journey) shows(ctx context.Context, forecast []service.Shot) (bool, error) {
	var found []service.SizeFound
	for _, expected := range forecast {
		if !expected.Variant.Decisive() {
			continue
		}
		f := j.look(ctx, expected)
		switch service.CodeOf(f.Shot.Err) {
		case service.Offline, service.Canceled, service.Overloaded, service.RateLimited:
			return false, f.Shot.Err
		}
		found = append(found, f)
	}
	o := outcome(found)
	return o == service.AsForecast || o == service.Altered, nil
}

// takeOver goes on from an attempt that has arrived: what it replaced is the original. An
// attempt at the very same need not be made again.
func (j *journey) takeOver(a *Attempt) {
	was := a.Receipt
	j.receipt.KeptFile, j.kept = was.KeptFile, was.KeptFile != ""
	if !bytes.Equal(was.Sent.Data, j.request.Upload.Data) {
		return
	}
	j.arrived, j.receipt.Earlier = true, true
	j.receipt.OldURL, j.receipt.NewURL = was.OldURL, j.receipt.OldURL
	j.receipt.SentAt, j.receipt.LiveAt = was.SentAt, j.now()
	j.receipt.Took = j.receipt.LiveAt.Sub(j.receipt.SentAt)
}
