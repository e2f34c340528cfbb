package publish

import (
	"context"

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
	if fresh.BannerURL == j.receipt.Account.BannerURL && fresh.BannerSizes == nil {
		fresh.BannerSizes = j.receipt.Account.BannerSizes
	}
	j.receipt.Account = fresh
	j.receipt.OldURL = fresh.PictureURL(j.receipt.Kind)
	if j.receipt.OldURL == "" || j.receipt.Kind == service.Avatar && fresh.DefaultAvatar {
		return nil
	}
	item, err := j.present(ctx)
	if err != nil {
		return err
	}
	_, picture, err := j.engine.Decode(ctx, item.Data)
	if err != nil {
		return err
	}
	j.receipt.KeptFile, err = j.history.Keep(ctx, fresh, j.receipt.Kind, picture, item.At)
	j.kept = err == nil
	return err
}

// present fetches the largest form in which X serves the present picture. X does not
// serve every size of every picture, so the next largest is as good as it gets.
func (j *journey) present(ctx context.Context) (fetch.Item, error) {
	var gone error
	for _, v := range largestFirst(j.receipt.Kind) {
		url, ok := j.receipt.Account.URL(v)
		if !ok {
			continue
		}
		item, err := j.images.Get(ctx, url, fetch.FromAccount)
		if service.CodeOf(err) != service.Gone {
			return item, err
		}
		gone = err
	}
	if gone == nil {
		gone = service.Errorf("publish.keep", service.Gone, "no size of the present %s is served", j.receipt.Kind)
	}
	return fetch.Item{}, gone
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
