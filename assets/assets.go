// Package assets holds what is embedded into the program: fonts, the icon, and the
// sample pictures of the demo account. It knows no toolkit: everything is plain bytes.
package assets

import _ "embed"

// InterRegular is the typeface of the interface: Inter 400, an OpenType font under the
// SIL Open Font License.
//
//go:embed fonts/Inter-Regular.otf
var InterRegular []byte

// InterSemiBold is Inter 600, for names, headings and buttons.
//
//go:embed fonts/Inter-SemiBold.otf
var InterSemiBold []byte
