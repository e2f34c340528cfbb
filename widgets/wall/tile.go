// Package wall shows every size of a picture beside each other: one Frame per size, on
// common baselines.
package wall

import (
	"image"

	"fyne.io/fyne/v2"

	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/pixel"
)

// Tile is what one Frame shows. It is comparable: setting an equal one costs nothing.
type Tile struct {
	// Key comes back in callbacks.
	Key string
	// Name is the size's name, cut at 160 units; Dimensions stand behind it.
	Name, Dimensions string
	// Width and Height are the picture's pixels as far as they are known before it is.
	Width, Height int
	// Image is the picture, nil while it is waited for; Draft, if set, stands beside it.
	Image, Draft *image.RGBA
	// Pair keeps the place for a second picture while that is waited for; Split shows the
	// left half of Image and the right half of Draft instead of both.
	Pair, Split bool
	// Message stands in place of a picture; Failed makes it a bad one.
	Message string
	Failed  bool
	// Caption is a line of facts and state below, in a tone; Link something to do.
	Caption string
	Tone    widgets.Tone
	Link    string
	// Aside is for a picture that is too large for the wall: a thumbnail with words at its
	// right.
	Aside bool
}

// Backdrop is the page behind the pictures.
type Backdrop int

// X's page colours, and a pattern that shows what is transparent.
const (
	Light Backdrop = iota
	Dim
	Dark
	Checker
)

// View is how a wall shows its tiles: not what.
type View struct {
	Backdrop Backdrop
	Mask     pixel.Mask
	Zoom     pixel.Zoom
}

// paint is a backdrop's colours.
type paint struct {
	page              [3]uint8
	muted, bad, plate fyne.ThemeColorName
}

func (b Backdrop) paint() paint {
	switch b {
	case Light:
		return paint{[3]uint8{0xFF, 0xFF, 0xFF}, look.MutedOnLight, look.BadOnLight, look.PlateOnLight}
	case Dim:
		return paint{[3]uint8{0x15, 0x20, 0x2B}, look.MutedOnDark, look.BadOnDark, look.PlateOnDark}
	case Dark:
		return paint{[3]uint8{}, look.MutedOnDark, look.BadOnDark, look.PlateOnDark}
	}
	return paint{[3]uint8{}, look.Muted, look.Bad, look.Raised}
}
