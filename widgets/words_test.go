package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"masthead/widgets/look"
)

func TestWrap(t *testing.T) {
	window(t, 100, 100)
	style := Small()
	text := "Sends PNG 400 × 400, 287 kB of 700 kB: kept without loss (forecast)"
	for _, width := range []float32{60, 120, 200, 279} {
		lines := wrap(text, width, style)
		for _, line := range lines {
			if style.measure(line).Width > width {
				t.Errorf("at %v: %q is too wide", width, line)
			}
		}
		if got := strings.Join(lines, " "); got != text {
			t.Errorf("at %v: %q", width, got)
		}
	}
	if got := wrap("one\ntwo", 0, style); len(got) != 2 {
		t.Errorf("line feeds: %q", got)
	}
	if wrap("", 100, style) != nil {
		t.Error("no text takes a line")
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("averyveryverylongwordwithoutanyspace 日本語 x", uint8(40))
	f.Add("a\n\nb  c", uint8(9))
	test.NewTempApp(f)
	style := Small()
	f.Fuzz(func(t *testing.T, text string, width uint8) {
		var kept strings.Builder
		for _, line := range wrap(text, float32(width), style) {
			kept.WriteString(line)
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(kept.String()) != bare(text) {
			t.Errorf("%q became %q", text, kept.String())
		}
	})
}

func TestEllipsis(t *testing.T) {
	window(t, 100, 100)
	long := "a_size_that_only_the_server_names_and_is_long"
	got := Ellipsis(long, 160, Strong())
	if !strings.HasSuffix(got, "…") || Strong().measure(got).Width > 160 || len(got) < 10 {
		t.Errorf("%q", got)
	}
	if Ellipsis("mini", 160, Strong()) != "mini" {
		t.Error("a short name was cut")
	}
}

func TestWordsGrowWithTheirWidth(t *testing.T) {
	w := NewWords("Display P3 colours converted to sRGB; location data removed", Small())
	column := NewColumn(4, w)
	window(t, 800, 400)
	column.Resize(fyne.NewSize(600, 400))
	one := w.MinSize().Height
	column.Resize(fyne.NewSize(150, 400))
	if w.MinSize().Height < 2*one {
		t.Errorf("%v high on 600 units, %v on 150", one, w.MinSize().Height)
	}
}

func TestLinkBehindWords(t *testing.T) {
	window(t, 800, 400)
	pressed := false
	w := NewWords("x96 differs: 29.4 dB.", Small())
	w.SetLink("Show the difference", func() { pressed = true })
	w.Resize(fyne.NewSize(400, 40))
	if w.Link().Position().Y != 0 || w.Link().Position().X == 0 {
		t.Errorf("with room enough the link is at %v", w.Link().Position())
	}
	w.Resize(fyne.NewSize(150, 40))
	if w.Link().Position().X != 0 || w.HeightAt(150) <= w.HeightAt(400) {
		t.Errorf("without room the link is at %v", w.Link().Position())
	}
	w.Resize(fyne.NewSize(400, 40))
	w.SetLinkBelow(true)
	if w.Link().Position().X != 0 {
		t.Error("the link has no line of its own")
	}
	test.Tap(w.Link())
	w.SetLink("", nil)
	if !pressed || w.Link() != nil {
		t.Error("the link was not pressed, or did not go")
	}
}

// TestMarksAreDrawn holds the type to the signs that the window uses: one that a font
// lacks would be as wide as the sign for what is missing.
func TestMarksAreDrawn(t *testing.T) {
	window(t, 100, 100)
	for _, bold := range []bool{false, true} {
		style := Style{Bold: bold, Size: look.TextTitle}
		missing := style.measure("\U000F1234").Width
		for _, mark := range []string{"✓", "!", "×", "·", "▾", "→", "…", "½"} {
			if got := style.measure(mark).Width; got == 0 || got == missing {
				t.Errorf("%q is %v wide, as %v is what is missing", mark, got, missing)
			}
		}
	}
}
