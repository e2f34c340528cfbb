package command

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"masthead/app/desktop"
)

// TestASignalEndsWhatWaits has the program read what never answers: a terminal at which
// nobody types, and the kernel's log, which looks like a file.
func TestASignalEndsWhatWaits(t *testing.T) {
	typing, keyboard := io.Pipe()
	defer keyboard.Close()
	caught := make(chan os.Signal, 1) // the test itself is not to end
	signal.Notify(caught, syscall.SIGTERM)
	defer signal.Stop(caught)
	for name, args := range map[string][]string{
		"a terminal": {"--keys", "-"},
		"a file":     {"render", "/proc/kmsg", "--out", filepath.Join(t.TempDir(), "out")},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			ended := make(chan int, 1)
			go func() { ended <- Main("test", args, typing, &out, &errOut) }()
			status := -1
			err := desktop.Wait(t.Context(), 2*time.Second, func() bool {
				if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
				select {
				case status = <-ended:
					return true
				default:
					return false
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if status != 1 || out.Len() > 0 || strings.Count(errOut.String(), "\n") != 1 {
				t.Errorf("it ended with %d and said %q, %q", status, out.String(), errOut.String())
			}
		})
	}
}

// TestASecondSignalEndsTheProgram has it write to a pipe that is full, where no context
// can reach it.
func TestASecondSignalEndsTheProgram(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if err := w.SetWriteDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 4<<20)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("the pipe is not full: %v", err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	program := exec.CommandContext(t.Context(), exe, "render", source(t, 40, 40), "--plain", "--as", "avatar", "--out", dir)
	program.Env = []string{programEnv + "=1"}
	program.Stdout = w
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	written := func() bool {
		_, err := os.Stat(filepath.Join(dir, "sheet.png"))
		return err == nil
	}
	if err := desktop.Wait(t.Context(), 20*time.Second, written); err != nil {
		t.Fatal(err)
	}
	err = desktop.Wait(t.Context(), 20*time.Second, func() bool {
		_ = program.Process.Signal(syscall.SIGTERM)
		select {
		case err := <-ended:
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGTERM {
				t.Errorf("it ended with %v", err)
			}
			return true
		default:
			return false
		}
	})
	if err != nil {
		t.Error(err)
	}
}
