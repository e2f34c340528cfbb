//go:build unix

package file

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"masthead/service"
)

func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(at("file"), []byte("text"), 0o600))
	must(os.Mkdir(at("folder"), 0o700))
	must(syscall.Mkfifo(at("pipe"), 0o600))
	must(os.Symlink("file", at("link")))
	must(os.Symlink("pipe", at("link to a pipe")))
	must(os.Symlink("folder", at("link to a folder")))
	must(os.Symlink("gone", at("dangling")))
	must(os.Symlink("there", at("back")))
	must(os.Symlink("back", at("there")))
	must(os.Symlink("itself", at("itself")))
	t.Chdir(dir) // the path of a socket must be short
	socket, err := net.Listen("unix", "socket")
	must(err)
	defer socket.Close()
	for path, want := range map[string]service.Code{
		at("file"):                           service.Unknown,
		at("link"):                           service.Unknown,
		at("folder"):                         service.IsFolder,
		at("folder/"):                        service.IsFolder,
		at("link to a folder"):               service.IsFolder,
		at("pipe"):                           service.NotAFile,
		at("link to a pipe"):                 service.NotAFile,
		at("socket"):                         service.NotAFile,
		"/dev/zero":                          service.NotAFile,
		"/dev/null":                          service.NotAFile,
		"/dev/tty":                           service.NotAFile,
		at("back"):                           service.LinkLoop,
		at("itself"):                         service.LinkLoop,
		at("back") + "/file":                 service.LinkLoop,
		at("gone"):                           service.NoFile,
		at("dangling"):                       service.NoFile,
		at("file") + "/below":                service.NoFile,
		at(strings.Repeat("n", 4000)):        service.NoFile,
		at(strings.Repeat("a folder/", 800)): service.NoFile,
		"":                                   service.NoFile,
		at("zero\x00byte"):                   service.NoFile,
	} {
		data, err := Read(t.Context(), path, 100)
		var e *service.Error
		if want == service.Unknown {
			if err != nil || string(data) != "text" {
				t.Errorf("%q: %q, %v", path, data, err)
			}
		} else if data != nil || !errors.As(err, &e) || e.Code != want || e.Op != "file.Open" || e.Detail != "" {
			t.Errorf("%q: %q, %v, want %s", path, data, err, want)
		}
	}
}

// unanswering is a file that waits when it is read: the log of the kernel where it may be
// had, which looks like a regular file, and otherwise a pipe.
func unanswering(t *testing.T, ctx context.Context) *File {
	t.Helper()
	if log, err := Open(ctx, "/proc/kmsg"); err == nil {
		return log
	}
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { to.Close() })
	return &File{reader: newReader(ctx, from, patience), file: from}
}

func TestAReadThatWaitsEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	f := unanswering(t, ctx)
	defer f.Close()
	if n, err := io.Copy(io.Discard, struct{ io.Reader }{f}); service.CodeOf(err) != service.Canceled {
		t.Errorf("%d bytes, %v, want canceled", n, err)
	}
}

// heard tells when a read has come back.
type heard struct {
	io.Reader
	back chan error
}

func (h heard) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	h.back <- err
	return n, err
}

func TestClosingEndsAReadThatWasGivenUp(t *testing.T) {
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	back := make(chan error, 1)
	f := &File{reader: newReader(t.Context(), heard{from, back}, time.Millisecond), file: from}
	if n, err := f.Read(make([]byte, 10)); n != 0 || service.CodeOf(err) != service.Stalled {
		t.Errorf("%d, %v, want stalled", n, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if err := <-back; !errors.Is(err, fs.ErrClosed) {
		t.Errorf("the read came back with %v", err)
	}
}

func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		err    error
		want   service.Code
		detail string
	}{
		{syscall.ENOENT, service.NoFile, ""},
		{syscall.ENOTDIR, service.NoFile, ""},
		{syscall.ENAMETOOLONG, service.NoFile, ""},
		{syscall.EACCES, service.Unreadable, ""},
		{syscall.EPERM, service.Unreadable, ""},
		{syscall.EIO, service.Unreadable, "input/output error"},
		{syscall.ESTALE, service.Unreadable, syscall.ESTALE.Error()},
		{syscall.EMFILE, service.Unreadable, "too many open files"},
		{syscall.EISDIR, service.IsFolder, ""},
		{syscall.ELOOP, service.LinkLoop, ""},
		{syscall.ENXIO, service.NotAFile, ""},
		{syscall.EAGAIN, service.Stalled, ""},
		{os.ErrDeadlineExceeded, service.Stalled, ""},
		{context.Canceled, service.Canceled, ""},
		{errors.New("of no system"), service.Unreadable, ""},
	} {
		err := explain("op", &fs.PathError{Op: "open", Path: "x", Err: tt.err})
		var e *service.Error
		if !errors.As(err, &e) || e.Op != "op" || e.Code != tt.want || e.Detail != tt.detail || !errors.Is(err, tt.err) {
			t.Errorf("%v: %v, want %s (%s)", tt.err, err, tt.want, tt.detail)
		}
		if again := explain("other", err); again != err {
			t.Errorf("explained twice: %v", again)
		}
	}
	if explain("op", nil) != nil || explain("op", io.EOF) != io.EOF {
		t.Error("the end of a file is no error")
	}
}
