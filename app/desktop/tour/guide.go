package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"masthead/app/desktop"
)

// The window, in pixels, and what the tour tells apart in it.
const (
	width, height = 1280, 820
	statusHeight  = 28 // counts seconds, and so never settles
)

var (
	body = image.Rect(0, 0, width, height-statusHeight)
	// wall is where the sizes are, left of the inspector.
	wall      = image.Rect(0, 110, 940, height-statusHeight)
	inspector = image.Rect(949, 100, width, height-statusHeight)
	// choice is where Live, Draft and Side by side are.
	choice = image.Rect(1040, 58, width, 98)

	good   = color.RGBA{0x43, 0xBD, 0x85, 0xFF} // ticks, in the dark theme
	accent = color.RGBA{0x5B, 0x9B, 0xFF, 0xFF} // what sends, likewise
)

// patience is how long a step of the tour may take; publishing waits for the server.
const patience = 45 * time.Second

// guide leads through the window.
type guide struct {
	*desktop.Desktop
	program *exec.Cmd
	window  desktop.Window
	at      image.Point // where the window's content begins on the screen
}

// begin starts the program on a display of its own, signed in to the demo account and
// with a picture as a draft.
func begin(ctx context.Context, home, program, picture string) (*guide, error) {
	// Room for the frame that the window manager draws.
	d, err := desktop.Start(context.WithoutCancel(ctx), width+40, height+60, home)
	if err != nil {
		return nil, err
	}
	g := &guide{Desktop: d, program: d.Command(context.WithoutCancel(ctx), program, "--sandbox", picture)}
	g.program.Env = append(g.program.Env, "FYNE_SCALE=1", "FYNE_THEME=dark")
	g.program.Stderr = os.Stderr
	if err := g.program.Start(); err != nil {
		d.Close()
		return nil, err
	}
	if err := g.place(ctx); err != nil {
		return nil, errors.Join(err, g.end())
	}
	return g, nil
}

func (g *guide) place(ctx context.Context) (err error) {
	if g.window, err = g.FindWindow(ctx, "Masthead", patience); err != nil {
		return err
	}
	if err = g.Move(ctx, g.window, 10, 10); err != nil {
		return err
	}
	if err = g.Resize(ctx, g.window, width, height); err != nil {
		return err
	}
	if g.at.X, g.at.Y, err = g.Origin(ctx, g.window); err != nil {
		return err
	}
	// Out of the window, where the pointer lights up nothing.
	_, err = g.Xdotool(ctx, "mousemove", fmt.Sprint(width+39), fmt.Sprint(height+59))
	return err
}

func (g *guide) end() error {
	_ = g.program.Process.Signal(os.Interrupt)
	err := g.program.Wait()
	g.Close()
	return err
}

// see waits until an area has settled as it is wanted, and returns the window.
func (g *guide) see(ctx context.Context, area image.Rectangle, wanted func(window *image.RGBA) bool) (*image.RGBA, error) {
	content := image.Rectangle{Max: image.Pt(width, height)}.Add(g.at)
	shot, err := g.Settled(ctx, patience, area.Add(g.at), func(screen *image.RGBA) bool {
		return wanted(desktop.Part(screen, content))
	})
	if err != nil {
		return nil, err
	}
	return desktop.Part(shot, content), nil
}

// press presses keys and returns the window when it has settled on something else.
func (g *guide) press(ctx context.Context, before *image.RGBA, keys ...string) (*image.RGBA, error) {
	if err := g.Key(ctx, g.window, keys...); err != nil {
		return nil, err
	}
	return g.see(ctx, body, func(now *image.RGBA) bool { return !desktop.Same(before, now, body) })
}

// choose walks to the choice between Live, Draft and Side by side, presses a key there,
// and walks away, so that no focus is in the picture.
func (g *guide) choose(ctx context.Context, before *image.RGBA, key string) (*image.RGBA, error) {
	now := before
	for range 30 {
		if !desktop.Same(before, now, choice) {
			break // its border is lit
		}
		var err error
		if now, err = g.press(ctx, now, "Tab"); err != nil {
			return nil, fmt.Errorf("walking by Tab: %w", err)
		}
	}
	if err := g.Key(ctx, g.window, key, "Escape"); err != nil {
		return nil, err
	}
	return g.see(ctx, body, func(now *image.RGBA) bool { return !desktop.Same(before, now, wall) })
}

// write writes a picture and says so.
func write(img image.Image, file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, img)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		fmt.Println(file)
	}
	return err
}
