package publish

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"masthead/service"
)

// settle is how long a size that is not served yet is left alone before it is asked
// for once more: the sizes of a new picture do not all appear in the same moment.
const settle = 2 * time.Second

// verify fetches every size past the cache and measures it against the forecast.
func (j *journey) verify(ctx context.Context) {
	if j.removing {
		j.receipt.Outcome = service.Removed
		return
	}
	forecast := j.request.Forecast
	found := make([]service.SizeFound, len(forecast))
	var mu sync.Mutex
	checked := 0
	j.say(service.Step{Stage: service.Verifying, Sizes: len(found)})
	var group errgroup.Group
	group.SetLimit(12)
	for i, expected := range forecast {
		group.Go(func() error {
			found[i] = j.look(ctx, expected)
			mu.Lock()
			defer mu.Unlock()
			checked++
			j.say(service.Step{Stage: service.Verifying, Checked: checked, Sizes: len(found)})
			return nil
		})
	}
	_ = group.Wait() // no job returns an error: each size carries its own
	j.receipt.Sizes = found
	j.receipt.Outcome = outcome(found)
}

// outcome is the worst of the decisive sizes; without any of them nothing is proved.
func outcome(found []service.SizeFound) service.Outcome {
	worst := service.Unconfirmed
	for _, f := range found {
		if f.Compared && f.Shot.Variant.Decisive() {
			worst = max(worst, f.Outcome)
		}
	}
	return worst
}

// look fetches one size and compares it.
func (j *journey) look(ctx context.Context, expected service.Shot) service.SizeFound {
	shot := service.Shot{Variant: expected.Variant, State: service.Absent}
	url, ok := j.receipt.Account.URL(expected.Variant)
	if !ok {
		return service.SizeFound{Shot: shot}
	}
	shot.URL = url
	pixels, picture, at, err := j.fetch(ctx, expected.Variant, url)
	if code := service.CodeOf(err); (code == service.Gone || code == service.Withheld) && sleep(ctx, settle) == nil {
		pixels, picture, at, err = j.fetch(ctx, expected.Variant, url)
	}
	if err != nil {
		shot.State, shot.Err = service.Failed, err
		return service.SizeFound{Shot: shot}
	}
	shot.State, shot.Pixels, shot.Picture, shot.At = service.Live, pixels, picture, at
	dB, err := j.engine.LumaPSNR(expected.Pixels, shot.Pixels)
	if err != nil { // another size than expected: another picture
		return service.SizeFound{Shot: shot, Outcome: service.Another, Compared: true}
	}
	return service.SizeFound{Shot: shot, DB: dB, Compared: true, Outcome: service.Judge(dB)}
}
