package publish

import (
	"context"
	"image"
	"time"

	"masthead/service"
	"masthead/service/fetch"
)

// keep reads the account as it is this moment and copies its present picture into
// History. Nothing may be replaced that could not be kept; a default picture and a
// missing banner need no keeping.
func (j *journey) keep(ctx context.Context) error {
	j.say(service.Step{Stage: service.Keeping})
	fresh, err := j.api.Reread(ctx, j.receipt.Account)
	if err != nil {
		return err
	}
	fresh = withSizes(fresh, j.receipt.Account)
	j.receipt.Account = fresh
	j.receipt.OldURL = fresh.PictureURL(j.receipt.Kind)
	ours, err := j.former(ctx, j.receipt.OldURL)
	if err != nil {
		return err
	}
	if j.receipt.OldURL != "" && !(j.receipt.Kind == service.Avatar && fresh.DefaultAvatar) {
		picture, at, err := j.present(ctx)
		if err != nil {
			return err
		}
		if j.receipt.KeptFile, err = j.history.Keep(ctx, fresh, j.receipt.Kind, picture, at); err != nil {
			return err
		}
		j.kept = true
	}
	if ours != nil {
		j.takeOver(ours)
	}
	return nil
}

// present fetches the largest form in which X serves the present picture, and looks
// that it is whole. X does not serve every size of every picture, so the next largest is
// as good as it gets; NotKept says that there was none.
func (j *journey) present(ctx context.Context) (service.Picture, time.Time, error) {
	const op = "publish.keep"
	var last error
	for _, v := range largestFirst(j.receipt.Kind) {
		url, ok := j.receipt.Account.URL(v)
		if !ok {
			continue
		}
		_, picture, at, err := j.fetch(ctx, v, url)
		if err == nil {
			return picture, at, nil
		}
		switch service.CodeOf(err) {
		case service.Gone, service.Withheld, service.CutShort, service.NotAPicture, service.Garbled, service.TooLarge, service.Unsupported:
			last = err
		default:
			return service.Picture{}, time.Time{}, err
		}
	}
	return service.Picture{}, time.Time{}, &service.Error{Op: op, Code: service.NotKept, Err: last}
}

// fetch gets what X serves of a variant, which is no larger than that can be.
func (j *journey) fetch(ctx context.Context, v service.Variant, url string) (*image.RGBA, service.Picture, time.Time, error) {
	size, bytes := v.Most()
	item, err := j.images.GetWithin(ctx, url, fetch.FromAccount, bytes)
	if err != nil {
		return nil, service.Picture{}, time.Time{}, err
	}
	pixels, picture, err := j.engine.DecodeWithin(ctx, item.Data, size)
	return pixels, picture, item.At, err
}

func largestFirst(k service.Kind) []service.Variant {
	names := []string{service.OriginalName, "400x400", "200x200"}
	if k == service.Banner {
		names = []string{"1500x500", "1080x360", "ipad_retina", "web_retina"}
	}
	var list []service.Variant
	for _, name := range names {
		if v, ok := service.VariantNamed(k, name); ok {
			list = append(list, v)
		}
	}
	return list
}
