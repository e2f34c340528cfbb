package gallery

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"masthead/service"
	"masthead/service/fetch"
)

// wave is how many sizes are asked for at once.
const wave = 12

// Load gets every size of one kind. show is called for each change of each size, from
// several goroutines at once: first from the cache where there is something, then with
// what X serves now. When a URL turned out to have changed, healed is called once with
// the account as it was read again. Load returns when every size has its last word, or
// as soon as ctx ends; then show is not called any more.
func (g *Gallery) Load(ctx context.Context, a service.Account, k service.Kind, show func(service.Shot), healed func(service.Account)) {
	l := &load{gallery: g, account: a, show: show, healed: healed}
	variants := a.Variants(k)
	l.recall(ctx, variants)
	var missing []service.Shot
	var mu sync.Mutex
	found := false
	var group errgroup.Group
	group.SetLimit(wave)
	for _, v := range variants {
		group.Go(func() error {
			shot := l.get(ctx, v)
			mu.Lock()
			defer mu.Unlock()
			if service.CodeOf(shot.Err) == service.Gone {
				missing = append(missing, shot)
				return nil
			}
			found = found || shot.Visible()
			l.say(ctx, shot)
			return nil
		})
	}
	_ = group.Wait() // no job returns an error: each size carries its own
	for _, shot := range missing {
		if found { // the picture is there, so it is this size that X does not serve
			shot.State, shot.Err = service.Absent, nil
		}
		l.say(ctx, shot)
	}
}

// Recall shows what the cache holds of an account's sizes, and asks nobody for anything.
func (g *Gallery) Recall(ctx context.Context, a service.Account, k service.Kind, show func(service.Shot)) {
	l := &load{gallery: g, account: a, show: show}
	l.recall(ctx, a.Variants(k))
}

// Retry asks for one size again, healing its URL if need be.
func (g *Gallery) Retry(ctx context.Context, a service.Account, v service.Variant, show func(service.Shot), healed func(service.Account)) {
	l := &load{gallery: g, account: a, show: show, healed: healed}
	l.say(ctx, l.get(ctx, v))
}

// load is one run of Load: what it has learnt of the account is shared by its sizes.
type load struct {
	gallery *Gallery
	show    func(service.Shot)
	healed  func(service.Account)

	once    sync.Once
	account service.Account
	fresh   service.Account
	err     error
}

func (l *load) say(ctx context.Context, s service.Shot) {
	if ctx.Err() == nil {
		l.show(s)
	}
}

func (l *load) recall(ctx context.Context, variants []service.Variant) {
	for _, v := range variants {
		if ctx.Err() != nil {
			return
		}
		l.fromCache(ctx, v)
	}
}

func (l *load) fromCache(ctx context.Context, v service.Variant) {
	url, ok := l.account.URL(v)
	if !ok {
		return
	}
	item, ok := l.gallery.images.Cached(url)
	if !ok {
		return
	}
	shot := l.gallery.shot(ctx, v, item, service.Cached)
	if shot.Visible() {
		l.say(ctx, shot)
	}
}

// get fetches one size; on 403 or 404 the account is read again, once for all sizes.
func (l *load) get(ctx context.Context, v service.Variant) service.Shot {
	url, ok := l.account.URL(v)
	if !ok {
		return service.Shot{Variant: v, State: service.Absent}
	}
	trust := trustIn(l.account)
	item, err := l.gallery.images.Get(ctx, url, trust)
	if err == nil {
		return l.gallery.shot(ctx, v, item, service.Live)
	}
	failed := service.Shot{Variant: v, State: service.Failed, URL: url, Err: err}
	if service.CodeOf(err) != service.Gone || l.account.Reader == service.ReaderLink {
		return failed
	}
	fresh, rereadErr := l.reread(ctx)
	if rereadErr != nil {
		failed.Err = rereadErr
		return failed
	}
	again, ok := fresh.URL(v)
	if !ok {
		return service.Shot{Variant: v, State: service.Absent}
	}
	item, err = l.gallery.images.Get(ctx, again, trust)
	if err != nil {
		return service.Shot{Variant: v, State: service.Failed, URL: again, Err: err}
	}
	state := service.Live
	if again != url {
		state = service.Healed
	}
	return l.gallery.shot(ctx, v, item, state)
}

func (l *load) reread(ctx context.Context) (service.Account, error) {
	l.once.Do(func() {
		l.fresh, l.err = l.gallery.Reread(ctx, l.account)
		if l.err == nil && ctx.Err() == nil {
			l.healed(l.fresh)
		}
	})
	return l.fresh, l.err
}

// shot decodes what was fetched. Bytes that are no picture fail that size alone.
func (g *Gallery) shot(ctx context.Context, v service.Variant, item fetch.Item, s service.ShotState) service.Shot {
	pixels, picture, err := g.decode(ctx, item.Data)
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
