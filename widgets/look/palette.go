package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The names of Masthead's own colours. They work wherever Fyne takes a colour name, and
// are looked up anew at every Refresh, so that a change between dark and light repaints.
const (
	// Ground lies behind everything: the wall and the window itself.
	Ground fyne.ThemeColorName = "masthead.ground"
	// Surface is the header, the inspector, the status bar, cards and menus.
	Surface fyne.ThemeColorName = "masthead.surface"
	// Raised is what can be pressed, and what is selected among others.
	Raised fyne.ThemeColorName = "masthead.raised"
	// Hairline separates; it carries no meaning.
	Hairline fyne.ThemeColorName = "masthead.hairline"
	// FieldBorder surrounds fields and the drop zone, at 3:1 against the ground.
	FieldBorder fyne.ThemeColorName = "masthead.fieldBorder"
	// Text is for words that are read; Muted for words that are looked up.
	Text  fyne.ThemeColorName = "masthead.text"
	Muted fyne.ThemeColorName = "masthead.muted"
	// Accent is for links, the primary action and focus; OnAccent is text on it.
	Accent   fyne.ThemeColorName = "masthead.accent"
	OnAccent fyne.ThemeColorName = "masthead.onAccent"
	// Good, Warn and Bad never stand alone: a mark or a word says the same.
	Good fyne.ThemeColorName = "masthead.good"
	Warn fyne.ThemeColorName = "masthead.warn"
	Bad  fyne.ThemeColorName = "masthead.bad"
	// RaisedHover is Raised under the pointer, SurfaceHover a quiet control under it,
	// AccentHover the primary action under it.
	RaisedHover  fyne.ThemeColorName = "masthead.raisedHover"
	SurfaceHover fyne.ThemeColorName = "masthead.surfaceHover"
	AccentHover  fyne.ThemeColorName = "masthead.accentHover"
	// The page of X behind a picture has its own brightness, whatever the theme: what
	// stands on it takes these.
	MutedOnLight fyne.ThemeColorName = "masthead.mutedOnLight"
	MutedOnDark  fyne.ThemeColorName = "masthead.mutedOnDark"
	BadOnLight   fyne.ThemeColorName = "masthead.badOnLight"
	BadOnDark    fyne.ThemeColorName = "masthead.badOnDark"
	PlateOnLight fyne.ThemeColorName = "masthead.plateOnLight"
	PlateOnDark  fyne.ThemeColorName = "masthead.plateOnDark"
	// CheckOdd and CheckEven are the squares that show what is transparent.
	CheckOdd  fyne.ThemeColorName = "masthead.checkOdd"
	CheckEven fyne.ThemeColorName = "masthead.checkEven"
	// Scrim dims the window behind a question.
	Scrim fyne.ThemeColorName = "masthead.scrim"
)

// colour is the palette: the dark value and the light one of every name, Fyne's names
// included. ok is false for names that are left to Fyne.
func colour(name fyne.ThemeColorName) (dark, light color.NRGBA, ok bool) {
	switch name {
	case Ground, theme.ColorNameBackground, theme.ColorNameInputBackground:
		return rgb(0x0F1216), rgb(0xF4F6F8), true
	case Surface, theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground:
		return rgb(0x161A20), rgb(0xFFFFFF), true
	case Raised, theme.ColorNameMenuBackground, theme.ColorNameButton, theme.ColorNameDisabledButton, theme.ColorNameScrollBarBackground:
		return rgb(0x1F262F), rgb(0xEEF1F4), true
	case RaisedHover:
		return rgb(0x29323D), rgb(0xE2E7EC), true
	case SurfaceHover:
		return rgb(0x1C2129), rgb(0xF4F6F8), true
	case CheckOdd:
		return rgb(0x2B323B), rgb(0xFFFFFF), true
	case CheckEven:
		return rgb(0x1B2027), rgb(0xDCE1E6), true
	case Hairline, theme.ColorNameSeparator:
		return rgb(0x2A323C), rgb(0xD5DCE3), true
	case FieldBorder, theme.ColorNameInputBorder, theme.ColorNameScrollBar:
		return rgb(0x5A6675), rgb(0x8A96A3), true
	case Text, theme.ColorNameForeground:
		return rgb(0xE7ECF2), rgb(0x14181D), true
	case Muted, theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return rgb(0x93A0AE), rgb(0x55616D), true
	case Accent, theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return rgb(0x5B9BFF), rgb(0x2563EB), true
	case AccentHover:
		return rgb(0x7AAEFF), rgb(0x1D4FC4), true
	case OnAccent, theme.ColorNameForegroundOnPrimary:
		return rgb(0x0B0F14), rgb(0xFFFFFF), true
	case Good, theme.ColorNameSuccess:
		return rgb(0x43BD85), rgb(0x146C45), true
	case Warn, theme.ColorNameWarning:
		return rgb(0xE8B04A), rgb(0x855600), true
	case Bad, theme.ColorNameError:
		return rgb(0xE8695F), rgb(0xB3261E), true
	case theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning, theme.ColorNameForegroundOnError:
		return rgb(0x0B0F14), rgb(0xFFFFFF), true
	}
	if colour, ok := fixed(name); ok {
		return colour, colour, true
	}
	return translucent(name)
}

// fixed are the colours that stand on a page of X.
func fixed(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case MutedOnLight:
		return rgb(0x55616D), true
	case MutedOnDark:
		return rgb(0x93A0AE), true
	case BadOnLight:
		return rgb(0xB3261E), true
	case BadOnDark:
		return rgb(0xE8695F), true
	case PlateOnLight:
		return rgb(0xE9EDF1), true
	case PlateOnDark:
		return rgb(0x232B35), true
	}
	return color.NRGBA{}, false
}

// translucent are the colours that lie over others: text over them stays legible.
func translucent(name fyne.ThemeColorName) (dark, light color.NRGBA, ok bool) {
	switch name {
	case Scrim:
		return rgba(0x000000, 0x9E), rgba(0x14181D, 0x80), true
	case theme.ColorNameHover:
		return rgba(0xE7ECF2, 0x12), rgba(0x14181D, 0x0E), true
	case theme.ColorNamePressed:
		return rgba(0xE7ECF2, 0x1E), rgba(0x14181D, 0x1A), true
	case theme.ColorNameFocus, theme.ColorNameSelection:
		return rgba(0x5B9BFF, 0x50), rgba(0x2563EB, 0x38), true
	case theme.ColorNameShadow:
		// None: a scroll container's shadow would lie over pictures and alter them.
		return color.NRGBA{}, color.NRGBA{}, true
	}
	return color.NRGBA{}, color.NRGBA{}, false
}

// Clear is a colour that cannot be seen, for what lies within an outline: the graphics
// card mixes both at the edge, and mixing with Fyne's transparent, a black, darkens it.
func Clear(outline color.Color) color.Color {
	if outline == nil { // under a theme that does not know the name
		return color.Transparent
	}
	c := color.NRGBAModel.Convert(outline).(color.NRGBA)
	c.A = 1
	return c
}

func rgb(hex uint32) color.NRGBA { return rgba(hex, 0xFF) }

func rgba(hex uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}
