package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"path/filepath"

	"masthead/app/desktop"
)

// draft writes what the tour begins with: a new picture at every size.
func (g *guide) draft(ctx context.Context, file string) error {
	window, err := g.start(ctx)
	if err != nil {
		return err
	}
	return write(window, file)
}

// start waits until the draft is drawn: the choice between Live and Draft is there only
// when both are.
func (g *guide) start(ctx context.Context) (*image.RGBA, error) {
	return g.see(ctx, body, func(now *image.RGBA) bool {
		return colours(now, choice) > 20 && colours(now, wall) > 2000
	})
}

// colours counts the colours of an area: text has some, a photograph thousands.
func colours(img *image.RGBA, area image.Rectangle) int {
	seen := map[[3]uint8]bool{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			i := img.PixOffset(x, y)
			seen[[3]uint8(img.Pix[i:i+3])] = true
		}
	}
	return len(seen)
}

// has reports whether an area has a pixel of a colour.
func has(img *image.RGBA, area image.Rectangle, c color.RGBA) bool {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if img.RGBAAt(x, y) == c {
				return true
			}
		}
	}
	return false
}

// all writes the journey from what is live to the receipt, and the banner's tab.
func (g *guide) all(ctx context.Context, out string) error {
	draft, err := g.start(ctx)
	if err != nil {
		return fmt.Errorf("opening the draft: %w", err)
	}
	now := draft
	for _, station := range []struct {
		name string
		next func() (*image.RGBA, error)
	}{
		{"1-live", func() (*image.RGBA, error) { return g.choose(ctx, now, "Home") }},
		{"2-draft", func() (*image.RGBA, error) { return g.choose(ctx, now, "Right") }},
		{"3-side-by-side", func() (*image.RGBA, error) { return g.choose(ctx, now, "End") }},
		{"4-confirmation", func() (*image.RGBA, error) {
			var err error
			if now, err = g.choose(ctx, now, "Left"); err != nil {
				return nil, err
			}
			if err := g.Key(ctx, g.window, "Return"); err != nil {
				return nil, err
			}
			// The question takes a yes after a moment, and its button has the accent then; all
			// else in that colour is dimmed.
			return g.see(ctx, body, func(now *image.RGBA) bool { return has(now, wall, accent) })
		}},
		// While X processes it, the wall shows the draft again, no longer dimmed, and what is
		// done already is ticked.
		{"5-publishing", func() (*image.RGBA, error) {
			if err := g.Key(ctx, g.window, "Return"); err != nil {
				return nil, err
			}
			return g.see(ctx, body, func(now *image.RGBA) bool {
				return desktop.Same(draft, now, wall) && has(now, inspector, good)
			})
		}},
		// Once it is live the wall says so.
		{"6-receipt", func() (*image.RGBA, error) {
			return g.see(ctx, body, func(now *image.RGBA) bool { return !desktop.Same(draft, now, wall) })
		}},
		{"7-banner", func() (*image.RGBA, error) { return g.press(ctx, now, "ctrl+2") }},
	} {
		if now, err = station.next(); err != nil {
			return fmt.Errorf("%s: %w", station.name, err)
		}
		if err := write(now, filepath.Join(out, station.name+".png")); err != nil {
			return err
		}
	}
	return nil
}
