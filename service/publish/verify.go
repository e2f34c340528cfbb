package publish

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"masthead/service"
	"masthead/service/fetch"
)

// settle is how long a size that is not served yet is left alone before it is asked
// for once more: the sizes of a new picture do not all appear in the same moment.
const settle = 2 * time.Second

// verify fetches every size past the cache and measures it against the forecast.
func (j *journey) verify(ctx context.Context) {
	if j.removal() {
		j.receipt.Outcome = service.Removed
		return
	}
	found := make([]service.SizeFound, len(j.forecast))
	var mu sync.Mutex
	checked := 0
	j.say(service.Step{Stage: service.Verifying, Sizes: len(found)})
	var group errgroup.Group
	group.SetLimit(12)
	for i, expected := range j.forecast {
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
		if !f.Compared || !f.Shot.Variant.Decisive() {
			continue
		}
		if worst == service.Unconfirmed || f.Outcome > worst {
			worst = f.Outcome
		}
	}
	return worst
}

// look fetches one size and compares it.
func (j *journey) look(ctx context.Context, expected service.Shot) service.SizeFound {
	shot := service.Shot{Variant: expected.Variant, State: service.Absent}
	url, ok := j.receipt.Account.URL(expected.Variant)
	if !ok {
		return service.SizeFound{Shot: shot, Outcome: service.Unconfirmed}
	}
	shot.URL = url
	item, err := j.images.Get(ctx, url, fetch.FromAccount)
	if service.CodeOf(err) == service.Gone && sleep(ctx, settle) == nil {
		item, err = j.images.Get(ctx, url, fetch.FromAccount)
	}
	if err == nil {
		shot.At = item.At
		shot.Pixels, shot.Picture, err = j.engine.Decode(ctx, item.Data)
	}
	if err != nil {
		shot.State, shot.Err = service.Failed, err
		return service.SizeFound{Shot: shot, Outcome: service.Unconfirmed}
	}
	shot.State = service.Live
	dB, err := j.engine.LumaPSNR(expected.Pixels, shot.Pixels)
	if err != nil { // another size than expected: another picture
		return service.SizeFound{Shot: shot, Outcome: service.Another, Compared: true}
	}
	return service.SizeFound{Shot: shot, DB: dB, Compared: true, Outcome: service.Judge(dB)}
}
