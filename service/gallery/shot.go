package gallery

import (
	"context"

	"masthead/service"
	"masthead/service/fetch"
)

// fromCache is a size from the disk cache; false when there is none to show.
func (l *load) fromCache(ctx context.Context, v service.Variant) (service.Shot, bool) {
	url, ok := l.account.URL(v)
	if !ok {
		return service.Shot{}, false
	}
	item, ok := l.gallery.images.Cached(url)
	if !ok {
		return service.Shot{}, false
	}
	if _, most := v.Most(); int64(len(item.Data)) > most {
		return service.Shot{}, false
	}
	shot := l.gallery.shot(ctx, v, item, service.Cached)
	return shot, shot.Visible()
}

// get fetches one size from where the account has it.
func (l *load) get(ctx context.Context, v service.Variant) service.Shot {
	url, ok := l.account.URL(v)
	if !ok {
		return service.Shot{Variant: v, State: service.Absent}
	}
	_, most := v.Most()
	item, err := l.gallery.images.GetWithin(ctx, url, trustIn(l.account), most)
	if err != nil {
		return service.Shot{Variant: v, State: service.Failed, URL: url, Err: err}
	}
	l.gallery.gaps.drop(url)
	state := service.Live
	if former, _ := l.former.URL(v); former != url {
		state = service.Healed
	}
	return l.gallery.shot(ctx, v, item, state)
}

// isMissing reports whether a size was not where it was looked for.
func isMissing(s service.Shot) bool {
	code := service.CodeOf(s.Err)
	return code == service.Gone || code == service.Withheld
}

// shot decodes what was fetched. Bytes that are no picture, or a larger one than the
// variant can be, fail that size alone.
func (g *Gallery) shot(ctx context.Context, v service.Variant, item fetch.Item, s service.ShotState) service.Shot {
	most, _ := v.Most()
	pixels, picture, err := g.decode(ctx, item.Data, most)
	if err != nil {
		return service.Shot{Variant: v, State: service.Failed, URL: item.URL, At: item.At, Err: err}
	}
	return service.Shot{Variant: v, State: s, Picture: picture, Pixels: pixels, URL: item.URL, At: item.At}
}

// trustIn tells whose word an account's URLs are: X's, or the user's own.
func trustIn(a service.Account) fetch.Trust {
	if a.Reader == service.ReaderLink {
		return fetch.Typed
	}
	return fetch.FromAccount
}
