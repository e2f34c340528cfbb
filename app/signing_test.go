package app

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/sandbox/sandboxtest"
	"masthead/service/vault"
)

// fakeKeyring is a keyring of this test only, which can be told to fail or to take its
// time.
type fakeKeyring struct {
	*vault.Memory
	fail  service.Code
	slow  time.Duration
	asked atomic.Int64
}

func (k *fakeKeyring) pass(ctx context.Context) error {
	k.asked.Add(1)
	if k.slow > 0 {
		select {
		case <-time.After(k.slow):
		case <-ctx.Done():
			return service.Errorf("keyring", service.Canceled, "nobody waits")
		}
	}
	if k.fail != "" {
		return service.Errorf("keyring", k.fail, "it was told to")
	}
	return nil
}

func (k *fakeKeyring) Get(ctx context.Context, name string) (string, error) {
	if err := k.pass(ctx); err != nil {
		return "", err
	}
	return k.Memory.Get(ctx, name)
}

func (k *fakeKeyring) Put(ctx context.Context, name, secret string) error {
	if err := k.pass(ctx); err != nil {
		return err
	}
	return k.Memory.Put(ctx, name, secret)
}

func (k *fakeKeyring) Delete(ctx context.Context, name string) error {
	if err := k.pass(ctx); err != nil {
		return err
	}
	return k.Memory.Delete(ctx, name)
}

// field finds a hidden field of a form.
func field(page, name string) string {
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

var pinOnPage = regexp.MustCompile(`<code>(\d+)</code>`)

// allow plays the person in the browser on the page that was opened last: an account is
// chosen and the app allowed. It returns the PIN that the page shows.
func (s *stage) allow(account string) string {
	s.t.Helper()
	if len(s.desk.opened) == 0 {
		s.t.Fatal("no page was opened")
	}
	address := s.desk.opened[len(s.desk.opened)-1]
	browser := sandboxtest.Transport(s.server)
	do := func(req *http.Request, err error) string {
		if err != nil {
			s.t.Fatal(err)
		}
		resp, err := browser.RoundTrip(req)
		if err != nil {
			s.t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			s.t.Fatal(err)
		}
		return string(body)
	}
	page := do(http.NewRequest(http.MethodGet, address, nil))
	form := url.Values{
		"authenticity_token": {field(page, "authenticity_token")}, "oauth_token": {field(page, "oauth_token")},
		"decision": {"allow"}, "account": {account},
	}
	req, err := http.NewRequest(http.MethodPost, strings.Split(address, "?")[0], strings.NewReader(form.Encode()))
	if err == nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	found := pinOnPage.FindStringSubmatch(do(req, err))
	if found == nil {
		s.t.Fatal("the page shows no PIN")
	}
	return found[1]
}

// nobody is a stage before anything was signed in to.
func (s *stage) nobody() {
	s.accounts.use(s.members.place.unsigned(), NotSignedIn)
	s.members.restore()
	s.settle()
}

// signIn goes through the whole sign-in with a PIN.
func (s *stage) signIn(account string) {
	s.t.Helper()
	keys := s.server.Credentials()
	s.signing.begin()
	s.signing.useOtherKeys(true)
	s.signing.openBrowser(" "+keys.ConsumerKey+"\n", keys.ConsumerSecret)
	s.settle()
	if s.screen.Signing == nil || !s.screen.Signing.CanPIN {
		s.t.Fatalf("the page is not open: %+v", s.screen.Signing)
	}
	s.signing.finish(s.allow(account))
	s.settle()
}

func TestSigningInWithAPIN(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		if !s.screen.Welcome || s.keyring.asked.Load() != 0 {
			t.Errorf("welcome %v, the keyring was asked %d times", s.screen.Welcome, s.keyring.asked.Load())
		}
		s.signIn("")
		if s.screen.Signing != nil {
			t.Fatalf("the card is still there: %+v", s.screen.Signing)
		}
		if s.model.SignedIn != Kept || s.screen.Person.Handle != "@adalindqvist" || s.screen.Tiles[3].Image == nil {
			t.Errorf("signed in %v as %+v", s.model.SignedIn, s.screen.Person)
		}
		if !s.model.publishable() {
			t.Error("one's own account cannot be published to")
		}
		if got := strings.Join(s.screen.Status, "; "); !strings.Contains(got, "Keys in the OS keyring") {
			t.Errorf("the status bar says %q", got)
		}
	})
}

func TestAWrongPINCanBeTypedAgain(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		keys := s.server.Credentials()
		s.signing.begin()
		s.signing.openBrowser(keys.ConsumerKey, keys.ConsumerSecret)
		s.settle()
		pin := s.allow("")
		wrong := "0000000"
		if pin == wrong {
			wrong = "1111111"
		}
		s.signing.finish(wrong)
		s.settle()
		card := s.screen.Signing
		if card == nil || !card.CanPIN || !strings.HasPrefix(card.Trouble, "X does not take this PIN.") {
			t.Fatalf("the card says %+v", card)
		}
		s.signing.finish(pin[:3] + " " + pin[3:])
		s.settle()
		if s.screen.Signing != nil || s.model.SignedIn != Kept {
			t.Errorf("signed in %v, %+v", s.model.SignedIn, s.screen.Signing)
		}
	})
}

func TestKeysThatXDoesNotKnow(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signing.begin()
		s.signing.openBrowser("no", "keys")
		s.settle()
		card := s.screen.Signing
		if card == nil || card.CanPIN || !strings.HasPrefix(card.Trouble, "X does not know this API key") || !card.Portal || !card.CanOpen {
			t.Errorf("the card says %+v", card)
		}
		if len(s.desk.opened) != 0 {
			t.Errorf("opened %v", s.desk.opened)
		}
	})
}

func TestCancellingASignIn(t *testing.T) {
	play(t, "request_token:latency=5s", func(s *stage) {
		s.nobody()
		keys := s.server.Credentials()
		s.signing.begin()
		s.signing.openBrowser(keys.ConsumerKey, keys.ConsumerSecret)
		s.pass(time.Second)
		s.signing.cancel()
		s.pass(time.Minute)
		if s.screen.Signing != nil || len(s.desk.opened) != 0 {
			t.Errorf("%+v, opened %v", s.screen.Signing, s.desk.opened)
		}
	})
}

func TestTheNextStartOpensWhoWasSignedIn(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.restart("")
		if s.model.Phase != Remembered || s.screen.Tiles[3].Name == "" || s.screen.Welcome {
			t.Errorf("before the keyring answered: phase %v, %d tiles", s.model.Phase, len(s.screen.Tiles))
		}
		s.settle()
		if s.model.SignedIn != Kept || s.model.Phase != Open || s.screen.Tiles[3].Image == nil {
			t.Errorf("signed in %v, phase %v", s.model.SignedIn, s.model.Phase)
		}
	})
}

// restart is the program starting anew, with what is left on disk and in the keyring.
func (s *stage) restart(faults string) {
	s.t.Helper()
	s.faults(faults)
	s.accounts.use(s.members.place.unsigned(), NotSignedIn)
	s.accounts.showNobody()
	s.members.restore()
	s.step() // the list of accounts has been read
}

func TestASlowKeyring(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.keyring.slow = 10 * time.Second
		s.restart("")
		s.pass(2 * time.Second)
		if s.newsTitles() != "" || s.screen.Tiles[3].Image == nil {
			t.Errorf("after 2 s: %q, the pictures of the cache %v", s.newsTitles(), s.screen.Tiles[3].Caption)
		}
		s.pass(2 * time.Second)
		if s.newsTitles() != "Waiting for your keyring." || s.screen.News[0].Action != "Continue without" {
			t.Fatalf("after 4 s: %+v", s.screen.News)
		}
		s.perform(s.screen.News[0].Do)
		if s.newsTitles() != "" {
			t.Errorf("it cannot be put away: %q", s.newsTitles())
		}
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		if s.model.Sides[service.Avatar].Draft == nil {
			t.Error("no draft can be made meanwhile")
		}
		s.pass(10 * time.Second)
		if s.model.SignedIn != Kept || s.model.Phase != Open {
			t.Errorf("the late answer did not count: %v, phase %v", s.model.SignedIn, s.model.Phase)
		}
	})
}

func TestAKeyringThatFailsIsAskedAgain(t *testing.T) {
	for code, title := range map[service.Code]string{
		service.NoKeyring:     "No keyring answers on this computer.",
		service.KeyringLocked: "Your keyring stayed locked.",
		service.KeyringFailed: "The keyring does not do its work.",
	} {
		play(t, "", func(s *stage) {
			s.nobody()
			s.signIn("")
			s.keyring.fail = code
			s.restart("")
			s.settle()
			if s.newsTitles() != title || s.screen.Tiles[3].Image == nil || s.model.publishable() {
				t.Errorf("%s: %q, %+v", code, s.newsTitles(), s.screen.Tiles[3])
			}
			s.keyring.fail = ""
			s.perform(s.screen.News[0].Do)
			s.settle()
			if s.newsTitles() != "" || s.model.Phase != Open {
				t.Errorf("%s: after trying again: %q, phase %v", code, s.newsTitles(), s.model.Phase)
			}
		})
	}
}

func TestSigningInWithoutAKeyring(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.keyring.fail = service.NoKeyring
		s.signIn("")
		if s.model.SignedIn != ThisRun || s.model.Phase != Open || !s.model.publishable() {
			t.Errorf("signed in %v, phase %v", s.model.SignedIn, s.model.Phase)
		}
		if s.newsTitles() != "No keyring answers on this computer." || !strings.HasPrefix(s.screen.News[0].Text, "@adalindqvist is signed in for this run only:") {
			t.Errorf("the news are %+v", s.screen.News)
		}
		s.keyring.fail = ""
		s.perform(s.screen.News[0].Do)
		s.settle()
		if s.model.SignedIn != Kept || s.newsTitles() != "" {
			t.Errorf("after trying again: %v, %q", s.model.SignedIn, s.newsTitles())
		}
	})
}

func TestKeysThatAreGoneFromTheKeyring(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.keyring.Memory = vault.NewMemory()
		s.restart("")
		s.settle()
		if s.newsTitles() != "The keyring holds no keys for this account." || s.screen.News[0].Action != "Sign in…" {
			t.Fatalf("the news are %+v", s.screen.News)
		}
		s.perform(s.screen.News[0].Do)
		if s.screen.Signing == nil {
			t.Fatal("no card opens")
		}
		s.signing.openBrowser("", "") // with the keys of the same app, which are gone too
		s.settle()
		if card := s.screen.Signing; !card.Typed || card.Trouble == "" {
			t.Errorf("the card says %+v", card)
		}
	})
}

func TestStartingOffline(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.pass(14 * time.Minute)
		s.restart("*:drop")
		s.pass(30 * time.Second)
		if !strings.HasPrefix(s.newsTitles(), "No connection. Showing the pictures of 14 min ago.") {
			t.Errorf("the news are %q", s.newsTitles())
		}
		for _, tile := range s.screen.Tiles {
			if tile.Image == nil || !strings.HasSuffix(tile.Caption, ", from cache") {
				t.Errorf("%s says %q", tile.Key, tile.Caption)
			}
		}
		if s.model.publishable() {
			t.Error("it could be published to")
		}
		s.faults("")
		s.perform(s.screen.News[0].Do)
		s.settle()
		if s.newsTitles() != "" || s.model.Phase != Open {
			t.Errorf("after Try again: %q, phase %v", s.newsTitles(), s.model.Phase)
		}
	})
}

func TestRevokedElsewhere(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.restart("verify_credentials:401/89")
		s.settle()
		if s.newsTitles() != "You are signed out." || s.screen.News[0].Action != "Sign in…" {
			t.Errorf("the news are %+v", s.screen.News)
		}
		s.faults("")
		s.perform(s.screen.News[0].Do)
		if card := s.screen.Signing; card == nil || card.Typed || card.Like == "" {
			t.Fatalf("the same app's keys are not offered: %+v", card)
		}
		s.signing.openBrowser("", "")
		s.settle()
		s.signing.finish(s.allow(""))
		s.settle()
		if s.newsTitles() != "" || s.model.Phase != Open || len(s.model.Members) != 1 {
			t.Errorf("%q, phase %v, members %v", s.newsTitles(), s.model.Phase, s.model.Members)
		}
	})
}

func TestSigningOut(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		name := s.members.entries[0].Name()
		s.members.askLeaving()
		if q := s.screen.Question; q == nil || q.Title != "Sign out @adalindqvist?" || q.Choice == "" {
			t.Fatalf("the question is %+v", q)
		}
		s.members.leave(true)
		s.settle()
		if !s.screen.Welcome || s.screen.Person.Name != "Not signed in" || len(s.model.Members) != 0 {
			t.Errorf("after signing out: %+v, %v", s.screen.Person, s.model.Members)
		}
		if _, err := s.keyring.Memory.Get(t.Context(), name); service.CodeOf(err) != service.NoSecret {
			t.Errorf("the keyring still holds the keys: %v", err)
		}
		s.restart("")
		s.settle()
		if !s.screen.Welcome {
			t.Error("the next start opens somebody")
		}
	})
}

func TestAccessThatCannotBeTakenBack(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.faults("invalidate_token:503")
		s.members.askLeaving()
		s.members.leave(true)
		s.pass(5 * time.Second)
		if s.model.SignedIn != Kept || len(s.screen.News) != 1 || !strings.Contains(s.screen.News[0].Text, "@adalindqvist is still signed in.") {
			t.Errorf("signed in %v, %+v", s.model.SignedIn, s.screen.News)
		}
	})
}

func TestSigningOutWhileTheKeyringFails(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.keyring.fail = service.KeyringFailed
		s.members.askLeaving()
		s.members.leave(false)
		s.settle()
		if len(s.model.Members) != 0 || len(s.screen.News) != 1 || !strings.HasPrefix(s.screen.News[0].Text, "@adalindqvist is signed out, but the keyring still holds the keys.") {
			t.Errorf("%v, %+v", s.model.Members, s.screen.News)
		}
		s.keyring.fail = ""
		s.members.tidy()
		s.settle()
		if all, err := s.book.Index.Entries(); err != nil || len(all) != 0 {
			t.Errorf("the index still names %v, %v", all, err)
		}
	})
}

func TestTenAccounts(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		handles := []string{"adalindqvist", "dunes", "beetle", "copper", "fjord", "heron", "juniper", "lantern", "marsh", "quartz"}
		for _, handle := range handles {
			s.signIn(s.account(handle))
		}
		if len(s.model.Members) != len(handles) {
			t.Fatalf("signed in: %v", s.model.Members)
		}
		for _, at := range []int{9, 0, 5} {
			m := s.model.Members[at]
			s.members.switchTo(m.ID)
			s.settle()
			if s.screen.Person.Handle != "@"+m.Handle || s.model.Phase != Open || !s.model.publishable() {
				t.Errorf("switched to %s: %+v", m.Handle, s.screen.Person)
			}
		}
		s.members.switchTo(s.model.Members[1].ID) // and away again before anything has come
		last := s.model.Members[2]
		s.members.switchTo(last.ID)
		s.settle()
		if s.screen.Person.Handle != "@"+last.Handle {
			t.Errorf("two switches in a row end at %+v", s.screen.Person)
		}
		s.members.askLeaving()
		s.members.leave(false)
		s.settle()
		if len(s.model.Members) != len(handles)-1 || s.model.Phase != Open || s.screen.Person.Handle == "@"+last.Handle {
			t.Errorf("after signing out %s: %d members, %+v", last.Handle, len(s.model.Members), s.screen.Person)
		}
	})
}

// account is the ID of one of the sandbox's accounts.
func (s *stage) account(handle string) string {
	s.t.Helper()
	keys := s.server.Credentials()
	at := s.members.place
	s2, err := at.signed(credentialsOf(keys), service.Plan{})
	if err != nil {
		s.t.Fatal(err)
	}
	a, err := s2.gallery.Open(s.t.Context(), handle)
	if err != nil {
		s.t.Fatal(err)
	}
	return a.ID
}

func TestPlansThatRefuse(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.faults("verify_credentials:403/453,update_profile_image:403/453")
		s.signIn("")
		if s.model.Plan.Reader != service.ReaderV2 || s.model.Phase != Open {
			t.Fatalf("read through %q, phase %v, %q", s.model.Plan.Reader, s.model.Phase, s.newsTitles())
		}
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		s.publish()
		s.pass(5 * time.Second)
		if !strings.HasPrefix(s.newsTitles(), "Your plan does not include this call") || s.screen.News[0].Action != "Save and open X" {
			t.Errorf("the news are %+v", s.screen.News)
		}
		warned := func() bool {
			return strings.Contains(fmt.Sprint(s.screen.Inspector.Checks), "Your plan refused an upload on")
		}
		if !warned() {
			t.Errorf("the checks are %+v", s.screen.Inspector.Checks)
		}
		s.restart("")
		s.settle()
		if s.model.Plan.Reader != service.ReaderV2 || s.model.Plan.WritesRefusedAt.IsZero() {
			t.Errorf("the next start knows %+v", s.model.Plan)
		}
		s.tryPlanAgain()
		s.settle()
		if s.model.Plan.Reader != service.ReaderV1 {
			t.Errorf("on demand: %+v", s.model.Plan)
		}
	})
}

func TestAPlanIsTriedAgainAfterAWeek(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.faults("verify_credentials:403/453")
		s.signIn("")
		s.pass(8 * 24 * time.Hour)
		s.restart("")
		s.settle()
		if s.model.Plan.Reader != service.ReaderV1 {
			t.Errorf("a week later: %+v", s.model.Plan)
		}
	})
}

func TestAPlanWithoutReading(t *testing.T) {
	play(t, "", func(s *stage) {
		s.nobody()
		s.faults("verify_credentials:403/453,me:403/453")
		s.signIn("")
		if s.newsTitles() != "This plan does not let Masthead read @adalindqvist." || s.screen.Person.Name != "@adalindqvist" {
			t.Errorf("%q, %+v", s.newsTitles(), s.screen.Person)
		}
		if s.screen.Empty.Title != "@adalindqvist was not read yet." || s.model.publishable() {
			t.Errorf("the wall says %+v", s.screen.Empty)
		}
	})
}

func TestReadPermissionOnly(t *testing.T) {
	m := newModel()
	m.Plan.Access = "read"
	if got := fmt.Sprint(planChecks(m.Plan)); !strings.Contains(got, "read permission only") {
		t.Errorf("the checks are %s", got)
	}
}
