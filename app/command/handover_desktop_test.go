package command

import (
	"context"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"masthead/app/desktop"
	"masthead/service"
	"masthead/service/draft"
)

// again prepares another start of the program, in a folder, with arguments.
func (p *person) again(ctx context.Context, folder string, args ...string) *exec.Cmd {
	p.t.Helper()
	exe, err := os.Executable()
	p.check(err)
	cmd := p.Command(ctx, exe, append([]string{"--api", p.server.URL().String()}, args...)...)
	cmd.Env = append(cmd.Env, programEnv+"=1", "FYNE_SCALE=1", "FYNE_THEME=dark")
	cmd.Dir = folder
	return cmd
}

// handsOver starts the program again, which ends at once without a word.
func (p *person) handsOver(folder string, args ...string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 5*time.Second)
	defer cancel()
	if out, err := p.again(ctx, folder, args...).CombinedOutput(); err != nil || len(out) > 0 {
		p.t.Fatalf("the second start ended with %v and wrote %q", err, out)
	}
}

// windows are the program's windows that can be seen. The search fails when a window goes
// while it is looked at, and is then done again.
func (p *person) windows() (found []string) {
	p.t.Helper()
	p.check(desktop.Wait(p.t.Context(), 5*time.Second, func() bool {
		out, err := p.Xdotool(p.t.Context(), "search", "--onlyvisible", "--name", "Masthead")
		found = strings.Fields(out)
		return err == nil
	}))
	return found
}

// inFront waits until a window is the one in front.
func (p *person) inFront(w desktop.Window) {
	p.t.Helper()
	p.check(desktop.Wait(p.t.Context(), time.Minute, func() bool {
		active, err := p.Xdotool(p.t.Context(), "getactivewindow")
		return err == nil && active == string(w)
	}))
}

// forecast is what the sized variants of a picture's avatar will look like.
func (p *person) forecast(path string) map[string]*image.RGBA {
	p.t.Helper()
	d, err := draft.Open(p.t.Context(), path, service.Avatar)
	p.check(err)
	rendering, err := d.Render(p.t.Context())
	p.check(err)
	all := map[string]*image.RGBA{}
	for _, s := range rendering.Shots {
		if s.Variant.Sized() {
			all[s.Variant.Name] = s.Pixels
		}
	}
	return all
}

// TestASecondStartHandsItsPictureOver starts the program while it is running, as a double
// click on a picture does: the window that is open shows it and comes to the front. A
// trial stays apart, and after a crash the program starts as ever.
func TestASecondStartHandsItsPictureOver(t *testing.T) {
	p := newPerson(t)
	folder := filepath.Join(t.TempDir(), "my pictures")
	p.check(os.Mkdir(folder, 0o755))
	const name = "caf\xe9 \n1.png" // Latin-1 and a line's end, as old disks have them
	p.check(os.WriteFile(filepath.Join(folder, name), encode(t, scene(900, 600, 9)), 0o600))

	p.start()
	p.settled(nil)
	p.handsOver(folder, name)
	if all := p.windows(); !slices.Equal(all, []string{string(p.window)}) {
		t.Errorf("the windows are %v, not only %v", all, p.window)
	}
	p.inFront(p.window)
	p.press("m", "m") // Circle, Rounded, None
	r := &real{Desktop: p.Desktop, t: t, ctx: t.Context(), server: p.server, window: p.window}
	r.sees(p.forecast(filepath.Join(folder, name)))

	trial := p.again(context.WithoutCancel(t.Context()), folder)
	trial.Args = []string{trial.Args[0], "--sandbox"}
	p.check(trial.Start())
	t.Cleanup(func() {
		_ = trial.Process.Kill()
		_ = trial.Wait()
	})
	p.check(desktop.Wait(t.Context(), 30*time.Second, func() bool { return len(p.windows()) == 2 }))
	p.handsOver(folder)
	p.inFront(p.window)
	p.check(trial.Process.Kill())
	p.check(desktop.Wait(t.Context(), time.Minute, func() bool { return len(p.windows()) == 1 }))

	_, err := p.Xdotool(t.Context(), "windowminimize", "--sync", string(p.window))
	p.check(err)
	p.handsOver(folder)
	p.inFront(p.window)

	p.kill()
	p.start()
	p.settled(nil)
	p.handsOver(folder)
	p.inFront(p.window)
}
