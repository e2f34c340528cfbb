package command

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
	"time"

	"masthead/app/desktop"
	"masthead/service"
	"masthead/service/draft"
)

// accent is the colour of the one button that sends, and destructive that of one that
// takes something away, once they can be pressed.
var (
	accent      = color.RGBA{0x5B, 0x9B, 0xFF, 0xFF}
	destructive = color.RGBA{0xE8, 0x69, 0x5F, 0xFF}
)

// TestAHeldKeyPublishesNothing holds and doubles the keys that open the question, with a
// real keyboard's repeats: each opens it, and none answers it.
func TestAHeldKeyPublishesNothing(t *testing.T) {
	d := startDesktop(t, 1400, 900)
	path := filepath.Join(t.TempDir(), "new avatar.png")
	img := scene(700, 700, 9)
	if err := os.WriteFile(path, encode(t, img), 0o600); err != nil {
		t.Fatal(err)
	}
	r := startReal(t, d, "1", 1280, 820, path)
	before := r.avatarURL()
	expected, err := draft.Open(r.ctx, path, service.Avatar)
	r.check(err)
	rendering, err := expected.Render(r.ctx)
	r.check(err)
	var large *image.RGBA
	for _, s := range rendering.Shots {
		if s.Variant.Name == "400x400" {
			large = s.Pixels
		}
	}
	shown := func(want bool) {
		t.Helper()
		r.check(desktop.Wait(r.ctx, time.Minute, func() bool { return r.visible(large) == want }))
	}
	shown(true)
	for name, keys := range map[string][]string{
		"held":         {"keydown", "Return", "sleep", "2.5", "keyup", "Return"},
		"held, keypad": {"keydown", "KP_Enter", "sleep", "2.5", "keyup", "KP_Enter"},
		"held, with Ctrl let go": {
			"keydown", "ctrl", "keydown", "Return", "sleep", "0.3", "keyup", "ctrl", "sleep", "2.5", "keyup", "Return",
		},
		"pressed twice": {"key", "--repeat", "2", "--delay", "90", "Return"},
	} {
		_, err := r.Xdotool(r.ctx, append([]string{"windowfocus", "--sync", string(r.window)}, keys...)...)
		r.check(err)
		shown(false) // the question stands there and dims the window
		if r.avatarURL() != before {
			t.Fatalf("Return %s replaced the avatar", name)
		}
		r.check(r.Key(r.ctx, r.window, "Escape"))
		shown(true)
	}
	r.check(r.Key(r.ctx, r.window, "Return"))
	shown(false)
	r.replace(before)
}
