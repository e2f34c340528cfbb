package gallery

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/fetch"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	oldURL = "https://pbs.twimg.com/profile_images/1/old_normal.jpg"
	newURL = "https://pbs.twimg.com/profile_images/2/new_normal.jpg"
)

// fakeX answers for accounts and images, and fails the test when it is asked for
// something that nobody arranged.
type fakeX struct {
	t        *testing.T
	mu       sync.Mutex
	accounts []service.Account // answers to Reread, in order
	rereads  int
	served   map[string]error // by a part of the URL; nil is a picture
	cached   []string
	asked    []string
}

func (f *fakeX) Me(context.Context) (service.Account, error) {
	f.t.Error("nobody was to ask who is signed in")
	return service.Account{}, errors.New("unexpected")
}

func (f *fakeX) User(_ context.Context, handle string) (service.Account, error) {
	if handle != "ada" {
		return service.Account{}, service.Errorf("fake.User", service.NotFound, "no %s", handle)
	}
	return service.Account{ID: "1", Handle: "ada", AvatarURL: oldURL, BannerURL: "https://pbs.twimg.com/profile_banners/1/2"}, nil
}

func (f *fakeX) Reread(context.Context, service.Account) (service.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rereads >= len(f.accounts) {
		f.t.Error("the account was read again once too often")
		return service.Account{}, errors.New("unexpected")
	}
	f.rereads++
	return f.accounts[f.rereads-1], nil
}

func (f *fakeX) BannerSizes(context.Context, service.Account) ([]service.BannerSize, error) {
	return nil, service.Errorf("fake.BannerSizes", service.PlanRefuses, "453")
}

func (f *fakeX) Cached(url string) (fetch.Item, bool) {
	if slices.ContainsFunc(f.cached, func(part string) bool { return strings.Contains(url, part) }) {
		return fetch.Item{Data: []byte("cached"), URL: url, At: noon.Add(-time.Hour)}, true
	}
	return fetch.Item{}, false
}

func (f *fakeX) GetWithin(_ context.Context, url string, _ fetch.Trust, most int64) (fetch.Item, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, url)
	if most < 1 {
		f.t.Errorf("%s may have %d bytes", url, most)
	}
	for part, err := range f.served {
		if strings.Contains(url, part) {
			return fetch.Item{Data: []byte("fetched"), URL: url, At: noon}, err
		}
	}
	return fetch.Item{}, service.Errorf("fake.Get", service.Gone, "404")
}

func decode(_ context.Context, data []byte, _ image.Point) (*image.RGBA, service.Picture, error) {
	return image.NewRGBA(image.Rect(0, 0, 1, 1)), service.Picture{Data: data, Width: 1, Height: 1}, nil
}

// watch loads avatars and returns every shot by size, in the order of arrival.
func watch(t *testing.T, f *fakeX, a service.Account) (map[string][]service.Shot, []service.Account) {
	t.Helper()
	w := newWatcher(t, a)
	New(f, f, decode, func() time.Time { return noon }).Load(t.Context(), a, service.Avatar, w.show, w.heal)
	return w.shots, w.healed
}

// watcher sees what a load shows, and that it keeps its promises: one healing, and only
// the account's own URLs.
type watcher struct {
	t       *testing.T
	mu      sync.Mutex
	account service.Account
	shots   map[string][]service.Shot
	healed  []service.Account
}

func newWatcher(t *testing.T, a service.Account) *watcher {
	return &watcher{t: t, account: a, shots: map[string][]service.Shot{}}
}

func (w *watcher) show(s service.Shot) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shots[s.Variant.Name] = append(w.shots[s.Variant.Name], s)
	if url, ok := w.account.URL(s.Variant); ok && s.URL != url {
		w.t.Errorf("%s is shown from %s, want %s", s.Variant.Name, s.URL, url)
	}
}

func (w *watcher) heal(a service.Account) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.account = a
	if w.healed = append(w.healed, a); len(w.healed) > 1 {
		w.t.Error("healed a second time")
	}
}

// last is every size's last word.
func (w *watcher) last() map[string]service.ShotState {
	all := map[string]service.ShotState{}
	for name, shots := range w.shots {
		all[name] = shots[len(shots)-1].State
	}
	return all
}

func states(shots []service.Shot) string {
	var words []string
	for _, s := range shots {
		words = append(words, s.State.String())
	}
	return strings.Join(words, " ")
}

func TestLoadShowsTheCacheFirst(t *testing.T) {
	f := &fakeX{t: t, cached: []string{"_normal", "_bigger"}, served: map[string]error{"old": nil}}
	shots, healed := watch(t, f, service.Account{AvatarURL: oldURL})
	if len(healed) != 0 {
		t.Errorf("healed %v, though nothing was stale", healed)
	}
	for _, v := range service.Variants(service.Avatar) {
		want := "live"
		if v.Name == "normal" || v.Name == "bigger" {
			want = "cached live"
		}
		if got := states(shots[v.Name]); got != want {
			t.Errorf("%s went %q, want %q", v.Name, got, want)
		}
	}
}

func TestLoadHealsAStaleURLWithOneRead(t *testing.T) {
	f := &fakeX{
		t: t, served: map[string]error{"new": nil},
		accounts: []service.Account{{ID: "1", AvatarURL: newURL}},
	}
	shots, healed := watch(t, f, service.Account{ID: "1", AvatarURL: oldURL})
	if len(healed) != 1 || healed[0].AvatarURL != newURL {
		t.Errorf("healed %v, want the new URL once", healed)
	}
	for _, v := range service.Variants(service.Avatar) {
		if got := states(shots[v.Name]); got != "healed" {
			t.Errorf("%s went %q, want healed", v.Name, got)
		}
	}
}

func TestLoadTellsAbsentFromFailed(t *testing.T) {
	same := service.Account{ID: "1", AvatarURL: oldURL}
	t.Run("one size missing", func(t *testing.T) {
		f := &fakeX{
			t: t, accounts: []service.Account{same},
			served: map[string]error{"old": nil, "_x96": service.Errorf("fake", service.Gone, "404")},
		}
		delete(f.served, "old")
		for _, v := range service.Variants(service.Avatar) {
			if v.Name != "x96" {
				url, _ := service.AvatarURL(oldURL, v)
				f.served[url] = nil
			}
		}
		shots, _ := watch(t, f, same)
		if got := states(shots["x96"]); got != "absent" {
			t.Errorf("x96 went %q, want absent", got)
		}
		if got := states(shots["mini"]); got != "live" {
			t.Errorf("mini went %q, want live", got)
		}
	})
	t.Run("all of them missing", func(t *testing.T) {
		f := &fakeX{t: t, accounts: []service.Account{same}}
		shots, _ := watch(t, f, same)
		for name, s := range shots {
			if last := s[len(s)-1]; last.State != service.Failed || service.CodeOf(last.Err) != service.Gone {
				t.Errorf("%s: %v %v, want failed, gone", name, last.State, last.Err)
			}
		}
	})
	t.Run("one size in trouble", func(t *testing.T) {
		f := &fakeX{t: t, served: map[string]error{}}
		for _, v := range service.Variants(service.Avatar) {
			url, _ := service.AvatarURL(oldURL, v)
			f.served[url] = nil
		}
		f.served["https://pbs.twimg.com/profile_images/1/old_mini.jpg"] = service.Errorf("fake", service.Overloaded, "503")
		shots, _ := watch(t, f, same)
		if got := states(shots["mini"]); got != "failed" {
			t.Errorf("mini went %q, want failed", got)
		}
	})
}

func TestLoadOfAPastedURLNeverReadsAnAccount(t *testing.T) {
	g := New(nil, nil, decode, func() time.Time { return noon })
	a, err := g.Link(" " + oldURL + " ")
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeX{t: t, served: map[string]error{"_mini": nil}}
	shots, healed := watch(t, f, a)
	if len(healed) != 0 || states(shots["mini"]) != "live" || states(shots["x96"]) != "absent" {
		t.Errorf("mini %q, x96 %q, healed %v", states(shots["mini"]), states(shots["x96"]), healed)
	}
}

func TestLoadFallsSilentWhenItsContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := &fakeX{t: t, cached: []string{"old"}, served: map[string]error{"old": nil}}
	New(f, f, decode, time.Now).Load(ctx, service.Account{AvatarURL: oldURL}, service.Avatar,
		func(s service.Shot) { t.Errorf("showed %s after the end", s.Variant.Name) },
		func(service.Account) { t.Error("healed after the end") })
}

func TestOpenStandsWithoutTheListOfBanners(t *testing.T) {
	f := &fakeX{t: t}
	a, err := New(f, f, decode, time.Now).Open(t.Context(), "ada")
	if err != nil || a.Handle != "ada" || a.BannerSizes != nil {
		t.Errorf("opened %+v, %v", a, err)
	}
	if _, err := New(nil, f, decode, time.Now).Open(t.Context(), "ada"); service.CodeOf(err) != service.NotSignedIn {
		t.Errorf("with nobody signed in: %v", err)
	}
}

func TestLink(t *testing.T) {
	g := New(nil, nil, decode, func() time.Time { return noon })
	for _, tt := range []struct {
		url            string
		code           service.Code
		avatar, banner bool
		isDefault      bool
	}{
		{url: oldURL, avatar: true},
		{url: "http://a0.twimg.com/profile_images/1/x_normal.JPG", avatar: true},
		{url: "https://pbs.twimg.com/profile_banners/1/2/web", banner: true},
		{url: "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png", avatar: true, isDefault: true},
		{url: "ftp://pbs.twimg.com/x.jpg", code: service.NotFound},
		{url: "just words", code: service.NotFound},
		{url: "https://", code: service.NotFound},
		{url: "", code: service.NotFound},
	} {
		a, err := g.Link(tt.url)
		if service.CodeOf(err) != tt.code || (a.AvatarURL != "") != tt.avatar || (a.BannerURL != "") != tt.banner || a.DefaultAvatar != tt.isDefault {
			t.Errorf("Link(%q) = %+v, %v", tt.url, a, err)
		}
	}
}
