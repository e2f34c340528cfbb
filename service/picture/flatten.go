package picture

import (
	"image"
	"image/color"
)

// Flatten lays an image on a ground, whose own alpha is ignored. An opaque one is
// returned as it is.
func Flatten(src *image.RGBA, ground color.Color) *image.RGBA {
	if src.Opaque() {
		return src
	}
	solid := color.NRGBAModel.Convert(ground).(color.NRGBA)
	under := [3]uint32{uint32(solid.R), uint32(solid.G), uint32(solid.B)}
	out := image.NewRGBA(src.Rect)
	for i := 0; i+3 < len(src.Pix); i += 4 {
		rest := 0xFF - uint32(src.Pix[i+3])
		for c := range 3 { // premultiplied: what is missing is the ground
			out.Pix[i+c] = src.Pix[i+c] + uint8((under[c]*rest+127)/255)
		}
		out.Pix[i+3] = 0xFF
	}
	return out
}
