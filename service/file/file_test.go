package file

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"masthead/service"
)

func TestReadGivesWhatIsThere(t *testing.T) {
	whole := make([]byte, 3*chunk+5)
	for i := range whole {
		whole[i] = byte(i / 7)
	}
	for _, tt := range []struct{ size, most, want int }{
		{0, 10, 0},
		{1, 10, 1},
		{10, 10, 10},
		{11, 10, 10},
		{chunk - 1, 1 << 30, chunk - 1},
		{chunk, 1 << 30, chunk},
		{chunk + 1, 1 << 30, chunk + 1},
		{len(whole), 1 << 30, len(whole)},
		{len(whole), 2*chunk + 3, 2*chunk + 3},
	} {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, whole[:tt.size], 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Read(t.Context(), path, int64(tt.most))
		if err != nil || !bytes.Equal(got, whole[:tt.want]) {
			t.Errorf("%d of %d bytes: %d, %v, want %d", tt.most, tt.size, len(got), err, tt.want)
		}
	}
}

func TestAnOpenFileIsAReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	content := bytes.Repeat([]byte("0123456789"), 10_000)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(t.Context(), path)
	if err != nil || f.Size() != int64(len(content)) {
		t.Fatalf("%+v, %v", f, err)
	}
	defer f.Close()
	if err := iotest.TestReader(struct{ io.Reader }{f}, content); err != nil {
		t.Error(err)
	}
}

func TestWhatIsClosedIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if n, err := f.Read(make([]byte, 4)); n != 0 || service.CodeOf(err) != service.Unreadable {
		t.Errorf("it still reads: %d, %v", n, err)
	}
}

func TestNothingIsReadOnceTheContextEnded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	f, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if n, err := f.Read(make([]byte, 4)); n != 0 || service.CodeOf(err) != service.Canceled {
		t.Errorf("reading: %d, %v", n, err)
	}
	if err := f.Close(); err != nil && service.CodeOf(err) != service.Canceled {
		t.Errorf("closing: %v", err)
	}
	var e *service.Error
	if _, err := Open(ctx, path); !errors.As(err, &e) || e.Code != service.Canceled || e.Op != "file.Open" {
		t.Errorf("opening: %v", err)
	}
	if _, err := Read(ctx, path, 4); service.CodeOf(err) != service.Canceled {
		t.Errorf("reading it whole: %v", err)
	}
}
