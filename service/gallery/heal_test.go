package gallery

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"masthead/service"
)

// serving is every avatar size of a picture but some, which are refused with a code.
func serving(url string, code service.Code, but ...string) map[string]error {
	served := map[string]error{}
	for _, v := range service.Variants(service.Avatar) {
		at, _ := service.AvatarURL(url, v)
		served[at] = nil
		if slices.Contains(but, v.Name) {
			served[at] = service.Errorf("fake", code, "refused")
		}
	}
	return served
}

// asks counts the requests for a picture's size.
func (f *fakeX) asks(part string) (n int) {
	for _, url := range f.asked {
		if strings.Contains(url, part) {
			n++
		}
	}
	return n
}

// room is a gallery over a fake X, with a clock that stands until it is moved.
type room struct {
	*Gallery
	*fakeX
	at time.Time
}

func newRoom(f *fakeX) *room {
	r := &room{fakeX: f, at: noon}
	r.Gallery = New(f, f, decode, func() time.Time { return r.at })
	return r
}

// load loads an account's avatars.
func (r *room) load(a service.Account) *watcher {
	w := newWatcher(r.t, a)
	r.Load(r.t.Context(), a, service.Avatar, w.show, w.heal)
	return w
}

// retry asks for one size again.
func (r *room) retry(a service.Account, name string) *watcher {
	v, _ := service.VariantNamed(service.Avatar, name)
	w := newWatcher(r.t, a)
	r.Retry(r.t.Context(), a, v, w.show, w.heal)
	return w
}

// A CDN serves some sizes of the old picture for a while.
func TestAHealedPictureIsTheNewOneAtEverySize(t *testing.T) {
	for _, code := range []service.Code{service.Gone, service.Withheld} {
		for _, v := range service.Variants(service.Avatar) {
			served := serving(oldURL, code, v.Name)
			for url := range serving(newURL, "") {
				served[url] = nil
			}
			r := newRoom(&fakeX{t: t, served: served, accounts: []service.Account{{ID: "1", AvatarURL: newURL}}})
			w := r.load(service.Account{ID: "1", AvatarURL: oldURL})
			if len(w.healed) != 1 {
				t.Fatalf("%s %s: healed %v", v.Name, code, w.healed)
			}
			for name, state := range w.last() {
				if shots := w.shots[name]; state != service.Healed || !strings.Contains(shots[len(shots)-1].URL, "new") {
					t.Errorf("%s %s: %s went %q", v.Name, code, name, states(shots))
				}
			}
		}
	}
}

func TestWhatFailsAtTheNewPlaceIsNotTheOldPicture(t *testing.T) {
	served := serving(oldURL, service.Gone, "mini")
	for url, err := range serving(newURL, service.Offline, "normal") {
		served[url] = err
	}
	served["https://pbs.twimg.com/profile_images/2/new_x96.jpg"] = service.Errorf("fake", service.Gone, "404")
	r := newRoom(&fakeX{t: t, served: served, accounts: []service.Account{{ID: "1", AvatarURL: newURL}}})
	w := r.load(service.Account{ID: "1", AvatarURL: oldURL})
	last := w.last()
	if last["normal"] != service.Failed || last["x96"] != service.Absent || last["mini"] != service.Healed || last["bigger"] != service.Healed {
		t.Errorf("in the end: %v", last)
	}
}

func TestABannerThatIsGoneIsAbsentAtEverySize(t *testing.T) {
	const banner = "https://pbs.twimg.com/profile_banners/1/2"
	old := service.Account{ID: "1", BannerURL: banner, BannerSizes: []service.BannerSize{{Name: "billboard", Width: 3000, Height: 1000, URL: banner + "/billboard"}}}
	r := newRoom(&fakeX{
		t: t, accounts: []service.Account{{ID: "1"}},
		served: map[string]error{"/1500x500": nil, "/web_retina": nil, "/billboard": nil},
	})
	w := newWatcher(t, old)
	r.Load(t.Context(), old, service.Banner, w.show, w.heal)
	last := w.last()
	if len(last) != len(service.Variants(service.Banner))+1 {
		t.Errorf("%d sizes", len(last))
	}
	for name, state := range last {
		if state != service.Absent {
			t.Errorf("%s is %v", name, state)
		}
	}
}

func TestAnAbsentSizeCostsAtMostOneRead(t *testing.T) {
	read := service.Account{ID: "1", AvatarURL: oldURL, ReadAt: noon}
	r := newRoom(&fakeX{t: t, served: serving(oldURL, service.Gone, "x96")})
	for _, step := range []struct {
		after time.Duration // since the last step
		reads int           // that it may cost
	}{
		{0, 0}, {59 * time.Second, 0}, // the account was read within the last minute
		{time.Second, 1}, // not any more
		{0, 0}, {time.Hour, 0}, {24 * time.Hour, 0},
	} {
		r.at = r.at.Add(step.after)
		r.rereads, r.asked, r.accounts = 0, nil, make([]service.Account, step.reads)
		for i := range r.accounts {
			r.accounts[i] = read
		}
		w := r.load(read)
		last := w.last()
		if r.rereads != step.reads || last["x96"] != service.Absent || last["mini"] != service.Live || len(w.healed) != step.reads {
			t.Errorf("at %v: %d reads, %v", r.at, r.rereads, last)
		}
		if n := r.asks("_x96"); n != 1 || len(r.asked) != 8 {
			t.Errorf("at %v: asked %d times for x96, %d times in all", r.at, n, len(r.asked))
		}
	}
	// Another size is another matter, and so are all of them.
	r.served = serving(oldURL, service.Gone, "x96", "bigger")
	r.rereads, r.accounts = 0, []service.Account{read}
	if w := r.load(read); r.rereads != 1 || w.last()["bigger"] != service.Absent {
		t.Errorf("two missing: %d reads, %v", r.rereads, w.last())
	}
	r.served, r.rereads = nil, 0
	if w := r.load(read); r.rereads != 1 || w.last()["x96"] != service.Failed {
		t.Errorf("all missing: %d reads, %v", r.rereads, w.last())
	}
}

// The picture was replaced right after the account was read, and nothing is left of it.
func TestWhereNothingIsFoundTheAccountIsReadHoweverFreshItIs(t *testing.T) {
	r := newRoom(&fakeX{t: t, served: serving(newURL, ""), accounts: []service.Account{{ID: "1", AvatarURL: newURL}}})
	w := r.load(service.Account{ID: "1", AvatarURL: oldURL, ReadAt: noon})
	for name, state := range w.last() {
		if state != service.Healed {
			t.Errorf("%s is %v", name, state)
		}
	}
}

func TestAClockThatWasSetBackIsNoFreshRead(t *testing.T) {
	tomorrow := service.Account{ID: "1", AvatarURL: oldURL, ReadAt: noon.Add(24 * time.Hour)}
	r := newRoom(&fakeX{t: t, served: serving(oldURL, service.Gone, "x96"), accounts: []service.Account{tomorrow}})
	if w := r.load(tomorrow); r.rereads != 1 || w.last()["x96"] != service.Absent {
		t.Errorf("%d reads, %v", r.rereads, w.last())
	}
}

func TestRetryOfAnAbsentSizeReadsOnceAMinute(t *testing.T) {
	same := service.Account{ID: "1", AvatarURL: oldURL, ReadAt: noon.Add(-time.Hour)}
	r := newRoom(&fakeX{t: t, served: serving(oldURL, service.Gone, "x96"), accounts: []service.Account{same, same, same}})
	r.load(same)
	for _, step := range []struct {
		after time.Duration
		reads int
	}{{0, 1}, {59 * time.Second, 1}, {time.Second, 2}, {59 * time.Second, 2}, {time.Hour, 3}, {time.Second, 3}} {
		r.at, r.asked = r.at.Add(step.after), nil
		w := r.retry(same, "x96")
		if r.rereads != step.reads || states(w.shots["x96"]) != "absent" || r.asks("_x96") != 1 {
			t.Errorf("at %v: %d reads, want %d; %q, asked %d times", r.at, r.rereads, step.reads, states(w.shots["x96"]), r.asks("_x96"))
		}
	}
	r.at = r.at.Add(time.Hour)
	fresh := same
	fresh.ReadAt = r.at.Add(-59 * time.Second) // for another reason
	if w := r.retry(fresh, "x96"); r.rereads != 3 || states(w.shots["x96"]) != "absent" {
		t.Errorf("after another read: %d reads, %q", r.rereads, states(w.shots["x96"]))
	}
	r.served = serving(oldURL, "")
	if w := r.retry(same, "x96"); states(w.shots["x96"]) != "live" {
		t.Errorf("served after all: %q", states(w.shots["x96"]))
	}
	if _, known := r.gaps.get("https://pbs.twimg.com/profile_images/1/old_x96.jpg"); known {
		t.Error("it is still remembered as missing")
	}
}

func TestRetryHealsTheWholePicture(t *testing.T) {
	old := service.Account{ID: "1", AvatarURL: oldURL}
	r := newRoom(&fakeX{t: t, served: serving(newURL, ""), accounts: []service.Account{{ID: "1", AvatarURL: newURL}}})
	w := r.retry(old, "mini")
	for _, v := range service.Variants(service.Avatar) {
		if got := states(w.shots[v.Name]); got != "healed" {
			t.Errorf("%s went %q", v.Name, got)
		}
	}
	// Where nothing changed, one size is one size.
	r = newRoom(&fakeX{t: t, accounts: []service.Account{old}})
	w = r.retry(old, "mini")
	if len(w.shots) != 1 || states(w.shots["mini"]) != "failed" || r.asks("_mini") != 2 {
		t.Errorf("%v, asked %d times", w.last(), r.asks("_mini"))
	}
}

func TestWhatCannotBeReadAgainIsNotRead(t *testing.T) {
	f := &fakeX{t: t, served: serving(oldURL, service.Withheld, "x96")}
	for name, g := range map[string]*Gallery{
		"a pasted URL":       New(f, f, decode, func() time.Time { return noon }),
		"nobody's signed in": New(nil, f, decode, func() time.Time { return noon }),
	} {
		a := service.Account{ID: "1", AvatarURL: oldURL}
		if g.reader != nil {
			a.Reader = service.ReaderLink
		}
		w := newWatcher(t, a)
		g.Load(t.Context(), a, service.Avatar, w.show, w.heal)
		if last := w.last(); len(w.healed) != 0 || last["x96"] != service.Absent || last["mini"] != service.Live {
			t.Errorf("%s: %v, healed %v", name, last, w.healed)
		}
		v, _ := service.VariantNamed(service.Avatar, "x96")
		g.Retry(t.Context(), a, v, w.show, w.heal)
		if got := states(w.shots["x96"]); got != "absent absent" || len(w.healed) != 0 {
			t.Errorf("%s, asked again: %q", name, got)
		}
	}
}

func TestAReadThatFailsFailsWhatIsMissing(t *testing.T) {
	r := newRoom(&fakeX{t: t, served: serving(oldURL, service.Gone, "x96")})
	r.Gallery.reader = refusing{r.fakeX}
	w := r.load(service.Account{ID: "1", AvatarURL: oldURL})
	shot := w.shots["x96"][0]
	if shot.State != service.Failed || service.CodeOf(shot.Err) != service.RateLimited || w.last()["mini"] != service.Live || len(w.healed) != 0 {
		t.Errorf("x96: %v %v; %v", shot.State, shot.Err, w.last())
	}
}

// refusing is an X that lets nobody read.
type refusing struct{ Reader }

func (refusing) Reread(context.Context, service.Account) (service.Account, error) {
	return service.Account{}, service.Errorf("fake.Reread", service.RateLimited, "429")
}

func TestASizeWithAPlaceOfItsOwnIsAskedForThere(t *testing.T) {
	const banner = "https://pbs.twimg.com/profile_banners/1/2"
	old := service.Account{ID: "1", BannerURL: banner}
	fresh := old
	fresh.BannerSizes = []service.BannerSize{{Name: "web", Width: 520, Height: 260, URL: "https://pbs.twimg.com/elsewhere/web"}}
	r := newRoom(&fakeX{t: t, accounts: []service.Account{fresh}, served: map[string]error{"/1500x500": nil, "/elsewhere/web": nil}})
	w := newWatcher(t, old)
	r.Load(t.Context(), old, service.Banner, w.show, w.heal)
	last := w.last()
	if last["web"] != service.Healed || last["1500x500"] != service.Live || last["ipad"] != service.Absent {
		t.Errorf("in the end: %v", last)
	}
}

func TestALoadThatEndedReadsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := &fakeX{t: t, served: map[string]error{"_mini": nil}}
	old := service.Account{ID: "1", AvatarURL: oldURL}
	New(f, f, decode, func() time.Time { return noon }).Load(ctx, old, service.Avatar,
		func(service.Shot) { cancel() }, func(service.Account) { t.Error("healed after the end") })
	if f.rereads != 0 {
		t.Errorf("read %d times", f.rereads)
	}
}

func TestGapsAreBounded(t *testing.T) {
	var g gaps
	for i := range 10 * maxGaps {
		g.note(strings.Repeat("x", i%7)+time.Duration(i).String(), noon, true)
		if len(g.known) > maxGaps {
			t.Fatalf("%d are remembered", len(g.known))
		}
	}
	g.note("url", noon, true)
	g.note("url", noon.Add(-time.Hour), false)
	if known, ok := g.get("url"); !ok || !known.sure || !known.read.Equal(noon) {
		t.Errorf("%+v, %v", known, ok)
	}
}
