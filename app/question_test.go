package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"masthead/service"
)

// questions are all that there are, on a stage that has two accounts and a draft, in an
// order in which a yes to each leaves the next to be asked. done tells whether a yes has
// been carried out.
var questions = []struct {
	about Matter
	open  func(*stage)
	done  func(*stage) bool
}{
	{
		Quitting, func(s *stage) { s.quit() },
		func(s *stage) bool { return s.desk.quit > 0 },
	},
	{
		Removing, func(s *stage) { s.publishing.askRemoval() },
		func(s *stage) bool { return s.model.publishing(service.Banner).Phase != Idle },
	},
	{
		Replacing, func(s *stage) { s.publishing.ask(service.Avatar) },
		func(s *stage) bool { return s.model.publishing(service.Avatar).Phase != Idle },
	},
	{
		Discarding, func(s *stage) { s.drafts.askDiscard(service.Avatar) },
		func(s *stage) bool { return s.model.side(service.Avatar).Draft == nil },
	},
	{
		SigningOut, func(s *stage) { s.members.askLeaving() },
		func(s *stage) bool { return len(s.model.Members) == 1 },
	},
}

// asking is a stage on which every question can be asked.
func asking(t *testing.T, journey func(*stage)) {
	t.Helper()
	playAlone(t, "", func(s *stage) {
		ada, _ := s.two()
		s.members.switchTo(ada.ID)
		s.settle()
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		journey(s)
	})
}

// A question takes no yes in its first moments, whatever says it: the second half of a
// double click, a bouncing key, a key that another window saw go down.
func TestAQuestionTakesNoYesInItsFirstMoments(t *testing.T) {
	asking(t, func(s *stage) {
		for _, q := range questions {
			q.open(s)
			if s.screen.Question == nil || s.screen.Question.Ready || s.model.Question.About != q.about {
				t.Fatalf("%d: asked %+v", q.about, s.screen.Question)
			}
			for range 3 {
				s.answer(true, false)
				s.pass(200 * time.Millisecond)
			}
			if q.done(s) || s.screen.Question == nil {
				t.Fatalf("%d: it was carried out at once", q.about)
			}
			s.pass(200 * time.Millisecond)
			if !s.screen.Question.Ready {
				t.Errorf("%d: it takes no yes at all", q.about)
			}
			s.reconsider() // the window comes back to the front
			s.answer(true, false)
			if q.done(s) || s.screen.Question.Ready {
				t.Fatalf("%d: it was carried out as the window came to the front", q.about)
			}
			s.pass(time.Second)
			s.answer(false, false)
			if q.done(s) || s.screen.Question != nil {
				t.Fatalf("%d: a no does not close it", q.about)
			}
			q.open(s)
			s.pass(time.Second)
			s.answer(true, false)
			s.settle()
			if !q.done(s) || s.screen.Question != nil {
				t.Errorf("%d: a yes is not carried out", q.about)
			}
		}
	})
}

// Every question names the account that it is about, and what destroys something is
// marked so.
func TestAQuestionNamesWhoseItIs(t *testing.T) {
	asking(t, func(s *stage) {
		for _, q := range questions {
			q.open(s)
			card := *s.screen.Question
			s.answer(false, false)
			if card.Destroys != (q.about != Replacing) {
				t.Errorf("%d destroys: %v", q.about, card.Destroys)
			}
			text := card.Title + card.Text
			for _, c := range card.Consequences {
				text += c.Text
			}
			switch q.about {
			case Replacing, Removing, SigningOut:
				if !strings.Contains(text, "@adalindqvist") || !strings.Contains(text, s.model.Server) {
					t.Errorf("%d: %q does not name account and server", q.about, text)
				}
			case Discarding:
				if !strings.Contains(text, "square.jpg") {
					t.Errorf("%d: %q does not name the file", q.about, text)
				}
			case Quitting:
				if !strings.Contains(text, "avatar is not published") {
					t.Errorf("%d: %q does not say what is lost", q.about, text)
				}
			}
		}
	})
}

// losses are the lines of the question before quitting.
func (s *stage) losses() []string {
	s.t.Helper()
	s.quit()
	defer s.answer(false, false)
	var lines []string
	if s.screen.Question == nil || s.model.Question.About != Quitting {
		return nil
	}
	for _, c := range s.screen.Question.Consequences {
		lines = append(lines, c.Text)
	}
	return lines
}

// What would be lost by quitting is said, as it is at each moment; what would not is not
// spoken of.
func TestQuittingSaysWhatIsLost(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.quit()
		if s.desk.quit != 1 || s.model.Question != nil {
			t.Fatal("with nothing to lose it asks")
		}
		s.drafted("square.jpg")
		expect := func(when string, want ...string) {
			t.Helper()
			if got := s.losses(); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", when, got, want)
			}
		}
		expect("with a draft", "The new avatar is not published: the draft is lost")
		s.faults("avatar:latency=5s,update_profile_image:latency=8s")
		s.publish()
		expect("before sending", "@adalindqvist’s avatar is about to be sent: that is given up, and nothing has gone out yet; its draft is lost")
		s.pass(6 * time.Second)
		expect("without an answer", "@adalindqvist’s avatar was handed to the network: whether it arrives is not looked at; its draft is lost")
		s.pass(8 * time.Second)
		s.faults("")
		expect("while it is processed", "@adalindqvist’s avatar was sent: whether it is live is not looked at any more; its draft is lost")
		s.publishing.halt(service.Avatar)
		s.settle()
		expect("before it is confirmed", "@adalindqvist’s avatar is not confirmed yet: it is not looked at again; its draft is lost")
		s.quit()
		s.pass(time.Minute)
		s.publishing.checkAgain(service.Avatar)
		s.settle()
		if q := s.screen.Question; q == nil || q.Consequences[0].Text != "Nothing is lost any more" {
			t.Errorf("while it is open, it becomes live: %+v", q)
		}
		s.answer(false, false)
		s.quit()
		if s.desk.quit != 2 {
			t.Errorf("what is live is said to be lost: %+v", s.screen.Question)
		}
	})
}

// A window manager repeats the key that closes windows as any other: no number of wishes to
// close is a yes.
func TestClosingOverAndOverIsNoYes(t *testing.T) {
	play(t, "", func(s *stage) {
		s.drafted("square.jpg")
		for range 200 {
			s.quit()
			s.pass(40 * time.Millisecond)
		}
		s.pass(2 * time.Second)
		s.quit()
		s.pass(2 * time.Second)
		if s.desk.quit != 0 || s.model.Question == nil {
			t.Errorf("it quit %d times", s.desk.quit)
		}
		s.answer(true, false)
		if s.desk.quit != 1 {
			t.Error("a yes does not quit")
		}
	})
}

// A key that opens the question does not answer it, however long it is held; and neither
// does one that is down since before.
func TestHeldKeysSendNothing(t *testing.T) {
	for _, name := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
		l, v := small(t)
		signedIn(t, l)
		l.drafts.open(service.Avatar, sample(t, "square.jpg"))
		l.until(func() bool {
			return l.model.side(service.Avatar).Rendering.Shots != nil && !l.model.side(service.Avatar).Drawing
		})
		if name == fyne.KeySpace {
			v.Canvas().Focus(v.foot.first)
		}
		v.press(name)
		if l.model.Question == nil {
			t.Fatalf("%s does not ask", name)
		}
		clock := time.Now().Add(time.Minute) // the question has stood for long
		l.core.now = func() time.Time { return clock }
		l.changed()
		key := &fyne.KeyEvent{Name: name}
		for range 50 {
			if focused := v.Canvas().Focused(); focused != nil {
				focused.TypedKey(key)
			} else {
				v.typedKey(key)
			}
		}
		if l.model.busy() && l.model.Question == nil || v.ask == nil {
			t.Fatalf("%s held publishes", name)
		}
		v.press(name)
		if name != fyne.KeySpace && l.model.publishing(service.Avatar).Phase != Running {
			t.Errorf("a fresh %s does not publish", name)
		}
	}
}

// signedIn shows the sandbox's demo account as the one whose keys are in use.
func signedIn(t *testing.T, l *loose) {
	t.Helper()
	s, err := l.members.place.signed(credentialsOf(newSandbox().Credentials()), service.Plan{})
	if err != nil {
		t.Fatal(err)
	}
	l.core.services = s
	l.model.SignedIn, l.model.Phase, l.model.API = Kept, Open, s.server
	l.model.Own = service.Account{ID: "1", Handle: "ada"}
	l.model.Account = l.model.Own
}
