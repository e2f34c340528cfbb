package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"masthead/assets"
)

func TestModes(t *testing.T) {
	test.NewTempApp(t)
	dark, light := color.NRGBA{0x0F, 0x12, 0x16, 0xFF}, color.NRGBA{0xF4, 0xF6, 0xF8, 0xFF}
	for _, c := range []struct {
		mode    Mode
		variant fyne.ThemeVariant
		want    color.NRGBA
	}{
		{System, theme.VariantDark, dark},
		{System, theme.VariantLight, light},
		{Dark, theme.VariantLight, dark},
		{Light, theme.VariantDark, light},
	} {
		if got := New(c.mode).Color(Ground, c.variant); got != c.want {
			t.Errorf("mode %d, variant %d: ground is %v, not %v", c.mode, c.variant, got, c.want)
		}
	}
}

// TestContrast holds text to 4.5:1 and the outlines of fields to 3:1, as WCAG 2 counts.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		ink, on fyne.ThemeColorName
		atLeast float64
	}{
		{Text, Ground, 4.5},
		{Text, Surface, 4.5},
		{Text, Raised, 4.5},
		{Text, RaisedHover, 4.5},
		{Text, SurfaceHover, 4.5},
		{Muted, Ground, 4.5},
		{Muted, Surface, 4.5},
		{Muted, Raised, 4.5},
		{Muted, SurfaceHover, 4.5},
		{Muted, RaisedHover, 4.5},
		{Accent, Ground, 4.5},
		{Accent, Surface, 4.5},
		{OnAccent, Accent, 4.5},
		{OnAccent, AccentHover, 4.5},
		{Good, Ground, 4.5},
		{Good, Surface, 4.5},
		{Warn, Ground, 4.5},
		{Warn, Surface, 4.5},
		{Bad, Ground, 4.5},
		{Bad, Surface, 4.5},
		{FieldBorder, Ground, 2.75},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary, 4.5},
		{theme.ColorNameForegroundOnError, theme.ColorNameError, 4.5},
		{theme.ColorNameForegroundOnWarning, theme.ColorNameWarning, 4.5},
		{theme.ColorNameForegroundOnSuccess, theme.ColorNameSuccess, 4.5},
	} {
		inkDark, inkLight, _ := colour(c.ink)
		onDark, onLight, ok := colour(c.on)
		if !ok {
			t.Fatalf("%s has no colour", c.on)
		}
		if got := contrast(inkDark, onDark); got < c.atLeast {
			t.Errorf("dark: %s on %s is %.2f:1", c.ink, c.on, got)
		}
		if got := contrast(inkLight, onLight); got < c.atLeast {
			t.Errorf("light: %s on %s is %.2f:1", c.ink, c.on, got)
		}
	}
}

func TestContrastOnPages(t *testing.T) {
	white, dim, black := rgb(0xFFFFFF), rgb(0x15202B), rgb(0x000000)
	for _, c := range []struct {
		ink fyne.ThemeColorName
		on  color.NRGBA
	}{
		{MutedOnLight, white},
		{BadOnLight, white},
		{MutedOnDark, dim},
		{BadOnDark, dim},
		{MutedOnDark, black},
		{BadOnDark, black},
	} {
		ink, _, _ := colour(c.ink)
		if got := contrast(ink, c.on); got < 4.5 {
			t.Errorf("%s on %v is %.2f:1", c.ink, c.on, got)
		}
	}
}

func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// TestFyneNames: no colour that Fyne asks for is left without a value.
func TestFyneNames(t *testing.T) {
	test.NewTempApp(t)
	themed := New(System)
	for _, name := range []fyne.ThemeColorName{
		theme.ColorNameBackground, theme.ColorNameButton, theme.ColorNameDisabled, theme.ColorNameFocus,
		theme.ColorNameForeground, theme.ColorNameHover, theme.ColorNameInputBackground, theme.ColorNameInputBorder,
		theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNamePlaceHolder,
		theme.ColorNamePressed, theme.ColorNamePrimary, theme.ColorNameScrollBar, theme.ColorNameSelection,
		theme.ColorNameSeparator, Scrim, CheckOdd, CheckEven, PlateOnDark, PlateOnLight, Hairline,
	} {
		for _, variant := range []fyne.ThemeVariant{theme.VariantDark, theme.VariantLight} {
			if _, _, _, a := themed.Color(name, variant).RGBA(); a == 0 {
				t.Errorf("%s cannot be seen in variant %d", name, variant)
			}
		}
	}
}

func TestRoomyLines(t *testing.T) {
	test.NewTempApp(t)
	test.ApplyTheme(t, New(Dark))
	for _, bold := range []bool{false, true} {
		height := fyne.MeasureText("g", 100, fyne.TextStyle{Bold: bold}).Height
		if want := float32(96.9 + descent/10); math.Abs(float64(height-want)) > 0.5 {
			t.Errorf("bold %v: a line of 100 units is %.1f high, not %.1f", bold, height, want)
		}
	}
}

func FuzzRoomy(f *testing.F) {
	f.Add(assets.InterRegular[:400])
	f.Add([]byte{})
	f.Add([]byte("OTTO\xff\xff........"))
	f.Fuzz(func(t *testing.T, font []byte) {
		if got := roomy(font); len(got) != len(font) {
			t.Errorf("%d bytes became %d", len(font), len(got))
		}
	})
}
