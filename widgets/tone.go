package widgets

import (
	"fyne.io/fyne/v2"

	"masthead/widgets/look"
)

// Tone is what a line of text means. It never speaks by colour alone: Mark goes with it.
type Tone int

// The tones.
const (
	Quiet Tone = iota
	Good
	Warn
	Bad
)

// Color is the name of the tone's colour.
func (t Tone) Color() fyne.ThemeColorName {
	switch t {
	case Good:
		return look.Good
	case Warn:
		return look.Warn
	case Bad:
		return look.Bad
	}
	return look.Muted
}

// Mark is the tone's sign.
func (t Tone) Mark() string {
	switch t {
	case Good:
		return "✓"
	case Warn:
		return "!"
	case Bad:
		return "×"
	}
	return "·"
}
