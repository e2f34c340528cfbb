package publish

import (
	"context"
	"time"

	"masthead/service"
)

// reads is when the account is read again, counted from the end of the upload: not
// before 5 s, as X's reference asks, and at most six times in two minutes, since reads
// can cost money.
var reads = [...]time.Duration{
	5 * time.Second, 10 * time.Second, 20 * time.Second,
	40 * time.Second, 75 * time.Second, 115 * time.Second,
}

// wait reads the account until the picture's URL changes. It leaves LiveAt zero when
// none did; why it could not be seen, if anything stood in the way, is then ReadErr.
func (j *journey) wait(ctx context.Context) {
	sent := j.now()
	for _, after := range reads {
		next := sent.Add(after)
		j.say(service.Step{Stage: service.Processing, NextRead: next})
		if err := sleep(ctx, next.Sub(j.now())); err != nil {
			j.receipt.ReadErr = err
			return
		}
		if changed, _ := j.read(ctx); changed {
			return
		}
	}
}

// read looks once whether the picture's URL has changed.
func (j *journey) read(ctx context.Context) (changed bool, err error) {
	fresh, err := j.api.Reread(ctx, j.receipt.Account)
	j.receipt.Reads++
	j.receipt.ReadErr = err
	if err != nil {
		return false, err
	}
	j.receipt.Answered++
	if !j.changed(fresh) {
		return false, nil
	}
	j.receipt.LiveAt = j.now()
	j.receipt.Took = j.receipt.LiveAt.Sub(j.receipt.SentAt)
	return true, nil
}

// changed compares what X names now with what it named before, and takes it over.
func (j *journey) changed(fresh service.Account) bool {
	url := fresh.PictureURL(j.receipt.Kind)
	if url == j.receipt.OldURL {
		return false
	}
	if !j.removing && url == "" {
		return false // a picture was sent, so its absence proves nothing
	}
	j.receipt.Account = withSizes(fresh, j.receipt.Account)
	j.receipt.NewURL = url
	return true
}

// withSizes keeps the list of banner sizes, which a read of the user alone does not
// bring, for as long as it is of the same banner.
func withSizes(fresh, known service.Account) service.Account {
	if fresh.BannerURL == known.BannerURL && fresh.BannerSizes == nil {
		fresh.BannerSizes = known.BannerSizes
	}
	return fresh
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(max(d, 0))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &service.Error{Op: "publish.wait", Code: service.Canceled, Err: ctx.Err()}
	}
}
