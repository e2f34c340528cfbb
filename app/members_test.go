package app

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"masthead/app/task"
	"masthead/service"
	"masthead/service/sandbox"
	"masthead/service/sandbox/sandboxtest"
	"masthead/service/session"
	"masthead/service/signin"
	"masthead/service/vault"
)

// two signs in two accounts; the second is shown.
func (s *stage) two() (ada, dunes Member) {
	s.t.Helper()
	s.nobody()
	s.signIn(s.account("adalindqvist"))
	s.signIn(s.account("dunes"))
	for _, m := range s.model.Members {
		if m.Handle == "dunes" {
			dunes = m
		} else {
			ada = m
		}
	}
	return ada, dunes
}

// demo starts the demo account, which is this sandbox in tests.
func (s *stage) demo(takes time.Duration) {
	s.newDemo = func(context.Context) (*services, error) {
		time.Sleep(takes)
		return s.members.place.signed(credentialsOf(s.server.Credentials()), service.Plan{})
	}
	s.tryDemo()
}

func TestARetriedRevocationIsOfTheAccountThatWasAskedAbout(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, dunes := s.two()
		s.members.switchTo(ada.ID)
		s.settle()
		adas := s.services.api
		s.members.askLeaving()
		s.faults("invalidate_token:latency=5s,invalidate_token:503*1")
		s.members.leave(true)
		s.pass(time.Second)
		s.members.switchTo(dunes.ID)
		s.pass(6 * time.Second)
		if len(s.screen.News) != 1 || !strings.Contains(s.screen.News[0].Text, "@adalindqvist is still signed in.") {
			t.Fatalf("the news are %+v", s.screen.News)
		}
		s.perform(s.screen.News[0].Do)
		s.pass(10 * time.Second)
		if _, err := s.services.api.Me(s.t.Context()); err != nil {
			t.Errorf("another account's access was taken back: %v", err)
		}
		if _, err := adas.Me(s.t.Context()); service.CodeOf(err) != service.SignedOut {
			t.Errorf("the account's own access was not: %v", err)
		}
		if len(s.model.Members) != 1 || s.screen.Person.Handle != "@dunes" {
			t.Errorf("signed in: %v, shown %+v", s.model.Members, s.screen.Person)
		}
	})
}

func TestRevokingWhatIsRevoked(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.faults("invalidate_token:401/32")
		s.members.askLeaving()
		s.members.leave(true)
		s.settle()
		if s.newsTitles() != "@adalindqvist is signed out on this computer." || len(s.model.Members) != 0 {
			t.Errorf("%+v, signed in %v", s.screen.News, s.model.Members)
		}
	})
}

func TestTheCardNamesTheServerThatGetsTheKeys(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.demo(0)
		s.settle()
		s.signing.begin()
		if c := s.screen.Signing; c.Title != "Sign in to 127.0.0.1:8080" || !strings.Contains(c.Lead, "sent to 127.0.0.1:8080 only") {
			t.Errorf("%q: %q", c.Title, c.Lead)
		}
	})
}

func TestALateKeyringLeavesWhatIsLookedAt(t *testing.T) {
	looks := map[string]struct {
		look func(s *stage, picture string)
		want func(s *stage) bool
	}{
		"the demo": {
			func(s *stage, _ string) { s.demo(0) },
			func(s *stage) bool { return s.model.SignedIn == Demo },
		},
		"a pasted picture": {
			func(s *stage, picture string) { s.accounts.openText(picture) },
			func(s *stage) bool { return s.model.Account.Reader == service.ReaderLink && s.model.SignedIn == Kept },
		},
		"one's own handle": {
			func(s *stage, _ string) { s.accounts.openText("@adalindqvist") },
			func(s *stage) bool { return s.model.Phase == Open && s.model.SignedIn == Kept },
		},
	}
	for name, tt := range looks {
		play(t, "", func(s *stage) {
			s.nobody()
			s.signIn("")
			picture := s.model.Account.AvatarURL
			s.keyring.slow = 10 * time.Second
			s.restart("")
			s.pass(4 * time.Second)
			tt.look(s, picture)
			s.settle()
			if strings.Contains(s.newsTitles(), "Nobody is signed in") {
				t.Errorf("%s: %q", name, s.newsTitles())
			}
			s.pass(8 * time.Second)
			if !tt.want(s) || strings.Contains(s.newsTitles(), "keyring") {
				t.Errorf("%s: signed in %v, phase %v, shown %+v, news %q", name, s.model.SignedIn, s.model.Phase, s.screen.Person, s.newsTitles())
			}
		})
	}
}

func TestALateDemoLeavesTheAccountThatWasChosen(t *testing.T) {
	play(t, "", func(s *stage) {
		ada, _ := s.two()
		s.demo(time.Second)
		s.members.switchTo(ada.ID)
		s.pass(2 * time.Second)
		if s.model.SignedIn != Kept || s.screen.Person.Handle != "@adalindqvist" {
			t.Errorf("signed in %v as %+v", s.model.SignedIn, s.screen.Person)
		}
	})
}

func TestWhatIsKnownOfAnAccountOutlivesASwitch(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, dunes := s.two()
		s.members.switchTo(ada.ID)
		s.settle()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		s.publish()
		s.pass(time.Minute)
		live := s.model.Own.AvatarURL
		s.drafts.open(service.Avatar, sample(t, "wide.jpg"))
		s.settle()
		s.faults("update_profile_image:403/453")
		s.publish()
		s.pass(5 * time.Second)
		s.members.switchTo(dunes.ID)
		s.settle()
		s.faults("*:drop")
		s.members.switchTo(ada.ID)
		s.pass(30 * time.Second)
		if s.model.Own.AvatarURL != live {
			t.Errorf("offline it shows %s, live is %s", s.model.Own.AvatarURL, live)
		}
		s.faults("")
		s.refresh()
		s.settle()
		if s.model.Plan.WritesRefusedAt.IsZero() {
			t.Errorf("its plan is %+v", s.model.Plan)
		}
	})
}

func TestAPublishingThatFailsAfterASwitchNamesItsAccount(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, dunes := s.two()
		s.members.switchTo(ada.ID)
		s.settle()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		s.faults("update_profile_image:latency=5s,update_profile_image:403/453*1")
		s.publish()
		s.pass(time.Second)
		s.members.switchTo(dunes.ID)
		s.pass(10 * time.Second)
		if !strings.HasPrefix(s.newsTitles(), "@adalindqvist’s avatar: Your plan does not include this call") {
			t.Errorf("the news are %q", s.newsTitles())
		}
		for id, refused := range map[string]bool{ada.ID: true, dunes.ID: false} {
			all, err := s.book.Accounts()
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range all {
				if e.Account.ID == id && e.Plan.WritesRefusedAt.IsZero() == refused {
					t.Errorf("@%s is kept with %+v", e.Account.Handle, e.Plan)
				}
			}
		}
	})
}

func TestKeepingFailsAfterSigningOut(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.keyring.slow = 10 * time.Second
		s.keyring.fail = service.KeyringFailed
		s.signIn("")
		s.pass(2 * time.Second)
		s.members.askLeaving()
		s.members.leave(false)
		for range 15 {
			s.pass(time.Second)
			for _, n := range s.screen.News {
				if strings.Contains(n.Text, "for this run only") {
					t.Fatalf("nobody is signed in: %+v", n)
				}
			}
		}
	})
}

func TestTwoAccountsForThisRun(t *testing.T) {
	play(t, "", func(s *stage) {
		s.keyring.fail = service.NoKeyring
		s.two()
		if len(s.screen.News) != 1 || !strings.Contains(s.screen.News[0].Text, "@adalindqvist, @dunes are signed in for this run only") && !strings.Contains(s.screen.News[0].Text, "@dunes, @adalindqvist are signed in for this run only") {
			t.Fatalf("the news are %+v", s.screen.News)
		}
		s.keyring.fail = ""
		s.perform(s.screen.News[0].Do)
		s.settle()
		if left := s.book.ThisRunOnly(); len(left) != 0 || s.newsTitles() != "" {
			t.Errorf("%d are for this run still, the news are %q", len(left), s.newsTitles())
		}
	})
}

func TestASlowNetworkIsNotTheKeyrings(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.faults("request_token:latency=8s")
		s.signing.begin()
		s.signing.openBrowser("", "")
		s.pass(4 * time.Second)
		if note := s.screen.Signing.Note; note != "" {
			t.Errorf("the card says %q", note)
		}
		s.signing.cancel()
		s.faults("")
		s.keyring.slow = 10 * time.Second
		s.signing.begin()
		s.signing.openBrowser("", "")
		s.pass(4 * time.Second)
		if note := s.screen.Signing.Note; !strings.HasPrefix(note, "Waiting for your keyring.") {
			t.Errorf("with a slow keyring the card says %q", note)
		}
		s.pass(10 * time.Second)
		if c := s.screen.Signing; !c.CanPIN || strings.Contains(c.Note, "keyring") {
			t.Errorf("after the late answer: %+v", c)
		}
	})
}

func TestThePlanIsTriedAgainForOnesOwnAccount(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.faults("verify_credentials:403/453")
		s.signIn("")
		s.accounts.openText("@beetle")
		s.settle()
		others := s.screen.Tiles[3].Image
		s.faults("image:503")
		s.tryPlanAgain()
		s.settle()
		if s.screen.Person.Handle != "@adalindqvist" || s.screen.Tiles[3].Image == others {
			t.Errorf("shown %+v, with another's picture: %v", s.screen.Person, s.screen.Tiles[3].Image == others)
		}
	})
}

func TestAListThatCannotBeRead(t *testing.T) {
	play(t, "", func(s *stage) {
		path := filepath.Join(t.TempDir(), "accounts.json")
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		s.book.Index = session.OpenIndex(path)
		s.nobody()
		if !strings.HasPrefix(s.newsTitles(), "The list of accounts cannot be read") || s.screen.News[0].Do == doChoose {
			t.Errorf("the news are %+v", s.screen.News)
		}
		s.signIn("")
		if s.model.Phase != Open || s.model.SignedIn != ThisRun {
			t.Errorf("signed in %v, phase %v", s.model.SignedIn, s.model.Phase)
		}
	})
}

func TestSigningOutWithAListThatCannotBeWritten(t *testing.T) {
	play(t, "", func(s *stage) {
		path := filepath.Join(t.TempDir(), "accounts.json")
		s.book.Index = session.OpenIndex(path)
		s.nobody()
		s.signIn("")
		if err := os.Remove(path + ".lock"); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(path+".lock", 0o700); err != nil { // stands for a folder that is read-only
			t.Fatal(err)
		}
		s.members.askLeaving()
		s.members.leave(false)
		s.settle()
		if len(s.screen.News) == 0 || !strings.Contains(s.screen.News[0].Text, "keys are removed, but the list of accounts could not be changed") {
			t.Errorf("the news are %+v", s.screen.News)
		}
		s.restart("")
		s.settle()
		if s.model.SignedIn != NotSignedIn {
			t.Errorf("the next start is signed in %v", s.model.SignedIn)
		}
	})
}

// loose are the controllers in real time, for what needs real sockets.
type loose struct {
	*controllers
	t     *testing.T
	queue chan func()
}

func newLoose(t *testing.T, life context.Context, server *sandbox.Server) *loose {
	t.Helper()
	at := place{base: base, cache: t.TempDir(), data: t.TempDir(), transport: sandboxtest.Transport(server), now: time.Now}
	book := signin.New(signin.Params{
		API: base.String(), Keyring: vault.NewMemory(), Memory: vault.NewMemory(),
		Index: session.OpenIndex(filepath.Join(t.TempDir(), "accounts.json")), Now: time.Now,
	})
	l := &loose{t: t, queue: make(chan func(), 1000)}
	l.controllers = newControllers(life, Options{}, at, book, task.New(func(f func()) { l.queue <- f }), &fakeDesk{t: t})
	return l
}

// until carries out what comes to the interface goroutine until a condition holds.
func (l *loose) until(holds func() bool) {
	l.t.Helper()
	limit := time.After(20 * time.Second)
	for !holds() {
		select {
		case f := <-l.queue:
			f()
		case <-limit:
			l.t.Fatal("waited in vain")
		}
	}
}

// freePort is a port that nobody uses just now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func TestTheCallbacksPortIsGivenBack(t *testing.T) {
	for name, stop := range map[string]func(c *signing, end func()){
		"cancelled":      func(c *signing, _ func()) { c.cancel() },
		"the PIN chosen": func(c *signing, _ func()) { c.useCallback(false) },
		"window closed":  func(_ *signing, end func()) { end() },
	} {
		life, end := context.WithCancel(t.Context())
		l := newLoose(t, life, unchanged())
		c, keys := l.signing, unchanged().Credentials()
		c.port = freePort(t)
		c.begin()
		c.useCallback(true)
		c.openBrowser(keys.ConsumerKey, keys.ConsumerSecret)
		l.until(func() bool { return c.model.Signing.Phase == Allowing })
		if !c.model.Signing.Callback {
			t.Fatalf("%s: it fell back: %+v", name, c.model.Signing)
		}
		stop(c, end)
		end()
		l.tasks.Wait(10 * time.Second)
		again, err := session.ListenCallback(t.Context(), c.port)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again.Close()
	}
}

func TestOtherKeysWhileTheCallbackWaits(t *testing.T) {
	life, end := context.WithCancel(t.Context())
	defer end()
	l := newLoose(t, life, unchanged())
	c, keys := l.signing, unchanged().Credentials()
	c.port = freePort(t)
	c.begin()
	c.useCallback(true)
	for range 10 {
		c.openBrowser(keys.ConsumerKey, keys.ConsumerSecret)
		l.until(func() bool { return c.model.Signing.Phase != Requesting })
		if s := c.model.Signing; s.Phase != Allowing || !s.Callback {
			t.Fatalf("it took its own port for another program's: %+v", s)
		}
		c.typed.Key = "another app's" // as if the present keys were another app's
	}
	c.cancel()
	l.tasks.Wait(10 * time.Second)
}

func TestACallbackThatIsRefusedEndsInAPIN(t *testing.T) {
	life, end := context.WithCancel(t.Context())
	defer end()
	server := newSandbox()
	keys := server.Credentials()
	for _, spec := range []string{"request_token:403/415*1", "request_token:401/417*1"} {
		l := newLoose(t, life, server)
		(&stage{t: t, server: server}).faults(spec)
		c := l.signing
		c.port = freePort(t)
		c.begin()
		c.useCallback(true)
		c.openBrowser(keys.ConsumerKey, keys.ConsumerSecret)
		l.until(func() bool { return c.model.Signing.Phase != Requesting })
		if s := c.model.Signing; s.Phase != Allowing || s.Callback || !strings.HasSuffix(s.Note, "So the page shows a PIN instead.") {
			t.Errorf("%s: %+v", spec, s)
		}
		c.cancel()
		l.tasks.Wait(10 * time.Second)
	}
}

func TestAPortThatIsTakenEndsInAPIN(t *testing.T) {
	life, end := context.WithCancel(t.Context())
	defer end()
	l := newLoose(t, life, unchanged())
	c, keys := l.signing, unchanged().Credentials()
	c.port = freePort(t)
	taken, err := session.ListenCallback(t.Context(), c.port)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	c.begin()
	c.useCallback(true)
	c.openBrowser(keys.ConsumerKey, keys.ConsumerSecret)
	l.until(func() bool { return c.model.Signing.Phase != Requesting })
	if s := c.model.Signing; s.Phase != Allowing || s.Callback || !strings.Contains(s.Note, "port") {
		t.Errorf("%+v", s)
	}
	c.cancel()
	l.tasks.Wait(10 * time.Second)
}

func TestADemoThatNobodySeesLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	life, end := context.WithCancel(t.Context())
	l := newLoose(t, life, unchanged())
	l.tryDemo()
	end()
	l.tasks.Wait(20 * time.Second)
	l.close()
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
