package gallery

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"masthead/service"
)

// wave is how many sizes are asked for at once.
const wave = 12

// Load gets every size of one kind. show is called for each change of each size, from
// several goroutines at once: first from the cache where there is something, then with
// what X serves now. No picture is read or decoded beyond what its variant can be: a
// larger one is TooLarge, under that size alone.
//
// Where a size answers 403 or 404, the account is read again, once, when all the others
// have answered: its URL may have changed. healed is then called with it, before any of
// its sizes is shown, and every shot that follows is of that account. If the picture's
// URL has changed, all sizes are asked for at the new place, those too that the old one
// still served. A size that is missing while others are served costs no read when the
// account was read within the last minute, or was read for this size before. An account
// of a pasted URL is never read.
//
// Load returns when every size has its last word, or as soon as ctx ends; then show and
// healed are not called any more.
func (g *Gallery) Load(ctx context.Context, a service.Account, k service.Kind, show func(service.Shot), healed func(service.Account)) {
	l := &load{gallery: g, kind: k, account: a, former: a, read: a.ReadAt, show: show, healed: healed}
	variants := a.Variants(k)
	l.recall(ctx, variants)
	missing, found := l.ask(ctx, variants)
	switch {
	case len(missing) == 0, ctx.Err() != nil:
	case !g.canRead(a), found && g.explained(a, missing):
		l.end(ctx, missing, found, false)
	default:
		l.heal(ctx, missing, found)
	}
}

// Recall shows what the cache holds of an account's sizes, and asks nobody for anything.
func (g *Gallery) Recall(ctx context.Context, a service.Account, k service.Kind, show func(service.Shot)) {
	l := &load{gallery: g, kind: k, account: a, former: a, show: show}
	l.recall(ctx, a.Variants(k))
}

// Retry asks for one size again. It heals as Load does: if the picture's URL has changed,
// healed is called and all its sizes are shown from the new place. For a size that is
// known as missing the account is read at most once a minute.
func (g *Gallery) Retry(ctx context.Context, a service.Account, v service.Variant, show func(service.Shot), healed func(service.Account)) {
	l := &load{gallery: g, kind: v.Kind, account: a, former: a, read: a.ReadAt, show: show, healed: healed}
	missing, _ := l.ask(ctx, []service.Variant{v})
	if len(missing) == 0 || ctx.Err() != nil {
		return
	}
	known, absent := g.gaps.get(missing[0].URL)
	if !g.canRead(a) || absent && (g.isRecent(known.read) || g.isRecent(a.ReadAt)) {
		l.end(ctx, missing, absent, false)
		return
	}
	l.heal(ctx, missing, absent)
}

// canRead reports whether an account can be read again at all.
func (g *Gallery) canRead(a service.Account) bool {
	return a.Reader != service.ReaderLink && g.reader != nil
}

// load is one run of Load or Retry.
type load struct {
	gallery *Gallery
	kind    service.Kind
	// account is whose URLs are asked, former is the same as it was before it was read again.
	account, former service.Account
	read            time.Time // when the account was read
	show            func(service.Shot)
	healed          func(service.Account)
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
		if shot, ok := l.fromCache(ctx, v); ok {
			l.say(ctx, shot)
		}
	}
}

// ask fetches sizes and shows what comes of them, but for those that are not where they
// are looked for: these are returned. found tells that a picture came at all.
func (l *load) ask(ctx context.Context, variants []service.Variant) (missing []service.Shot, found bool) {
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(wave)
	for _, v := range variants {
		group.Go(func() error {
			shot := l.get(ctx, v)
			mu.Lock()
			defer mu.Unlock()
			if isMissing(shot) {
				missing = append(missing, shot)
				return nil
			}
			found = found || shot.Visible()
			l.say(ctx, shot)
			return nil
		})
	}
	_ = group.Wait() // no job returns an error: each size carries its own
	return missing, found
}

// heal reads the account again and asks for what was missing where it is now.
func (l *load) heal(ctx context.Context, missing []service.Shot, found bool) {
	fresh, err := l.gallery.Reread(ctx, l.account)
	if err != nil {
		for _, shot := range missing {
			shot.Err = err
			l.say(ctx, shot)
		}
		return
	}
	if ctx.Err() != nil {
		return
	}
	l.account, l.read = fresh, l.gallery.now()
	l.healed(fresh)
	if fresh.PictureURL(l.kind) != l.former.PictureURL(l.kind) {
		missing, found = l.ask(ctx, l.everySize())
		l.end(ctx, missing, found, false)
		return
	}
	var stay []service.Shot
	var again []service.Variant
	for _, shot := range missing {
		if url, ok := fresh.URL(shot.Variant); ok && url == shot.URL && found {
			stay = append(stay, shot)
		} else { // at a place of its own, or nothing was found: once more
			again = append(again, shot.Variant)
		}
	}
	l.end(ctx, stay, true, true)
	missing, more := l.ask(ctx, again)
	l.end(ctx, missing, found || more, false)
}

// everySize lists the sizes of the account and those that it had before it was read again.
func (l *load) everySize() []service.Variant {
	all := l.account.Variants(l.kind)
	known := map[string]bool{}
	for _, v := range all {
		known[v.Name] = true
	}
	for _, v := range l.former.Variants(l.kind) {
		if !known[v.Name] {
			all = append(all, v)
		}
	}
	return all
}

// end says the last word of missing sizes. Where others were found, the picture is there
// and it is these sizes that X does not serve, which is remembered.
func (l *load) end(ctx context.Context, missing []service.Shot, found, sure bool) {
	for _, shot := range missing {
		if found {
			shot.State, shot.Err = service.Absent, nil
			l.gallery.gaps.note(shot.URL, l.read, sure)
		}
		l.say(ctx, shot)
	}
}
