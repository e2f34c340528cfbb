package history

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"masthead/service"
)

var (
	ada  = service.Account{ID: "4207", Handle: "adalindqvist"}
	noon = time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)
)

func picture(data string) service.Picture {
	return service.Picture{Data: []byte(data), Format: service.JPEG, Width: 8, Height: 8}
}

func TestKeepWritesAPlainFile(t *testing.T) {
	s := New(t.TempDir())
	path, err := s.Keep(t.Context(), ada, service.Avatar, picture("the bytes"), noon)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := filepath.Dir(path), s.Folder(ada); got != want {
		t.Errorf("kept in %s, want %s", got, want)
	}
	if filepath.Ext(path) != ".jpg" {
		t.Errorf("%s does not end in .jpg", path)
	}
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(data, []byte("the bytes")) {
		t.Errorf("kept %q, %v", data, err)
	}
}

func TestKeepTwiceIsOneFile(t *testing.T) {
	s := New(t.TempDir())
	first, err := s.Keep(t.Context(), ada, service.Avatar, picture("same"), noon)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Keep(t.Context(), ada, service.Avatar, picture("same"), noon.Add(time.Hour))
	if err != nil || again != first {
		t.Errorf("kept again as %s (%v), want %s", again, err, first)
	}
	other, err := s.Keep(t.Context(), ada, service.Avatar, picture("other"), noon)
	if err != nil || other == first {
		t.Errorf("another picture was kept as %s (%v)", other, err)
	}
}

func TestKeepSaysWhatItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "in the way")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := New(file).Keep(t.Context(), ada, service.Banner, picture("x"), noon)
	if service.CodeOf(err) != service.NotWritten {
		t.Errorf("got %v, want NotWritten", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = New(t.TempDir()).Keep(ctx, ada, service.Banner, picture("x"), noon)
	if service.CodeOf(err) != service.Canceled {
		t.Errorf("got %v, want Canceled", err)
	}
}

func TestFolderNamesStayInside(t *testing.T) {
	s := New("/data")
	for _, a := range []service.Account{{ID: "../../etc"}, {Handle: "../x"}, {}, {ID: "/"}} {
		folder := s.Folder(a)
		if filepath.Dir(folder) != "/data" {
			t.Errorf("%+v is kept in %s", a, folder)
		}
	}
}

func TestJournal(t *testing.T) {
	s := New(t.TempDir())
	if got, err := s.Entries(ada); err != nil || got != nil {
		t.Fatalf("a missing journal reads as %v, %v", got, err)
	}
	r := service.Receipt{
		Kind: service.Banner, Outcome: service.Altered, Account: ada, Sent: picture("sent"),
		OldURL: "https://old", NewURL: "https://new", KeptFile: "/elsewhere/kept.jpg", SentAt: noon,
	}
	if err := s.Record(r); err != nil {
		t.Fatal(err)
	}
	torn, err := os.OpenFile(filepath.Join(s.Folder(ada), journalName), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := torn.WriteString("{\"at\":\"2026-\n"); err != nil {
		t.Fatal(err)
	}
	torn.Close()
	r.Outcome = service.Removed
	if err := s.Record(r); err != nil {
		t.Fatal(err)
	}
	got, err := s.Entries(ada)
	if err != nil || len(got) != 2 {
		t.Fatalf("read %d entries, %v; want 2", len(got), err)
	}
	want := Entry{
		At: noon, Kind: "banner", Outcome: "altered", Handle: "adalindqvist", Format: "JPEG", Width: 8,
		Height: 8, Bytes: 4, Replaced: "kept.jpg", OldURL: "https://old", NewURL: "https://new",
	}
	if got[0] != want {
		t.Errorf("got %+v\nwant %+v", got[0], want)
	}
}

func TestWhatIsKeptIsReadFromFilesOnly(t *testing.T) {
	s := New(t.TempDir())
	path, err := s.Keep(t.Context(), ada, service.Avatar, picture("same"), noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := s.Keep(t.Context(), ada, service.Avatar, picture("same"), noon.Add(time.Hour))
	if err != nil || again == path {
		t.Fatalf("kept as %s, %v", again, err)
	}
	if data, err := os.ReadFile(again); err != nil || string(data) != "same" {
		t.Errorf("kept %q, %v", data, err)
	}
	if err := os.WriteFile(again, []byte("same and more"), 0o600); err != nil {
		t.Fatal(err)
	}
	if third, err := s.Keep(t.Context(), ada, service.Avatar, picture("same"), noon.Add(2*time.Hour)); err != nil || third == again {
		t.Errorf("a longer file was taken for it: %s, %v", third, err)
	}
}

func TestAJournalThatIsNoFile(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a device": func(path string) error { return os.Symlink("/dev/zero", path) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			s := New(t.TempDir())
			if err := os.MkdirAll(s.Folder(ada), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := put(filepath.Join(s.Folder(ada), journalName)); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Entries(ada); service.CodeOf(err) != service.Unreadable || got != nil {
				t.Errorf("read as %v, %v, want unreadable", got, err)
			}
			if err := s.Record(service.Receipt{Account: ada, SentAt: noon}); service.CodeOf(err) != service.NotWritten {
				t.Errorf("recording: %v, want not_written", err)
			}
		})
	}
}
