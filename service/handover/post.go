package handover

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// patience is how long a start waits for the program that is already running, and that
// program for what a start has to say.
const patience = 2 * time.Second

// leaving is how many programs may be met, one after the other, that end at that moment.
const leaving = 4

// Post is where the program that runs first takes what later starts hand over. A nil Post
// is that of a start that takes no part: it serves nobody, and there is nothing to close.
type Post struct{ listener net.Listener }

// Begin hands path over to the program of that name that is already running, or makes
// this start the one that later starts hand over to. The path is absolute, or "" to only
// show that the program was started again; it may hold any bytes.
//
// After a handover there is nothing left to do. Otherwise the program goes on, with a Post
// to serve and close, or with nil where it takes no part: because the folder cannot be
// used, the program that runs already does not answer within two seconds or does not
// understand, or ctx ended.
//
// The folder is made if need be, and made private: no other user may hand anything over.
// With the name of a socket, 22 bytes, its path must stay under 104 bytes, the least of
// what systems allow. The name of the program can be of any length.
func Begin(ctx context.Context, folder, program, path string) (post *Post, handedOver bool) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := private(folder); err != nil {
		return nil, false
	}
	for range leaving {
		post, conn := meet(ctx, folder, program)
		if conn == nil {
			return post, false
		}
		switch send(ctx, conn, path) {
		case taken:
			return nil, true
		case refused:
			return nil, false
		case gone: // it ended just now; another may have begun
		}
	}
	return nil, false
}

// Close ends the listening and removes the socket. It may be called more than once.
func (p *Post) Close() {
	if p != nil {
		p.listener.Close()
	}
}

// private makes a folder that nobody but the user gets into.
func private(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return os.Chmod(folder, 0o700) // of another user's folder this fails
}

// meet connects to the program that is running, or becomes it, or neither. Only one start
// at a time is here, so that of many at once one becomes it and the others find it.
func meet(ctx context.Context, folder, program string) (*Post, net.Conn) {
	unlock, ok := lock(ctx, filepath.Join(folder, "lock"))
	if !ok {
		return nil, nil
	}
	defer unlock()
	at := socket(folder, program)
	conn, err := new(net.Dialer).DialContext(ctx, "unix", at)
	if err == nil {
		return nil, conn
	}
	if !deserted(err) {
		return nil, nil
	}
	_ = os.Remove(at) // what a crash left behind; listening tells whether it is gone
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", at)
	if err != nil {
		return nil, nil
	}
	post := &Post{listener}
	if err := os.Chmod(at, 0o600); err != nil {
		post.Close()
		return nil, nil
	}
	return post, nil
}

// lock takes the lock of a folder. It is held for a moment only; but a program that is
// stopped in that moment must not stop the others.
func lock(ctx context.Context, path string) (unlock func(), ok bool) {
	granted := make(chan func())
	go func() {
		unlock, err := lockedfile.MutexAt(path).Lock()
		if err != nil {
			close(granted)
			return
		}
		select {
		case granted <- unlock:
		case <-ctx.Done():
			unlock()
		}
	}()
	select {
	case unlock, ok = <-granted:
		return unlock, ok
	case <-ctx.Done():
		return nil, false
	}
}

// socket is the path of a program's socket. The name is hashed, because systems allow
// no more than about a hundred bytes.
func socket(folder, program string) string {
	sum := sha256.Sum256([]byte(program))
	return filepath.Join(folder, hex.EncodeToString(sum[:8])+".sock")
}

// deserted reports whether connecting failed because nobody listens. Whatever else it
// was, the socket may be in use and is left alone.
func deserted(err error) bool {
	const refusedOnWindows = syscall.Errno(10061) // WSAECONNREFUSED, as the kernel says it
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, refusedOnWindows)
}
