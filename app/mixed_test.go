package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"masthead/service"
)

// receiptBesideADraft is ada's receipt, with a draft that was made beside dunes meanwhile.
func (s *stage) receiptBesideADraft() {
	s.t.Helper()
	ada, dunes := s.two()
	s.published(ada)
	s.members.switchTo(dunes.ID)
	s.settle()
	s.drafts.open(service.Avatar, sample(s.t, "wide.jpg"))
	s.settle()
	s.members.switchTo(ada.ID)
	s.settle()
}

// Restoring over a draft that is nowhere else is asked about.
func TestRestoringOverADraftAsks(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.receiptBesideADraft()
		s.restorePrevious()
		s.settle()
		if q := s.screen.Question; q == nil || !q.Destroys || s.model.side(service.Avatar).Draft.Name != "wide.jpg" {
			t.Fatalf("asked %+v, the draft is %s", q, s.model.side(service.Avatar).Draft.Name)
		}
		s.answer(false, false)
		if s.screen.Inspector.Mode != inspectReceipt || s.model.side(service.Avatar).Draft.Name != "wide.jpg" {
			t.Error("a no changes something")
		}
		s.restorePrevious()
		s.pass(time.Second)
		s.answer(true, false)
		s.settle()
		if s.model.side(service.Avatar).Draft.Name == "wide.jpg" || s.screen.Inspector.Mode != inspectDraft {
			t.Error("a yes changes nothing")
		}
	})
}

// A receipt stands beside what it is of, whatever draft was made meanwhile; and why that
// draft cannot be published is said.
func TestAReceiptStandsBesideItsOwnPictures(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.receiptBesideADraft()
		if s.screen.Inspector.Mode != inspectReceipt || s.screen.Showing != ShowLive {
			t.Errorf("mode %v beside %v", s.screen.Inspector.Mode, s.screen.Showing)
		}
		s.perform(doDismiss)
		s.controllers.publish()
		if !strings.HasPrefix(s.newsTitles(), "The receipt still stands here.") || s.screen.Question != nil {
			t.Errorf("the news are %q", s.newsTitles())
		}
	})
}

// The notice that a draft changed hands goes once it is answered, or true no more.
func TestWhoseTheDraftIsIsNotSaidOfOldThings(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, dunes := s.two()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		s.members.switchTo(ada.ID)
		s.settle()
		if s.newsTitles() == "" {
			t.Fatal("nothing is said")
		}
		s.publish()
		if s.newsTitles() != "" {
			t.Errorf("while publishing: %q", s.newsTitles())
		}
		s.pass(30 * time.Second)
		s.members.switchTo(dunes.ID)
		s.settle()
		s.members.switchTo(ada.ID)
		s.settle()
		if s.newsTitles() != "" {
			t.Errorf("on its own receipt: %q", s.newsTitles())
		}
		s.members.switchTo(dunes.ID)
		s.settle()
		for range 2 {
			s.members.askLeaving()
			s.members.leave(false)
			s.settle()
		}
		if s.model.Phase != Nobody || strings.Contains(s.newsTitles(), "would now replace") {
			t.Errorf("with nobody signed in: %q", s.newsTitles())
		}
	})
}

// Of two publishings, the one that ends last does not bring the other's old picture back.
func TestTwoPublishingsOfOneAccount(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.nobody()
		s.signIn("")
		s.drafts.open(service.Banner, sample(t, "wide.jpg"))
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		before := s.model.Own.AvatarURL
		s.view.front(service.Banner)
		s.faults("banner:latency=12s")
		s.publishing.ask(service.Banner)
		s.publishing.confirm(service.Banner)
		s.pass(18 * time.Second) // kept, sent and seen to have changed: its sizes are being fetched
		s.view.front(service.Avatar)
		s.publish()
		s.pass(time.Minute)
		for _, k := range service.Kinds {
			if p := s.model.publishing(k); p.Phase != Published || p.Receipt.Outcome == service.Unconfirmed {
				t.Fatalf("%s: %v", k, p.Receipt.Outcome)
			}
		}
		if s.model.Own.AvatarURL == before || s.model.Account.AvatarURL == before {
			t.Error("the account names the old avatar again")
		}
		kept, err := s.book.Accounts()
		if err != nil || len(kept) != 1 || kept[0].Account.AvatarURL == before {
			t.Errorf("the list of accounts names the old avatar: %+v (%v)", kept, err)
		}
	})
}

// What cannot be opened leads back to what is live by then, not to what was when it was
// tried.
func TestWhatCannotBeOpenedLeadsBackToWhatIsLive(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		before := s.model.Account.AvatarURL
		s.publish()
		s.pass(time.Second)
		s.faults("show:latency=20s*1") // the next reading of an account: that of nobody
		s.accounts.openText("@nobodyhere")
		s.pass(40 * time.Second)
		if s.model.Phase != Open || s.screen.Inspector.Mode != inspectReceipt {
			t.Fatalf("phase %v, %+v", s.model.Phase, s.screen.Inspector)
		}
		if s.model.Account.AvatarURL == before {
			t.Error("the account names the old avatar again")
		}
		for _, shot := range s.model.side(service.Avatar).Shots {
			if want, _ := s.model.Account.URL(shot.Variant); shot.URL != want || !shot.Visible() {
				t.Errorf("%s is %v, of %s", shot.Variant.Name, shot.State, shot.URL)
			}
		}
	})
}

// What comes of a publishing after its account was signed out is said whole: it is shown
// nowhere else.
func TestAPublishingOutlivesItsSignOut(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, _ := s.two()
		s.publishTo(ada)
		s.members.askLeaving()
		if q := s.screen.Question; !strings.Contains(q.Consequences[0].Text, "nobody can look") {
			t.Errorf("asked %+v", q.Consequences)
		}
		s.members.leave(false)
		s.pass(time.Minute)
		var text string
		for _, n := range s.screen.News {
			if strings.HasPrefix(n.Title, "@adalindqvist’s avatar: Live since") {
				text = n.Text
			}
		}
		if text != "8 of 8 sizes match the forecast" || len(s.model.Publishings) != 0 {
			t.Errorf("news %+v, kept %v", s.screen.News, s.model.Publishings)
		}
	})
}

// A journal that cannot be written is no secret.
func TestAJournalThatCannotBeWritten(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		folder := s.services.history.Folder(s.model.Own)
		if err := os.MkdirAll(filepath.Join(folder, "journal.jsonl"), 0o700); err != nil {
			t.Fatal(err)
		}
		s.publish()
		s.pass(30 * time.Second)
		in := s.screen.Inspector
		if !strings.HasPrefix(in.Heading, "Live since ") || !strings.HasPrefix(in.Checks[len(in.Checks)-1].Text, "The journal has no line of it.") {
			t.Errorf("%q: %+v", in.Heading, in.Checks)
		}
	})
}
