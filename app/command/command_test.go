package command

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestOneLineOnStderr runs the program as a shell would, in the locale of a container,
// where the toolkit would add lines of its own.
func TestOneLineOnStderr(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(text, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, loop := filepath.Join(folder, "pipe"), filepath.Join(folder, "loop")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "out")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"render", text, "--out", out}, "masthead: notes.txt is not a picture that can be read."},
		{[]string{"render", folder, "--out", out}, " is a folder."},
		{[]string{"render", filepath.Join(folder, "gone"), "--out", out}, "masthead: gone does not exist."},
		{[]string{"render", pipe, "--out", out}, "masthead: pipe is no ordinary file."},
		{[]string{"render", "/dev/zero", "--out", out}, "masthead: zero is no ordinary file."},
		{[]string{"render", "/proc/kmsg", "--out", out}, "masthead: kmsg "}, // what it is depends on who asks
		{[]string{"render", loop, "--out", out}, "masthead: loop is a link that leads in a circle."},
		{[]string{"render", text}, "masthead: missing flags: --out=DIR"},
		{[]string{"render", text, "--out", out, "--crop", "1,2"}, `"1,2" is not X,Y,W,H`},
		{[]string{"sandbox", "--addr", "0.0.0.0:0"}, "loopback"},
		{[]string{"sandbox", "--fault", "nonsense"}, "nonsense"},
		{[]string{"sandbox", "--plan", "gold"}, "--plan must be one of"},
		{[]string{"--keys", text}, "notes.txt holds no keys."},
		{[]string{"--keys", pipe}, "pipe is no ordinary file."},
		{[]string{"--keys", folder}, " is a folder."},
		{[]string{"--frobnicate"}, "unknown flag --frobnicate"},
		{[]string{"--api", "foo"}, "the API's base must be a URL with a host"},
		{[]string{"--api", "http://x.example"}, "the API's base must be https"},
		{[]string{"--sandbox", "--api", "https://x.example"}, "leave out --api"},
		{nil, "there is no display"},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // for what would wait for ever
			defer cancel()
			program := exec.CommandContext(ctx, exe, tt.args...)
			program.Env = []string{programEnv + "=1", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME=" + folder}
			var errOut bytes.Buffer
			program.Stderr = &errOut
			if err := program.Run(); program.ProcessState.ExitCode() != 1 {
				t.Errorf("it ended with %v", err)
			}
			if strings.Count(errOut.String(), "\n") != 1 || !strings.Contains(errOut.String(), tt.want) {
				t.Errorf("it says %q, want one line with %q", errOut.String(), tt.want)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("it left files behind")
			}
		})
	}
}

func TestVersion(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := exec.CommandContext(t.Context(), exe, "--version")
	program.Env = []string{programEnv + "=1"}
	out, err := program.Output()
	if err != nil || string(out) != "masthead test\n" {
		t.Errorf("it says %q, %v", out, err)
	}
}
