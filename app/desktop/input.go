package desktop

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Window is a window's X id, as xdotool writes it.
type Window string

// Xdotool runs xdotool and returns what it prints.
func (d *Desktop) Xdotool(ctx context.Context, args ...string) (string, error) {
	out, err := d.Command(ctx, "xdotool", args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		err = fmt.Errorf("xdotool %s: %s", args[0], strings.TrimSpace(string(exit.Stderr)))
	}
	return strings.TrimSpace(string(out)), err
}

// FindWindow waits until a visible window's title contains the words.
func (d *Desktop) FindWindow(ctx context.Context, title string, limit time.Duration) (Window, error) {
	var found Window
	err := Wait(ctx, limit, func() bool {
		out, err := d.Xdotool(ctx, "search", "--onlyvisible", "--name", title)
		ids := strings.Fields(out)
		if err != nil || len(ids) == 0 {
			return false
		}
		found = Window(ids[len(ids)-1])
		return true
	})
	if err != nil {
		return "", fmt.Errorf("desktop: no window %q: %w", title, err)
	}
	return found, nil
}

// Resize gives a window's content a size in pixels, and waits until it has it.
func (d *Desktop) Resize(ctx context.Context, w Window, width, height int) error {
	if _, err := d.Xdotool(ctx, "windowsize", string(w), strconv.Itoa(width), strconv.Itoa(height)); err != nil {
		return err
	}
	want := fmt.Sprintf("WIDTH=%d\nHEIGHT=%d\n", width, height)
	return Wait(ctx, 5*time.Second, func() bool {
		out, err := d.Xdotool(ctx, "getwindowgeometry", "--shell", string(w))
		return err == nil && strings.Contains(out+"\n", want)
	})
}

// Move puts a window's frame at a place on the screen, in pixels.
func (d *Desktop) Move(ctx context.Context, w Window, x, y int) error {
	_, err := d.Xdotool(ctx, "windowmove", string(w), strconv.Itoa(x), strconv.Itoa(y))
	return err
}

// Origin is where a window's content begins on the screen, in pixels. It moves the
// pointer there: xdotool's own answer counts the window's frame twice.
func (d *Desktop) Origin(ctx context.Context, w Window) (x, y int, err error) {
	out, err := d.Xdotool(ctx, "mousemove", "--window", string(w), "0", "0", "getmouselocation")
	if err != nil {
		return 0, 0, err
	}
	if _, err := fmt.Sscanf(out, "x:%d y:%d", &x, &y); err != nil {
		return 0, 0, fmt.Errorf("desktop: xdotool says %q: %w", out, err)
	}
	return x, y, nil
}

// Key presses keys by their X names, one after the other: "Tab", "ctrl+o".
func (d *Desktop) Key(ctx context.Context, w Window, keys ...string) error {
	if _, err := d.Xdotool(ctx, "windowfocus", "--sync", string(w)); err != nil {
		return err
	}
	_, err := d.Xdotool(ctx, append([]string{"key", "--clearmodifiers"}, keys...)...)
	return err
}

// Type types text into the window that has the focus.
func (d *Desktop) Type(ctx context.Context, text string) error {
	_, err := d.Xdotool(ctx, "type", "--delay", "15", text)
	return err
}

// Click moves the pointer to a place on the screen and presses a button: 1 is the left
// one, 4 and 5 are the wheel.
func (d *Desktop) Click(ctx context.Context, x, y, button int) error {
	_, err := d.Xdotool(ctx, "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", strconv.Itoa(button))
	return err
}

// Drag presses at one place and lets go at another, with small steps between them, as
// toolkits expect of a hand.
func (d *Desktop) Drag(ctx context.Context, fromX, fromY, toX, toY int) error {
	steps := [][]string{
		{"mousemove", strconv.Itoa(fromX), strconv.Itoa(fromY)},
		{"mousedown", "1"},
	}
	const n = 12
	for i := 1; i <= n; i++ {
		x, y := fromX+(toX-fromX)*i/n, fromY+(toY-fromY)*i/n
		steps = append(steps, []string{"mousemove", strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.03"})
	}
	steps = append(steps, []string{"sleep", "0.2", "mouseup", "1"})
	for _, step := range steps {
		if _, err := d.Xdotool(ctx, step...); err != nil {
			return err
		}
	}
	return nil
}
