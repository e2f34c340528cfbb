// Package desktop is a real desktop for tests: a virtual X display with a window manager
// and a session bus, programs that run on it, a mouse and a keyboard, and screenshots
// that are searched pixel by pixel. It needs the Debian packages xvfb, openbox, xdotool,
// imagemagick and dbus, and says so when one is missing.
package desktop

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Desktop is a running display. Close ends it and everything on it.
type Desktop struct {
	display string // ":7"
	bus     string // the session bus's address
	home    string // a folder of its own for home, data, cache and settings
	cancel  context.CancelFunc
	running []*exec.Cmd
}

// packages names the Debian package of each program that is used.
var packages = map[string]string{
	"Xvfb":        "xvfb",
	"openbox":     "openbox",
	"xdotool":     "xdotool",
	"import":      "imagemagick",
	"dbus-daemon": "dbus-daemon",
}

// Start boots a display of width by height pixels. home is an empty folder that becomes
// the home of every program on it.
func Start(ctx context.Context, width, height int, home string) (*Desktop, error) {
	for program, name := range packages {
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("desktop: %s is missing: install the package %s", program, name)
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	d := &Desktop{home: home, cancel: cancel}
	if err := d.boot(ctx, width, height); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *Desktop) boot(ctx context.Context, width, height int) error {
	for _, dir := range []string{"config", "data", "cache", "run"} {
		if err := os.MkdirAll(filepath.Join(d.home, dir), 0o700); err != nil {
			return err
		}
	}
	number, err := d.announced(exec.CommandContext(ctx, "Xvfb",
		"-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-nolisten", "tcp"))
	if err != nil {
		return fmt.Errorf("desktop: starting Xvfb: %w", err)
	}
	d.display = ":" + number
	d.bus, err = d.announced(exec.CommandContext(ctx, "dbus-daemon", "--session", "--nofork", "--print-address=3"))
	if err != nil {
		return fmt.Errorf("desktop: starting the session bus: %w", err)
	}
	manager := d.Command(ctx, "openbox")
	if err := manager.Start(); err != nil {
		return fmt.Errorf("desktop: starting openbox: %w", err)
	}
	d.running = append(d.running, manager)
	// Windows that are mapped before the manager answers are never placed.
	return Wait(ctx, time.Minute, func() bool {
		_, err := d.Xdotool(ctx, "get_desktop")
		return err == nil
	})
}

// announced starts a program that writes one line to file descriptor 3 when it is ready.
func (d *Desktop) announced(cmd *exec.Cmd) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	cmd.ExtraFiles = []*os.File{w}
	cmd.Env = d.env()
	err = cmd.Start()
	w.Close()
	if err != nil {
		return "", err
	}
	d.running = append(d.running, cmd)
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil {
		return "", errors.New("it ended before it was ready")
	}
	return strings.TrimSpace(line), nil
}

// Command prepares a program on this desktop. Its home is the desktop's own; the caller
// may add to Env.
func (d *Desktop) Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = d.env()
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

// env is the environment of programs. The locale matters: Fyne logs an error about "C".
func (d *Desktop) env() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"LANG=en_US.UTF-8",
		"HOME=" + d.home,
		"XDG_CONFIG_HOME=" + filepath.Join(d.home, "config"),
		"XDG_DATA_HOME=" + filepath.Join(d.home, "data"),
		"XDG_CACHE_HOME=" + filepath.Join(d.home, "cache"),
		"XDG_RUNTIME_DIR=" + filepath.Join(d.home, "run"),
		"DISPLAY=" + d.display,
		"DBUS_SESSION_BUS_ADDRESS=" + d.bus,
		"LIBGL_ALWAYS_SOFTWARE=1",
		"NO_AT_BRIDGE=1",
	}
}

// Home is the home folder of the programs on this desktop.
func (d *Desktop) Home() string { return d.home }

// Close ends the desktop. Programs that the caller started are the caller's to end.
func (d *Desktop) Close() {
	d.cancel()
	for _, cmd := range d.running {
		_ = cmd.Wait() // it was killed: there is nothing else to learn
	}
	d.running = nil
}

// Wait asks until a condition holds, and gives up after a time.
func Wait(ctx context.Context, limit time.Duration, holds func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("desktop: waited %v in vain: %w", limit, ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}
