package session

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
)

// TestAnIndexThatIsNoFile: it could be waited for for ever, and is left alone.
func TestAnIndexThatIsNoFile(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a device": func(path string) error { return os.Symlink("/dev/zero", path) },
		"a loop":   func(path string) error { return os.Symlink(filepath.Base(path), path) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"a socket": func(path string) error {
			listener, err := net.Listen("unix", path)
			if err == nil {
				t.Cleanup(func() { listener.Close() })
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir()) // the path of a socket must be short
			x := OpenIndex("accounts.json")
			if err := put(x.path); err != nil {
				t.Fatal(err)
			}
			before, err := os.Lstat(x.path)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := x.Entries(); service.CodeOf(err) != service.Sealed || got != nil {
				t.Errorf("reading: %v, %v, want sealed", got, err)
			}
			err = x.Update(func([]Entry) []Entry { t.Error("asked for a change"); return nil })
			if service.CodeOf(err) != service.Sealed {
				t.Errorf("changing: %v, want sealed", err)
			}
			if after, err := os.Lstat(x.path); err != nil || after.Mode() != before.Mode() {
				t.Errorf("it was %v and is %v, %v", before.Mode(), after, err)
			}
		})
	}
}

// TestALockThatIsNoFile: whatever lies there, nothing waits.
func TestALockThatIsNoFile(t *testing.T) {
	for name, tt := range map[string]struct {
		put  func(path string) error
		want service.Code
	}{
		"a pipe":   {func(path string) error { return syscall.Mkfifo(path, 0o600) }, service.Unknown},
		"a folder": {func(path string) error { return os.Mkdir(path, 0o700) }, service.NotWritten},
		"a loop":   {func(path string) error { return os.Symlink(filepath.Base(path), path) }, service.NotWritten},
	} {
		t.Run(name, func(t *testing.T) {
			x := OpenIndex(filepath.Join(t.TempDir(), "accounts.json"))
			if err := tt.put(x.path + ".lock"); err != nil {
				t.Fatal(err)
			}
			for range 2 { // the first gives back what it took
				if err := x.Update(func([]Entry) []Entry { return []Entry{entry("1", time.Unix(1, 0))} }); service.CodeOf(err) != tt.want {
					t.Errorf("%v, want %q", err, tt.want)
				}
			}
		})
	}
}

func TestALockThatAnotherProgramHoldsIsNotWaitedForForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := newIndex(t)
		update(t, x)
		if err := os.WriteFile(x.path, []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
		held := make(chan struct{})
		var waiting, given atomic.Int32
		x.lock.take = func() (func(), error) {
			waiting.Add(1)
			<-held
			waiting.Add(-1)
			return func() { given.Add(1) }, nil
		}
		began := time.Now()
		var e *service.Error
		for try := range 3 {
			err := x.Update(func([]Entry) []Entry { t.Error("asked for a change"); return nil })
			if !errors.As(err, &e) || e.Code != service.NotWritten || !strings.HasPrefix(e.Detail, "another program holds ") {
				t.Errorf("changing: %v", err)
			}
			if took := time.Since(began); took != time.Duration(try+1)*lockPatience {
				t.Errorf("it took %v", took)
			}
		}
		if got, err := x.Entries(); service.CodeOf(err) != service.Damaged || got != nil {
			t.Errorf("reading: %v, %v", got, err)
		}
		if n := waiting.Load(); n != 1 {
			t.Errorf("%d waits were left behind", n)
		}
		close(held)
		synctest.Wait()
		if waiting.Load() != 0 || given.Load() != 4 {
			t.Errorf("%d still wait, %d locks were given back", waiting.Load(), given.Load())
		}
		if err := x.Update(func([]Entry) []Entry { return nil }); service.CodeOf(err) != service.Damaged || given.Load() != 5 {
			t.Errorf("afterwards: %v, %d given back", err, given.Load())
		}
	})
}

func TestALockThatFailsGivesTheTurnBack(t *testing.T) {
	x := newIndex(t)
	take := x.lock.take
	x.lock.take = func() (func(), error) { return nil, errors.New("the disk") }
	for range 2 {
		if err := x.Update(func([]Entry) []Entry { return nil }); service.CodeOf(err) != service.NotWritten {
			t.Errorf("%v, want not_written", err)
		}
	}
	x.lock.take = take
	update(t, x)
}
