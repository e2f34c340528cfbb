package command

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAFirstStartSaysNothing starts the program for somebody whose home is empty: there is
// no folder yet for settings, data or what is cached, nor the folders above them.
func TestAFirstStartSaysNothing(t *testing.T) {
	d := startDesktop(t, 1300, 860)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, places := range map[string]func(home string) []string{
		"an empty home": func(home string) []string { return []string{"HOME=" + home} },
		"no home yet":   func(home string) []string { return []string{"HOME=" + filepath.Join(home, "not", "made")} },
		"places of one's own": func(home string) []string {
			return []string{
				"HOME=" + home, "XDG_CACHE_HOME=" + filepath.Join(home, "a", "cache"),
				"XDG_CONFIG_HOME=" + filepath.Join(home, "b", "config"), "XDG_DATA_HOME=" + filepath.Join(home, "c", "data"),
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			program := d.Command(context.WithoutCancel(t.Context()), exe, "--api", "http://127.0.0.1:1")
			program.Env = slices.DeleteFunc(program.Env, func(v string) bool {
				return strings.HasPrefix(v, "XDG_") || strings.HasPrefix(v, "HOME=")
			})
			program.Env = append(program.Env, programEnv+"=1")
			program.Env = append(program.Env, places(t.TempDir())...)
			var said bytes.Buffer
			program.Stdout, program.Stderr = &said, &said
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			_, found := d.FindWindow(t.Context(), "Masthead", 30*time.Second)
			_ = program.Process.Signal(os.Interrupt)
			if err := program.Wait(); found != nil || err != nil || said.Len() > 0 {
				t.Errorf("%v; it ended with %v and said %q", found, err, said.String())
			}
		})
	}
}
