package panel

import (
	"masthead/widgets"
)

// NewHeading heads a section of the inspector.
func NewHeading(text string) *widgets.Words {
	return widgets.NewWords(text, widgets.Strong())
}
