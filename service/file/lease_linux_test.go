package file

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"masthead/service"
)

// TestAFileThatAnotherProgramHolds has a lease on a regular file, as a file server takes
// one: opening it would wait until the holder gives it back.
func TestAFileThatAnotherProgramHolds(t *testing.T) {
	const setLease = 1024 // F_SETLEASE
	path := filepath.Join(t.TempDir(), "held")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	holder, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	if _, _, err := syscall.Syscall(syscall.SYS_FCNTL, holder.Fd(), setLease, syscall.F_WRLCK); err != 0 {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience/2)
	defer cancel()
	if _, err := Read(ctx, path, 1); service.CodeOf(err) != service.Stalled {
		t.Errorf("%v, want stalled at once", err)
	}
}
