package app

import (
	"context"
	"os"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/session"
	"masthead/service/signin"
)

// demoStage is the controllers in real time, with demos that are the program's own, and
// the folder that they are to leave empty.
func demoStage(t *testing.T) (l *loose, folder string, end func()) {
	t.Helper()
	folder = t.TempDir()
	t.Setenv("TMPDIR", folder)
	life, stop := context.WithCancel(context.Background())
	l = newLoose(t, life, unchanged())
	return l, folder, func() {
		stop()
		l.tasks.Wait(farewell)
		l.close()
	}
}

func left(t *testing.T, folder string) []os.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// However quickly demos follow each other, and the end them, they leave nothing behind.
func TestQuickDemosLeaveNoFolder(t *testing.T) {
	for _, waits := range []bool{true, false} {
		l, folder, end := demoStage(t)
		l.tryDemo()
		l.tryDemo()
		if waits {
			l.until(func() bool { return l.model.SignedIn == Demo && l.model.Phase == Open })
		}
		end()
		if entries := left(t, folder); len(entries) != 0 {
			t.Errorf("left behind: %v", entries)
		}
	}
}

// An upload to the demo ends with it, and so does its receipt: what it leads back to is
// gone.
func TestAnUploadToTheDemoEndsWithIt(t *testing.T) {
	l, folder, end := demoStage(t)
	defer end()
	l.tryDemo()
	l.until(func() bool { return l.model.SignedIn == Demo && l.model.Phase == Open })
	l.drafts.open(service.Avatar, sample(t, "square.jpg"))
	l.until(func() bool {
		side := l.model.side(service.Avatar)
		return side.Rendering.Shots != nil && !side.Drawing
	})
	l.publishing.ask(service.Avatar)
	l.publishing.confirm(service.Avatar)
	l.until(func() bool { return l.model.publishing(service.Avatar).Step.Stage == service.Processing })
	l.tryDemo()
	l.until(func() bool { return l.model.Phase == Open && len(l.publishing.stop) == 0 })
	if len(l.model.Publishings) != 0 || l.model.Elsewhere != nil {
		t.Errorf("kept: %v, said: %v", l.model.Publishings, l.model.Elsewhere)
	}
	l.until(func() bool { return len(left(t, folder)) == 1 }) // the second demo's
}

// What stands in the way of the list of accounts does not stand in the way of the window.
func TestAListThatDoesNotAnswerLeavesTheWindow(t *testing.T) {
	play(t, "", func(s *stage) {
		s.accounts.use(s.members.place.unsigned(), NotSignedIn)
		s.accounts.showNobody()
		s.book.Index = slowIndex{s.book.Index, 20 * time.Second}
		s.start()
		if s.screen.Welcome || !s.model.Starting {
			t.Error("it is not known yet whether anybody is signed in")
		}
		s.pass(4 * time.Second)
		if !s.screen.Welcome {
			t.Error("the window waits for ever")
		}
		s.drafts.open(service.Avatar, sample(t, "square.jpg"))
		s.settle()
		if len(s.screen.Tiles) != 8 {
			t.Errorf("%d tiles", len(s.screen.Tiles))
		}
		s.pass(30 * time.Second)
	})
}

// slowIndex takes its time to be read.
type slowIndex struct {
	signin.Index
	takes time.Duration
}

func (x slowIndex) Entries() ([]session.Entry, error) {
	time.Sleep(x.takes) // virtual
	return x.Index.Entries()
}
