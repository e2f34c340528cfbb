package picture

import (
	"image"
	"math"

	"masthead/service"
)

// maxPSNR is what identical pictures are said to have, in dB.
const maxPSNR = 99

// LumaPSNR measures how alike two pictures are, in dB: the peak signal-to-noise ratio
// of their BT.601 luma, laid on white. 99 means identical; above 40 is hard to tell
// apart. Pictures of different sizes cannot be compared.
func LumaPSNR(a, b *image.RGBA) (dB float64, err error) {
	if a.Rect.Size() != b.Rect.Size() || a.Rect.Empty() {
		return 0, service.Errorf("picture.LumaPSNR", service.Unknown, "%v against %v pixels", a.Rect.Size(), b.Rect.Size())
	}
	var sum float64
	for y := range a.Rect.Dy() {
		rowA, rowB := a.Pix[y*a.Stride:], b.Pix[y*b.Stride:]
		for x := 0; x < 4*a.Rect.Dx(); x += 4 {
			d := luma(rowA[x:x+4]) - luma(rowB[x:x+4])
			sum += d * d
		}
	}
	mean := sum / float64(a.Rect.Dx()*a.Rect.Dy())
	if mean == 0 {
		return maxPSNR, nil
	}
	return min(10*math.Log10(255*255/mean), maxPSNR), nil
}

func luma(p []uint8) float64 {
	white := float64(255 - p[3])
	return 0.299*float64(p[0]) + 0.587*float64(p[1]) + 0.114*float64(p[2]) + white
}
