package assets

import _ "embed"

// IconPNG is the program's icon, a PNG of 512×512 pixels with transparent
// corners, drawn from IconSVG by samples/draw.
//
//go:embed icon/icon.png
var IconPNG []byte

// IconSVG is the program's icon as shapes.
//
//go:embed icon/icon.svg
var IconSVG []byte
