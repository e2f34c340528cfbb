package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"masthead/service"
)

// facts are the inspector's facts in one line.
func (s *stage) facts() string {
	var list []string
	for _, f := range s.screen.Inspector.Facts {
		list = append(list, f.Key+" "+f.Value)
	}
	return strings.Join(list, "; ")
}

// publishTo switches to an account, makes a draft, and sends it.
func (s *stage) publishTo(m Member) {
	s.t.Helper()
	s.members.switchTo(m.ID)
	s.settle()
	s.drafts.open(service.Avatar, sample(s.t, "square.jpg"))
	s.settle()
	s.publish()
}

// published publishes an avatar to an account that is signed in, and waits for the receipt.
func (s *stage) published(m Member) {
	s.t.Helper()
	s.publishTo(m)
	s.pass(30 * time.Second)
	if in := s.screen.Inspector; in.Mode != inspectReceipt || !in.CanRestore || !strings.Contains(s.facts(), "Account @"+m.Handle) {
		s.t.Fatalf("after publishing to @%s: %+v", m.Handle, in)
	}
}

// A receipt is shown with its account and with no other, and comes back with it.
func TestAReceiptBelongsToItsAccount(t *testing.T) {
	elsewhere := map[string]func(*stage, Member){
		"another account": func(s *stage, dunes Member) { s.members.switchTo(dunes.ID) },
		"somebody else":   func(s *stage, _ Member) { s.accounts.openText("@beetle") },
		"a pasted link":   func(s *stage, _ Member) { s.accounts.openText(s.model.Account.AvatarURL) },
	}
	for name, look := range elsewhere {
		t.Run(name, func(t *testing.T) {
			playAlone(t, "", func(s *stage) {
				ada, dunes := s.two()
				s.published(ada)
				look(s, dunes)
				s.settle()
				if in := s.screen.Inspector; in.Mode == inspectReceipt || in.CanRestore || strings.Contains(s.facts(), "Account") {
					t.Errorf("ada's receipt is shown with %s: %+v", name, in)
				}
				draft := s.model.side(service.Avatar).Draft
				s.restorePrevious()
				s.publishing.done(service.Avatar)
				s.settle()
				if s.model.side(service.Avatar).Draft != draft {
					t.Error("its way back is offered here")
				}
				for _, tile := range s.screen.Tiles {
					if strings.Contains(tile.Caption, "as forecast") {
						t.Errorf("%s says %q", tile.Key, tile.Caption)
					}
				}
				s.members.switchTo(ada.ID)
				s.settle()
				if in := s.screen.Inspector; in.Mode != inspectReceipt || !in.CanRestore || !strings.Contains(s.facts(), "Account @adalindqvist") {
					t.Errorf("back at ada: %+v", in)
				}
			})
		})
	}
}

func TestSigningOutTakesItsReceiptsAlong(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, _ := s.two()
		s.published(ada)
		s.members.askLeaving()
		s.members.leave(false)
		s.settle()
		if in := s.screen.Inspector; in.Mode == inspectReceipt || s.screen.Person.Handle != "@dunes" {
			t.Errorf("%+v, shown to %s", in, s.screen.Person.Handle)
		}
		if len(s.model.Publishings) != 0 {
			t.Errorf("kept: %v", s.model.Publishings)
		}
	})
}

// A publishing goes on while another account is shown; what came of it is said, by name,
// and its receipt waits with its account.
func TestAPublishingGoesOnElsewhere(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, dunes := s.two()
		s.publishTo(ada)
		s.members.switchTo(dunes.ID)
		s.settle()
		if s.screen.Inspector.Mode == inspectSending {
			t.Error("ada's upload is shown with dunes")
		}
		s.publishing.halt(service.Avatar) // there is nothing of dunes to stop
		s.pass(30 * time.Second)
		if !strings.HasPrefix(s.newsTitles(), "@adalindqvist’s avatar: Live since ") {
			t.Errorf("the news are %q", s.newsTitles())
		}
		if n := s.desk.notifications; len(n) != 1 || !strings.HasPrefix(n[0], "@adalindqvist: Live since ") {
			t.Errorf("notified %v", n)
		}
		s.members.switchTo(ada.ID)
		s.settle()
		if s.screen.Inspector.Mode != inspectReceipt || strings.Contains(s.newsTitles(), "Live since") {
			t.Errorf("back at ada: %+v, news %q", s.screen.Inspector.Heading, s.newsTitles())
		}
	})
}

// A tab that is not shown is spoken of, too.
func TestAPublishingEndsOnAnotherTab(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publish()
		s.view.front(service.Banner)
		s.pass(30 * time.Second)
		if !strings.HasPrefix(s.newsTitles(), "@adalindqvist’s avatar: Live since ") {
			t.Errorf("the news are %q", s.newsTitles())
		}
		s.view.front(service.Avatar)
		if s.newsTitles() != "" || s.screen.Inspector.Mode != inspectReceipt {
			t.Errorf("on its own tab: %q, %+v", s.newsTitles(), s.screen.Inspector)
		}
	})
}

// Two accounts publish at the same time, and each gets its own receipt.
func TestTwoAccountsPublishAtOnce(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		ada, dunes := s.two()
		for _, m := range []Member{ada, dunes} {
			s.publishTo(m)
		}
		s.pass(time.Minute)
		for _, m := range []Member{dunes, ada} {
			s.members.switchTo(m.ID)
			s.settle()
			if in := s.screen.Inspector; in.Mode != inspectReceipt || !strings.HasPrefix(s.facts(), "Account @"+m.Handle) {
				t.Errorf("@%s: %q, %s", m.Handle, in.Heading, s.facts())
			}
			if has := s.screen.Inspector.CanRestore; has != (m == ada) {
				t.Errorf("@%s has a way back: %v", m.Handle, has) // dunes had X's default picture
			}
		}
	})
}

// A draft belongs to the person: it stays, says whose picture it would replace, and says
// so when that changes.
func TestADraftSaysWhomItWouldReplace(t *testing.T) {
	play(t, "", func(s *stage) {
		ada, dunes := s.two()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		if !strings.Contains(s.facts(), "Replaces @dunes’s avatar") || s.newsTitles() != "" {
			t.Errorf("%s, news %q", s.facts(), s.newsTitles())
		}
		s.members.switchTo(ada.ID)
		s.settle()
		if !strings.Contains(s.facts(), "Replaces @adalindqvist’s avatar") || s.newsTitles() != "The draft would now replace @adalindqvist’s avatar." {
			t.Errorf("%s, news %q", s.facts(), s.newsTitles())
		}
		s.perform(doDropTurned)
		s.accounts.openOwn()
		s.settle()
		if s.newsTitles() != "" {
			t.Errorf("it is said again: %q", s.newsTitles())
		}
		s.members.switchTo(dunes.ID)
		s.settle()
		if s.newsTitles() != "The draft would now replace @dunes’s avatar." {
			t.Errorf("news %q", s.newsTitles())
		}
	})
}

// What is still on its way of the picture that was replaced comes too late, whichever way
// it comes.
func TestLateAnswersOfTheOldPictureAreDropped(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		old := s.model.Account
		shots := slices.Clone(s.model.side(service.Avatar).Shots)
		late := s.accounts.watch(s.accounts.ctx, service.Avatar)
		s.publish()
		s.pass(6 * time.Second)
		if s.screen.Inspector.Mode != inspectReceipt {
			t.Fatalf("%+v", s.screen.Inspector)
		}
		for _, shot := range shots {
			late.show(shot)
		}
		late.healed(old)
		s.settle()
		for name, caption := range s.captions() {
			if caption != "live, as forecast" {
				t.Errorf("%s says %q", name, caption)
			}
		}
		if s.model.Account.AvatarURL == old.AvatarURL {
			t.Error("the account names the old picture again")
		}
		s.accounts.takeOver(old, time.Now().Add(-time.Minute))
		s.accounts.arrived(s.model.corrected(old, time.Now().Add(-time.Minute)), true)
		s.settle()
		if s.model.Account.AvatarURL == old.AvatarURL {
			t.Error("a late read brought the old picture back")
		}
	})
}

func TestARemovedBannerStaysAway(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.open()
		s.view.front(service.Banner)
		old := s.model.Account
		shots := s.model.side(service.Banner).Shots
		late := s.accounts.watch(s.accounts.ctx, service.Banner)
		s.publishing.askRemoval()
		s.publishing.confirm(service.Banner)
		s.pass(30 * time.Second)
		for _, shot := range shots {
			late.show(shot)
		}
		late.healed(old)
		s.settle()
		s.publishing.done(service.Banner)
		if len(s.screen.Tiles) != 0 || s.screen.Empty.Title != "No banner." {
			t.Errorf("%d tiles, %+v", len(s.screen.Tiles), s.screen.Empty)
		}
		s.accounts.takeOver(old, time.Now())
		if s.model.Account.BannerURL != "" {
			t.Error("a late read brought the banner back")
		}
	})
}

// A banner that is removed elsewhere later is believed to be gone.
func TestWhatChangesAgainIsBelieved(t *testing.T) {
	m := newModel()
	m.API = "x"
	d := Deed{Owner{"x", "1"}, service.Banner}
	noon := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	m.noteChange(d, service.Receipt{OldURL: "", NewURL: "b", LiveAt: noon, Account: service.Account{ID: "1", BannerURL: "b"}})
	m.noteChange(d, service.Receipt{OldURL: "b", NewURL: "c", LiveAt: noon, Account: service.Account{ID: "1", BannerURL: "c"}})
	for _, tt := range []struct {
		named string
		began time.Time
		want  string
	}{
		{"", noon.Add(-time.Second), "c"}, // asked before: late
		{"", noon.Add(time.Second), ""},   // asked after: removed
		{"b", noon.Add(time.Hour), "c"},   // X is slow: a URL never comes back
		{"d", noon.Add(-time.Hour), "d"},
	} {
		if got := m.corrected(service.Account{ID: "1", BannerURL: tt.named}, tt.began); got.BannerURL != tt.want {
			t.Errorf("%q asked at %v became %q, want %q", tt.named, tt.began, got.BannerURL, tt.want)
		}
	}
}
