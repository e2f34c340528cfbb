package app

import (
	"os"
	"strings"
	"testing"
	"time"

	"masthead/service"
)

// The outcome of everything that can come instead of an answer, with the work done and
// not done, and the words for it.
func TestReceiptsSayWhatHappened(t *testing.T) {
	for name, tt := range map[string]struct {
		fault       string
		title, text string
	}{
		"a gateway that gives up, done":     {"update_profile_image:done=504", "Live since ", ""},
		"a gateway that gives up, not done": {"update_profile_image:504", "Not known whether it arrived", "X showed no change in 6 looks."},
		"an answer that is lost":            {"update_profile_image:drop", "Not known whether it arrived", "X showed no change in 6 looks."},
		"accepted, and nothing happens":     {"show:garbage+1", "Sent, not yet confirmed", "X could not be asked whether it is live: X gave an answer that makes no sense."},
		"some looks fail":                   {"update_profile_image:drop,show:503+3", "Not known whether it arrived", "X showed no change when it answered, 2 times; the last look failed: X has trouble just now (HTTP 503, code 130)."},
	} {
		t.Run(name, func(t *testing.T) {
			playAlone(t, "", func(s *stage) {
				s.drafted("square.jpg")
				s.faults(tt.fault)
				s.publish()
				s.pass(3 * time.Minute)
				in := s.screen.Inspector
				if in.Mode != inspectReceipt || !strings.HasPrefix(in.Heading, tt.title) || tt.text != "" && in.Checks[0].Text != tt.text {
					t.Errorf("%q: %+v", in.Heading, in.Checks)
				}
				if len(s.publishing.stop) != 0 {
					t.Error("its context goes on")
				}
				s.saving.copyReceipt(service.Avatar)
				if tt.text != "" && !strings.Contains(s.desk.copied, tt.text) {
					t.Errorf("the receipt reads\n%s", s.desk.copied)
				}
			})
		})
	}
}

// Trying again after an answer that was a lie sends nothing a second time, and what the
// receipt leads back to is the picture that was there at first.
func TestTryingAgainFindsWhatArrived(t *testing.T) {
	for _, fault := range []string{"update_profile_image:done=403/453", "update_profile_image:done=429", "update_profile_image:done=504"} {
		t.Run(fault, func(t *testing.T) {
			playAlone(t, "", func(s *stage) {
				s.drafted("square.jpg")
				s.faults(fault)
				s.publish()
				s.publishing.halt(service.Avatar)
				s.settle()
				s.faults("update_profile_image:500") // met by nothing, if nothing is sent
				s.publishing.done(service.Avatar)
				s.pass(time.Minute)
				s.publish()
				s.pass(time.Minute)
				in := s.screen.Inspector
				if !strings.HasPrefix(in.Heading, "Live already, found at ") || in.Checks[1].Text != "An earlier attempt had arrived, so nothing was sent again" {
					t.Errorf("%q: %+v, news %q", in.Heading, in.Checks, s.newsTitles())
				}
				if len(s.server.Unmet()) != 1 {
					t.Error("it was sent a second time")
				}
				s.server.SetFaults()
				kept, err := os.ReadFile(s.model.publishing(service.Avatar).Receipt.KeptFile)
				if err != nil || string(kept) != string(samples()["square.jpg"]) {
					t.Errorf("the way back is not the original (%v)", err)
				}
			})
		})
	}
}

func TestRemovingWithoutANetworkSendsNothing(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.open()
		s.view.front(service.Banner)
		s.publishing.askRemoval()
		s.unplugged.Store(true)
		s.publishing.confirm(service.Banner)
		s.pass(3 * time.Minute)
		if s.screen.Inspector.Mode == inspectReceipt || s.newsTitles() != "No connection." {
			t.Errorf("%q, news %q", s.screen.Inspector.Heading, s.newsTitles())
		}
		if entries, err := s.services.history.Entries(s.model.Own); err != nil || len(entries) != 0 {
			t.Errorf("the journal says %v (%v)", entries, err)
		}
	})
}

func TestABannerThatIsGoneAlready(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.open()
		s.view.front(service.Banner)
		if err := s.services.api.RemoveBanner(s.t.Context()); err != nil { // from elsewhere
			t.Fatal(err)
		}
		s.publishing.askRemoval()
		s.publishing.confirm(service.Banner)
		s.pass(time.Minute)
		if in := s.screen.Inspector; in.Heading != "There was no banner any more" || strings.Contains(s.facts(), "Looked") {
			t.Errorf("%q, %s", in.Heading, s.facts())
		}
	})
}

func TestAPictureThatXAlters(t *testing.T) {
	playAlone(t, "", func(s *stage) {
		s.drafted("square.jpg")
		s.faults("avatar:alter+1") // what is kept is as it was
		s.publish()
		s.pass(30 * time.Second)
		in := s.screen.Inspector
		if !strings.HasSuffix(in.Heading, ", altered by X") {
			t.Errorf("%q: %+v", in.Heading, in.Checks)
		}
		altered := 0
		for _, caption := range s.captions() {
			if strings.HasPrefix(caption, "altered, 2") {
				altered++
			}
		}
		if altered < 4 {
			t.Errorf("the sizes say %v", s.captions())
		}
	})
}

// Until X has answered, what has left the program was handed to the network and no more.
func TestTheWordsOfSending(t *testing.T) {
	for _, tt := range []struct {
		step service.Step
		want string
	}{
		{service.Step{Stage: service.Sending}, "Sending"},
		{service.Step{Stage: service.Sending, Sent: 40_000, Total: 215_000}, "Handed to the network: 40.0 kB of 215 kB"},
		{service.Step{Stage: service.Sending, Sent: 215_000, Total: 215_000}, "Handed to the network, waiting for X’s answer"},
		{service.Step{Stage: service.Processing, Sent: 215_000, Total: 215_000}, "Sent 215 kB of 215 kB"},
		{service.Step{Stage: service.Processing, Doubtful: true}, "Handed to the network; X did not say that it has it"},
	} {
		if got := sending(Publishing{Step: tt.step}); got != tt.want {
			t.Errorf("%+v is %q, want %q", tt.step, got, tt.want)
		}
	}
}
