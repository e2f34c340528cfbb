package app

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"masthead/app/task"
	"masthead/service"
	"masthead/service/sandbox"
	"masthead/service/sandbox/sandboxtest"
	"masthead/service/session"
	"masthead/service/signin"
	"masthead/service/vault"
	"masthead/widgets"
)

// stage is the program without a window: controllers, services and the sandbox in
// virtual time. What would be shown is in screen; what would run on the interface
// goroutine waits in a queue until settle.
type stage struct {
	*controllers
	t       *testing.T
	server  *sandbox.Server
	desk    *fakeDesk
	keyring *fakeKeyring
	screen  screen
	// unplugged takes the network away.
	unplugged atomic.Bool

	mu    sync.Mutex
	queue []func()
}

// fakeDesk notes what the controllers ask of the desktop, and fails the test when it is
// asked to choose and nobody arranged an answer.
type fakeDesk struct {
	t             *testing.T
	file, folder  string
	opened        []string
	quit          int
	copied        string
	notifications []string
}

func (d *fakeDesk) ChoosePicture(then func(string)) { d.answer(d.file, then) }
func (d *fakeDesk) ChooseFolder(then func(string))  { d.answer(d.folder, then) }
func (d *fakeDesk) OpenURL(u string)                { d.opened = append(d.opened, u) }
func (d *fakeDesk) Quit()                           { d.quit++ }
func (d *fakeDesk) Copy(text string)                { d.copied = text }
func (d *fakeDesk) NotifyIfAway(title, text string) {
	d.notifications = append(d.notifications, title+" | "+text)
}

func (d *fakeDesk) answer(path string, then func(string)) {
	if path == "" {
		d.t.Error("nobody was to choose a file or a folder")
		return
	}
	then(path)
}

// samples are encoded once, outside of virtual time. They are JPEGs because, with the
// race detector, nothing takes as long as compressing the sandbox's PNGs.
var samples = sync.OnceValue(func() map[string][]byte {
	files := map[string][]byte{}
	for name, size := range map[string]image.Point{"square.jpg": {420, 420}, "wide.jpg": {900, 300}} {
		img := image.NewRGBA(image.Rectangle{Max: size})
		for y := range size.Y {
			for x := range size.X {
				img.SetRGBA(x, y, color.RGBA{uint8(x * 255 / size.X), uint8(y * 255 / size.Y), uint8((x/9 + y/7) * 16), 255})
			}
		}
		var data bytes.Buffer
		if err := jpeg.Encode(&data, img, nil); err != nil {
			panic(err)
		}
		files[name] = data.Bytes()
	}
	return files
})

// sample writes one of the samples into a file.
func sample(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, samples()[name], 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// base is where the sandbox would listen if it had a socket.
var base = &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}

func newSandbox() *sandbox.Server {
	server, err := sandbox.New(sandbox.Options{
		PublicURL: base, Delay: 3 * time.Second, Now: time.Now,
		Avatar: samples()["square.jpg"], Banner: samples()["wide.jpg"],
	})
	if err != nil {
		panic(err)
	}
	return server
}

// unchanged is the sandbox of all journeys that change nothing there: with the race
// detector it takes seconds to draw its sizes, which it does once.
var unchanged = sync.OnceValue(newSandbox)

// play runs a journey that changes nothing on the server: on the demo account, signed
// in, before anything is shown.
func play(t *testing.T, faults string, journey func(*stage)) {
	t.Helper()
	playOn(t, unchanged(), faults, journey)
}

// playAlone is play for a journey that publishes.
func playAlone(t *testing.T, faults string, journey func(*stage)) {
	t.Helper()
	playOn(t, newSandbox(), faults, journey)
}

func playOn(t *testing.T, server *sandbox.Server, faults string, journey func(*stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		life, end := context.WithCancel(t.Context())
		parsed, err := sandbox.ParseFaults(faults)
		if err != nil {
			t.Fatal(err)
		}
		server.SetFaults(parsed...)
		st := &stage{t: t, server: server, desk: &fakeDesk{t: t}, keyring: &fakeKeyring{Memory: vault.NewMemory()}}
		network := sandboxtest.Transport(server)
		at := place{base: base, cache: t.TempDir(), data: t.TempDir(), now: time.Now, transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if st.unplugged.Load() {
				return nil, errors.New("dial tcp: network is unreachable")
			}
			return network.RoundTrip(r)
		})}
		s, err := at.signed(credentialsOf(server.Credentials()), service.Plan{})
		if err != nil {
			t.Fatal(err)
		}
		book := signin.New(signin.Params{
			API: base.String(), Keyring: st.keyring, Memory: vault.NewMemory(),
			Index: session.OpenIndex(filepath.Join(t.TempDir(), "accounts.json")), Now: time.Now,
		})
		tasks := task.New(func(f func()) {
			st.mu.Lock()
			defer st.mu.Unlock()
			st.queue = append(st.queue, f)
		})
		st.controllers = newControllers(life, Options{}, at, book, tasks, st.desk)
		st.changed = func() { st.screen = present(&st.model, time.Now()) }
		st.accounts.use(s, Demo)
		journey(st)
		sandboxtest.MetAll(t, server)
		end()
		tasks.Wait(time.Minute)
	})
}

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// step shows what has come so far, and lets the work that follows from it begin.
func (s *stage) step() {
	synctest.Wait()
	s.mu.Lock()
	queue := s.queue
	s.queue = nil
	s.mu.Unlock()
	for _, f := range queue {
		f()
	}
}

// settle lets all work come to rest and shows its results, without time passing.
func (s *stage) settle() {
	for {
		synctest.Wait()
		s.mu.Lock()
		queue := s.queue
		s.queue = nil
		s.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, f := range queue {
			f()
		}
	}
}

// pass lets virtual time pass, and shows what it brings as it comes.
func (s *stage) pass(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		s.settle()
		time.Sleep(min(time.Second, time.Until(end)))
	}
	s.settle()
}

// open opens the demo account.
func (s *stage) open() {
	s.accounts.openOwn()
	s.settle()
}

// drafted opens the demo account and makes a draft of a sample.
func (s *stage) drafted(name string) {
	s.open()
	s.drafts.open(service.Avatar, sample(s.t, name))
	s.settle()
}

// publish asks, confirms, and lets the sending end.
func (s *stage) publish() {
	s.publishing.ask(service.Avatar)
	s.publishing.confirm(service.Avatar)
	s.settle()
}

// faults changes what the sandbox does wrong. What it did wrong before must have met a
// request: else the test showed nothing of it.
func (s *stage) faults(spec string) {
	s.t.Helper()
	sandboxtest.MetAll(s.t, s.server)
	parsed, err := sandbox.ParseFaults(spec)
	if err != nil {
		s.t.Fatal(err)
	}
	s.server.SetFaults(parsed...)
}

// captions are what stands under the sizes. An empty wall fails the test: whatever is said
// of all its sizes would be true.
func (s *stage) captions() map[string]string {
	s.t.Helper()
	m := map[string]string{}
	for _, t := range s.screen.Tiles {
		m[t.Key] = t.Caption
	}
	if len(m) == 0 {
		s.t.Error("the wall is empty")
	}
	return m
}

func (s *stage) newsTitles() string {
	var titles []string
	for _, n := range s.screen.News {
		titles = append(titles, n.Title)
	}
	return strings.Join(titles, "; ")
}

func TestFramesStandAtOnceAndFill(t *testing.T) {
	play(t, "*:latency=200ms", func(s *stage) {
		s.accounts.openOwn()
		if len(s.screen.Tiles) != 8 || s.screen.Tiles[0].Caption != "waiting" || s.screen.Welcome {
			t.Errorf("before any answer: %+v", s.screen.Tiles)
		}
		s.pass(time.Second) // the user, its banner sizes
		s.pass(time.Second) // the avatars
		if got := s.captions()["normal"]; !strings.HasPrefix(got, "JPEG, ") {
			t.Errorf("normal is captioned %q", got)
		}
		if s.screen.Person.Name != "Ada Lindqvist" || s.screen.Person.Handle != "@adalindqvist" {
			t.Errorf("the chip shows %+v", s.screen.Person)
		}
		s.pass(time.Second)
		s.view.front(service.Banner)
		if len(s.screen.Tiles) != 10 || s.screen.Tiles[0].Image == nil {
			t.Errorf("%d banners, the first %v", len(s.screen.Tiles), s.screen.Tiles[0].Caption)
		}
	})
}

func TestEachSizeFailsOnItsOwnAndIsAskedForAgain(t *testing.T) {
	play(t, "", func(s *stage) {
		s.faults("avatar:503*2")
		s.open()
		var failed []string
		for _, tile := range s.screen.Tiles {
			if tile.Failed {
				failed = append(failed, tile.Key)
				if tile.Link != "Retry" || tile.Caption != "X has trouble." {
					t.Errorf("%s says %q, offers %q", tile.Key, tile.Caption, tile.Link)
				}
			}
		}
		if len(failed) != 2 {
			t.Fatalf("failed: %v", failed)
		}
		s.followSize(service.Avatar, failed[0])
		s.settle()
		if got := s.captions()[failed[0]]; !strings.HasPrefix(got, "JPEG, ") {
			t.Errorf("after Retry %s says %q", failed[0], got)
		}
	})
}

func TestAStaleURLHealsItself(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.open()
		before := s.model.Account.AvatarURL
		s.desk.file = sample(t, "square.jpg")
		s.drafts.choose()
		s.settle()
		s.publish()
		s.pass(30 * time.Second)
		s.drafts.discard(service.Avatar)
		s.model.Account.AvatarURL = before // as if it had not been seen here
		s.accounts.load(service.Avatar, func() {})
		s.settle()
		for name, caption := range s.captions() {
			if caption != "healed: its URL had changed" {
				t.Errorf("%s says %q", name, caption)
			}
		}
		if s.model.Account.AvatarURL == before {
			t.Error("the account still names the old URL")
		}
	})
}

func TestOtherAccountsOpenReadOnly(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		s.accounts.openText(" @dunes ")
		s.settle()
		for name, caption := range s.captions() {
			if !strings.HasPrefix(caption, "X’s default, ") {
				t.Errorf("%s says %q", name, caption)
			}
		}
		if s.screen.Typed != "" {
			t.Errorf("%q stands in the field still", s.screen.Typed)
		}
		if s.screen.Inspector.CanRemove || s.model.publishable() {
			t.Error("another account's pictures can be replaced")
		}
		s.view.front(service.Banner)
		if len(s.screen.Tiles) != 0 || s.screen.Empty.Title != "No banner." {
			t.Errorf("%d tiles, %+v", len(s.screen.Tiles), s.screen.Empty)
		}
		s.view.front(service.Avatar)
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		if s.screen.Inspector.CanPublish || s.screen.Inspector.Publish != "@dunes is read-only" {
			t.Errorf("the button says %q, %v", s.screen.Inspector.Publish, s.screen.Inspector.CanPublish)
		}
		s.publishing.ask(service.Avatar)
		if s.screen.Question != nil {
			t.Error("it asks all the same")
		}
	})
}

func TestWhatCannotBeOpenedLeavesTheWall(t *testing.T) {
	for text, title := range map[string]string{
		"@nobody_here": "There is no such account or picture.",
		"@ghost":       "That account is suspended.",
		"what?":        "There is no such account or picture.",
	} {
		play(t, "", func(s *stage) {
			s.open()
			s.accounts.openText(text)
			s.settle()
			if s.newsTitles() != title || s.screen.Person.Handle != "@adalindqvist" || s.screen.Tiles[3].Image == nil {
				t.Errorf("%q: %q, the chip shows %q", text, s.newsTitles(), s.screen.Person.Handle)
			}
			if s.screen.Typed != text {
				t.Errorf("%q was typed, %q stands in the field", text, s.screen.Typed)
			}
			s.perform(doDismiss)
			if s.newsTitles() != "" {
				t.Errorf("%q cannot be dismissed", s.newsTitles())
			}
		})
	}
}

func TestAPastedImageURLNeedsNobody(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		link := s.model.Account.AvatarURL
		s.drafts.paste(link)
		s.settle()
		if s.model.Account.Reader != service.ReaderLink || s.screen.Tiles[0].Image == nil {
			t.Errorf("opened %+v", s.model.Account)
		}
		if s.model.publishable() {
			t.Error("a pasted URL's picture can be replaced")
		}
	})
}

func TestPublishingBesideAPastedPictureBeginsWithSigningIn(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		link := s.model.Account.AvatarURL
		s.accounts.use(s.members.place.unsigned(), NotSignedIn)
		s.accounts.showNobody()
		s.accounts.openText(link)
		s.settle()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		if i := s.screen.Inspector; !i.CanPublish || i.Publish != "Sign in to publish…" {
			t.Fatalf("the button says %q, %v", i.Publish, i.CanPublish)
		}
		s.controllers.publish()
		if s.screen.Signing == nil {
			t.Error("the button does nothing")
		}
	})
}

func TestSwitchingDropsWhatComesLate(t *testing.T) {
	play(t, "image:latency=5s", func(s *stage) {
		s.accounts.openOwn()
		s.pass(time.Second)
		s.accounts.openText("dunes")
		s.pass(time.Minute)
		for _, tile := range s.screen.Tiles {
			if !strings.HasPrefix(tile.Caption, "X’s default") {
				t.Errorf("%s says %q", tile.Key, tile.Caption)
			}
		}
	})
}

func TestKeysThatAreRefused(t *testing.T) {
	play(t, "verify_credentials:401/89", func(s *stage) {
		s.open()
		if s.newsTitles() != "You are signed out." || s.screen.Person.Name != "No account" || !s.screen.Welcome {
			t.Errorf("the news are %q, the chip shows %+v", s.newsTitles(), s.screen.Person)
		}
	})
}

func TestARateLimitGoesOnByItself(t *testing.T) {
	play(t, "verify_credentials:429*1", func(s *stage) {
		s.open()
		if !strings.HasPrefix(s.newsTitles(), "X asks to wait") {
			t.Fatalf("the news are %q", s.newsTitles())
		}
		s.pass(16 * time.Minute)
		if s.model.Phase != Open || s.newsTitles() != "" {
			t.Errorf("phase %v, news %q", s.model.Phase, s.newsTitles())
		}
	})
}

func TestDropping(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(text, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(folder, "cut.jpg")
	if err := os.WriteFile(cut, samples()["square.jpg"][:900], 0o600); err != nil {
		t.Fatal(err)
	}
	square, wide := sample(t, "square.jpg"), sample(t, "wide.jpg")
	for _, tt := range []struct {
		name           string
		paths          []string
		avatar, banner bool
		news           string
	}{
		{"a picture", []string{square}, true, false, ""},
		{"two", []string{wide, square}, true, true, ""},
		{"two of one shape", []string{square, square}, false, false, "Two pictures of one shape."},
		{"three", []string{square, wide, square}, false, false, "That is more than one picture."},
		{"a folder", []string{folder}, false, false, filepath.Base(folder) + " is a folder."},
		{"text", []string{text}, false, false, "notes.txt is not a picture that can be read."},
		{"cut short", []string{cut}, false, false, "cut.jpg is cut short or damaged."},
		{"missing", []string{filepath.Join(folder, "gone.png")}, false, false, "gone.png does not exist."},
		{"wide alone", []string{wide}, true, false, "This picture is very wide."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			play(t, "", func(s *stage) {
				s.open()
				var list []*url.URL
				for _, p := range tt.paths {
					list = append(list, &url.URL{Scheme: "file", Path: p})
				}
				s.drafts.drop(list)
				s.settle()
				if (s.model.side(service.Avatar).Draft != nil) != tt.avatar || (s.model.side(service.Banner).Draft != nil) != tt.banner {
					t.Errorf("drafts: %v, %v", s.model.side(service.Avatar).Draft, s.model.side(service.Banner).Draft)
				}
				if s.newsTitles() != tt.news {
					t.Errorf("the news are %q, want %q", s.newsTitles(), tt.news)
				}
				if s.screen.Tiles[4].Image == nil {
					t.Error("the wall lost its pictures")
				}
			})
		})
	}
}

func TestPasting(t *testing.T) {
	square := sample(t, "square.jpg")
	for _, tt := range []struct {
		name, text string
		draft      string // its name; "" when there is none
		news       string
	}{
		{"a path", " " + square + "\n", "square.jpg", ""},
		{"a file URL", (&url.URL{Scheme: "file", Path: square}).String(), "square.jpg", ""},
		{"a picture's address", "http://127.0.0.1:8080/sticky/default_profile_images/default_profile_400x400.png", "127.0.0.1:8080/…/default_profile.png", ""},
		{"an address without a picture", "http://127.0.0.1:8080/nothing.png", "", "This picture is not where it was."},
		{"a host that must not be asked", "http://example.org/x.png", "", "This address is not asked"},
		{"nothing", "", "", "There is nothing to paste."},
		{"words", "a nice picture", "", "That is neither a path nor an address."},
		{"a path that is gone", square + ".old", "", "square.jpg.old does not exist."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			play(t, "", func(s *stage) {
				s.open()
				s.drafts.paste(tt.text)
				s.settle()
				name := ""
				if d := s.model.side(service.Avatar).Draft; d != nil {
					name = d.Name
				}
				if name != tt.draft || !strings.HasPrefix(s.newsTitles(), tt.news) || (tt.news == "") != (s.newsTitles() == "") {
					t.Errorf("the draft is %q, the news are %q", name, s.newsTitles())
				}
			})
		})
	}
}

func TestAPictureOnTheCommandLine(t *testing.T) {
	play(t, "", func(s *stage) {
		s.options.Image, s.options.Credentials = sample(t, "square.jpg"), credentialsOf(s.server.Credentials())
		s.start()
		s.settle()
		if s.screen.Showing != ShowDraft || s.screen.Person.Handle != "@adalindqvist" || s.screen.Tiles[0].Image == nil {
			t.Errorf("showing %v of %+v", s.screen.Showing, s.screen.Person)
		}
	})
}

func TestADraftIsShownThreeWays(t *testing.T) {
	play(t, "", func(s *stage) {
		s.drafted("square.jpg")
		if !s.screen.Choices || s.screen.Showing != ShowDraft || !strings.HasPrefix(s.captions()["mini"], "forecast, ") {
			t.Errorf("showing %v, mini says %q", s.screen.Showing, s.captions()["mini"])
		}
		s.view.show(ShowBoth)
		for _, tile := range s.screen.Tiles {
			if tile.Key == service.OriginalName {
				continue
			}
			if tile.Image == nil || tile.Draft == nil || tile.Split != (tile.Key == "400x400") {
				t.Errorf("%s: %v beside %v, split %v", tile.Key, tile.Image != nil, tile.Draft != nil, tile.Split)
			}
		}
		s.view.show(ShowLive)
		if got := s.captions()["mini"]; !strings.HasPrefix(got, "JPEG, ") {
			t.Errorf("live, mini says %q", got)
		}
		s.view.show(ShowDraft)
		s.view.peek(true)
		if s.screen.Showing != ShowLive {
			t.Error("Space does not show what is live")
		}
		s.view.peek(false)
		if s.screen.Showing != ShowDraft {
			t.Error("letting Space go does not bring the draft back")
		}
		s.drafts.discard(service.Avatar)
		if s.screen.Choices || s.model.side(service.Avatar).Draft != nil {
			t.Error("the draft is still there")
		}
	})
}

func TestPublishingFromDraftToReceipt(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publishing.ask(service.Avatar)
		q := s.screen.Question
		if q == nil || q.Title != "Replace @adalindqvist’s avatar?" || q.Before == nil || q.After == nil {
			t.Fatalf("asked %+v", q)
		}
		if !strings.Contains(q.Consequences[0].Text, "(forecast)") || q.Consequences[1].Text != "The present avatar is kept on this computer" {
			t.Errorf("consequences %+v", q.Consequences)
		}
		s.answer(false, false)
		if s.screen.Question != nil {
			t.Error("Cancel leaves the question")
		}
		s.publish()
		in := s.screen.Inspector
		if in.Mode != inspectSending || in.Stop != "Stop waiting" || in.Checks[0].Tone != widgets.Good || in.Checks[1].Tone != widgets.Good {
			t.Errorf("while waiting: %+v", in)
		}
		s.pass(6 * time.Second)
		in = s.screen.Inspector
		if in.Mode != inspectReceipt || !strings.HasPrefix(in.Heading, "Live since ") || !in.CanRestore {
			t.Fatalf("after it is live: %+v", in)
		}
		for name, caption := range s.captions() {
			if caption != "live, as forecast" {
				t.Errorf("%s says %q", name, caption)
			}
		}
		if len(s.desk.notifications) != 1 {
			t.Errorf("notified %v", s.desk.notifications)
		}
		s.saving.copyReceipt(service.Avatar)
		if !strings.Contains(s.desk.copied, "400x400 400 × 400: live, as forecast") {
			t.Errorf("the receipt reads\n%s", s.desk.copied)
		}
		s.showKept()
		s.settle()
		if len(s.desk.opened) != 1 || !strings.HasPrefix(s.desk.opened[0], "file:///") {
			t.Errorf("opened %v for what was kept", s.desk.opened)
		}
		s.restorePrevious()
		s.settle()
		if d := s.model.side(service.Avatar).Draft; d == nil || s.screen.Inspector.Mode != inspectDraft {
			t.Error("the former picture is no draft")
		}
	})
}

func TestErrorsKeepTheDraft(t *testing.T) {
	for fault, want := range map[string]struct {
		title, button string
		do            action
	}{
		"update_profile_image:403/453": {"Your plan does not include this call (HTTP 403, code 453).", "Save and open X", doSaveAndOpen},
		"update_profile_image:403/326": {"The account is locked.", "Open X", doOpenX},
		"update_profile_image:403/261": {"The app has read permission only.", "Open the portal", doOpenPortal},
		"update_profile_image:402":     {"No credits are left on your plan.", "Save and open X", doSaveAndOpen},
		"update_profile_image:429":     {"X asks to wait.", "Try again", doRetryPublishing},
	} {
		t.Run(fault, func(t *testing.T) {
			play(t, "", func(s *stage) {
				s.drafted("square.jpg")
				s.faults(fault)
				s.publish()
				s.pass(time.Minute)
				if len(s.screen.News) != 1 || !strings.HasPrefix(s.screen.News[0].Title, want.title) || s.screen.News[0].Action != want.button || s.screen.News[0].Do != want.do {
					t.Fatalf("the news are %+v", s.screen.News)
				}
				if s.model.side(service.Avatar).Draft == nil || s.screen.Inspector.Mode != inspectDraft || !s.screen.Inspector.CanPublish {
					t.Error("the draft is gone")
				}
				if want.do == doSaveAndOpen {
					s.desk.folder = t.TempDir()
					s.perform(doSaveAndOpen)
					s.settle()
					if _, err := os.Stat(filepath.Join(s.desk.folder, "avatar-upload.png")); err != nil {
						t.Error(err)
					}
					if !slices.Equal(s.desk.opened, []string{profilePage}) {
						t.Errorf("opened %v", s.desk.opened)
					}
				}
			})
		})
	}
}

func TestSentButNotConfirmed(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publish()
		s.publishing.halt(service.Avatar)
		s.settle()
		in := s.screen.Inspector
		if in.Heading != "Sent, not yet confirmed" || !in.CanCheck || len(s.desk.notifications) != 0 {
			t.Fatalf("%+v, notified %v", in, s.desk.notifications)
		}
		s.pass(time.Minute)
		s.publishing.checkAgain(service.Avatar)
		s.settle()
		if in := s.screen.Inspector; !strings.HasPrefix(in.Heading, "Live since ") {
			t.Errorf("after looking again: %q", in.Heading)
		}
	})
}

func TestRemovingTheBanner(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.open()
		s.view.front(service.Banner)
		s.publishing.askRemoval()
		if q := s.screen.Question; q == nil || q.Confirm != "Remove banner" {
			t.Fatalf("asked %+v", q)
		}
		s.publishing.confirm(service.Banner)
		s.pass(30 * time.Second)
		if in := s.screen.Inspector; !strings.HasPrefix(in.Heading, "Banner removed at ") {
			t.Errorf("%+v", in)
		}
		s.publishing.done(service.Banner)
		if len(s.screen.Tiles) != 0 || s.screen.Empty.Title != "No banner." {
			t.Errorf("%d tiles, %+v", len(s.screen.Tiles), s.screen.Empty)
		}
	})
}

func TestSavingAllSizes(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		s.desk.folder = filepath.Join(t.TempDir(), "new")
		s.saving.saveShown()
		s.settle()
		files, err := os.ReadDir(s.desk.folder)
		if err != nil || len(files) != 9 {
			t.Errorf("%d files, %v", len(files), err)
		}
		if s.newsTitles() != "Saved." {
			t.Errorf("the news are %q", s.newsTitles())
		}
	})
}

func TestNobodySignedIn(t *testing.T) {
	play(t, "", func(s *stage) {
		s.accounts.use(s.members.place.unsigned(), NotSignedIn)
		s.start()
		s.settle()
		if !s.screen.Welcome || s.screen.Person.Name != "Not signed in" {
			t.Errorf("%+v", s.screen)
		}
		s.accounts.openText("@ada")
		s.settle()
		if s.newsTitles() != "Nobody is signed in." {
			t.Errorf("the news are %q", s.newsTitles())
		}
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		if s.screen.Welcome || len(s.screen.Tiles) != 8 || s.screen.Inspector.Publish != "Sign in to publish…" {
			t.Errorf("%d tiles, %+v", len(s.screen.Tiles), s.screen.Inspector)
		}
		s.controllers.publish()
		if s.screen.Signing == nil {
			t.Error("Publish does not begin with signing in")
		}
	})
}

func TestWhatTheUserStoppedIsNoTrouble(t *testing.T) {
	c := &core{now: time.Now}
	for _, err := range []error{nil, context.Canceled, service.Errorf("x", service.Canceled, "stopped")} {
		if got := c.troubled(err, nil); got != nil {
			t.Errorf("%v became %+v", err, got)
		}
	}
	if c.troubled(errors.New("anything else"), nil) == nil {
		t.Error("an unknown error became nothing")
	}
}
