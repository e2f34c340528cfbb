package app

import (
	"strings"
	"testing"
	"time"

	"masthead/service"
)

// The journeys of journey_test.go cross each other here: what a user does while something
// else is under way.

func TestADropClosesTheQuestion(t *testing.T) {
	play(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publishing.ask(service.Avatar)
		s.drafts.open(service.Avatar, sample(t, "wide.jpg"))
		s.settle()
		if s.screen.Question != nil {
			t.Error("it still asks about the former picture")
		}
		s.publishing.confirm(service.Avatar)
		if s.model.publishing(service.Avatar).Phase != Idle {
			t.Error("and sends the new one")
		}
	})
}

func TestOpeningAnotherAccountClosesTheQuestion(t *testing.T) {
	play(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publishing.ask(service.Avatar)
		s.accounts.openText("@dunes")
		s.settle()
		s.publishing.confirm(service.Avatar)
		if s.screen.Question != nil || s.model.publishing(service.Avatar).Phase != Idle {
			t.Error("the question outlived its account")
		}
	})
}

func TestALimitNeverOpensAnAccountBehindAQuestion(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		s.faults("show:429=60s*1")
		s.accounts.openText("@dunes")
		s.settle()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		s.publishing.ask(service.Avatar)
		s.pass(2 * time.Minute)
		if s.screen.Question == nil || s.model.Account.Handle != "adalindqvist" {
			t.Errorf("@%s was opened meanwhile", s.model.Account.Handle)
		}
		s.answer(false, false)
		s.perform(doDismiss)
		s.pass(2 * time.Minute)
		if s.model.Account.Handle != "adalindqvist" {
			t.Error("a notice that was put away still acts")
		}
	})
}

func TestDoneKeepsADraftMadeMeanwhile(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publish()
		s.drafts.open(service.Avatar, sample(t, "wide.jpg"))
		s.pass(30 * time.Second)
		s.publishing.done(service.Avatar)
		if d := s.model.side(service.Avatar).Draft; d == nil || d.Name != "wide.jpg" {
			t.Errorf("the draft is %v", d)
		}
	})
}

func TestALateCheckDoesNotDisturbANewPublishing(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publish()
		s.publishing.halt(service.Avatar)
		s.settle()
		if text := s.screen.Inspector.Checks[0].Text; !strings.HasPrefix(text, "You stopped waiting") {
			t.Errorf("it says %q", text)
		}
		s.faults("show:latency=20s")
		s.publishing.checkAgain(service.Avatar)
		s.drafts.open(service.Avatar, sample(t, "wide.jpg"))
		s.settle()
		s.publish()
		s.pass(25 * time.Second)
		if s.model.publishing(service.Avatar).Phase != Running {
			t.Error("the old check's answer took the new publishing's place")
		}
	})
}

func TestABadDropWhileDrawingLosesNothing(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		for s.model.side(service.Avatar).Draft == nil { // read, but its forecast is not drawn yet
			s.step()
		}
		s.drafts.open(service.Avatar, t.TempDir())
		s.settle()
		if s.model.side(service.Avatar).Rendering.Shots == nil || !s.screen.Inspector.CanPublish {
			t.Error("the draft has no forecast any more")
		}
		if !strings.HasSuffix(s.newsTitles(), " is a folder.") {
			t.Errorf("the news are %q", s.newsTitles())
		}
	})
}

func TestTwoQuickOpeningsLeadBack(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		s.accounts.openText("@dunes")
		s.accounts.openText("@nobodyhere")
		s.settle()
		if s.model.Phase != Open || s.model.Account.Handle != "adalindqvist" || s.screen.Tiles[0].Image == nil {
			t.Errorf("phase %v, @%s", s.model.Phase, s.model.Account.Handle)
		}
	})
}

func TestARefreshThatFailsKeepsThePictures(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		s.faults("avatar:503")
		s.accounts.refresh()
		s.settle()
		for _, tile := range s.screen.Tiles {
			if tile.Image == nil || !strings.HasSuffix(tile.Caption, ", not refreshed") {
				t.Errorf("%s says %q, picture %v", tile.Key, tile.Caption, tile.Image != nil)
			}
		}
	})
}

func TestAFailedRemovalIsOfferedAgain(t *testing.T) {
	play(t, "", func(s *stage) {
		s.open()
		s.view.front(service.Banner)
		s.faults("remove_profile_banner:429*1")
		s.publishing.askRemoval()
		s.publishing.confirm(service.Banner)
		s.settle()
		s.perform(doRetryPublishing)
		if q := s.screen.Question; q == nil || q.Confirm != "Remove banner" {
			t.Errorf("Try again asks %+v", q)
		}
	})
}

func TestSpaceIsLetGoOnAnotherTab(t *testing.T) {
	play(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.view.peek(true)
		s.view.front(service.Banner)
		s.view.peek(false)
		s.view.front(service.Avatar)
		if s.screen.Showing != ShowDraft {
			t.Error("the draft did not come back")
		}
	})
}

func TestReturnOverAReceiptKeepsIt(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.publish()
		s.pass(30 * time.Second)
		s.publishing.ask(service.Avatar)
		if s.screen.Question != nil || s.screen.Inspector.Mode != inspectReceipt {
			t.Error("the receipt is gone")
		}
	})
}
