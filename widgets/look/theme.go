// Package look is Masthead's theme: its palette in dark and light, its measures and its
// typeface.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"masthead/assets"
)

// Mode says which palette is used.
type Mode int

// The three choices of the settings.
const (
	System Mode = iota // as the desktop says
	Dark
	Light
)

// The measures of the interface, in Fyne's units.
const (
	// TextBody is for what is read, TextSmall for names and labels, TextCaption for facts
	// under a picture and in the status bar, TextHeading for the title of a panel,
	// TextTitle for the title of an empty window.
	TextBody    float32 = 14
	TextSmall   float32 = 13
	TextCaption float32 = 12
	TextHeading float32 = 16
	TextTitle   float32 = 22
	// Step is the unit of spacing: gaps are multiples of it.
	Step float32 = 4
	// Radius is of controls, FrameRadius of cards.
	Radius      float32 = 8
	FrameRadius float32 = 10
)

var _ fyne.Theme = (*masthead)(nil)

type masthead struct {
	fyne.Theme // icons, and whatever Masthead does not say
	mode       Mode
	regular    fyne.Resource
	semiBold   fyne.Resource
}

// New is Masthead's theme. With System it follows the desktop's variant.
func New(mode Mode) fyne.Theme {
	return &masthead{
		Theme:    theme.DefaultTheme(),
		mode:     mode,
		regular:  fyne.NewStaticResource("Inter-Regular.otf", roomy(assets.InterRegular)),
		semiBold: fyne.NewStaticResource("Inter-SemiBold.otf", roomy(assets.InterSemiBold)),
	}
}

func (m *masthead) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch m.mode {
	case Dark:
		variant = theme.VariantDark
	case Light:
		variant = theme.VariantLight
	}
	dark, light, ok := colour(name)
	switch {
	case !ok:
		return m.Theme.Color(name, variant)
	case variant == theme.VariantLight:
		return light
	}
	return dark
}

// Font is Inter for everything but monospace and symbols. Fyne falls back to its own
// typeface for the scripts that Inter does not have.
func (m *masthead) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return m.Theme.Font(style)
	case style.Bold:
		return m.semiBold
	}
	return m.regular
}

func (m *masthead) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return TextBody
	case theme.SizeNameCaptionText:
		return TextCaption
	case theme.SizeNameSubHeadingText:
		return TextHeading
	case theme.SizeNameHeadingText:
		return TextTitle
	case theme.SizeNamePadding:
		return Step
	case theme.SizeNameInnerPadding:
		return 9 // a field of body text is then 36 high, like a button
	case theme.SizeNameInputRadius:
		return Radius
	case theme.SizeNameSelectionRadius:
		return 6
	case theme.SizeNameInputBorder, theme.SizeNameSeparatorThickness:
		return 1
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	}
	return m.Theme.Size(name)
}

// WithoutScrollBars is a theme for what scrolls without showing it.
func WithoutScrollBars(t fyne.Theme) fyne.Theme { return barless{t} }

type barless struct{ fyne.Theme }

// Size is nothing for bars.
func (b barless) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		return 0
	}
	return b.Theme.Size(name)
}
