package session

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"masthead/service/file"
)

// lockPatience is how long the lock of an index is waited for. Everybody holds it for
// moments only, unless the program is stopped just then.
const lockPatience = 5 * time.Second

// errHeld is why a lock is not had: somebody else has it for seconds.
var errHeld = errors.New("another program holds the lock")

// indexLock is a lock that at most one goroutine of all processes has.
type indexLock struct {
	// take waits for the lock for as long as that takes, and returns what gives it back.
	take func() (func(), error)
	// turn is held by whoever waits for the lock or has it: however often it is tried in
	// vain, one wait at most is left behind in the kernel.
	turn chan struct{}
}

func newIndexLock(path string) *indexLock {
	return &indexLock{take: lockedfile.MutexAt(path).Lock, turn: make(chan struct{}, 1)}
}

// acquire takes the lock, or fails: with errHeld when it has been waited for long enough.
// A lock that comes after that is given back at once.
func (l *indexLock) acquire() (release func(), err error) {
	release, err = file.Await(context.Background(), lockPatience, l.wait, func(late func()) {
		if late != nil {
			late()
		}
	})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = errHeld
	}
	return release, err
}

func (l *indexLock) wait() (release func(), err error) {
	l.turn <- struct{}{}
	unlock, err := l.take()
	if err != nil {
		<-l.turn
		return nil, err
	}
	return func() {
		unlock()
		<-l.turn
	}, nil
}
