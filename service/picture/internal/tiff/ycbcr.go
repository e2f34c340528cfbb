package tiff

import (
	"image"
	"image/color"
)

// unitRow is the bytes of a row of data units (chapter 21): as many samples of Y as one
// of Cb and one of Cr stand for, then these two.
func (f *File) unitRow(width int) int {
	across, down := f.subsampling[0], f.subsampling[1]
	return (width + across - 1) / across * (across*down + 2)
}

// writeYCbCr writes a chunk of uncoded YCbCr, full range, by Rec. 601's weights.
func (f *File) writeYCbCr(c *canvas, area image.Rectangle, pixels []byte) {
	across, down := f.subsampling[0], f.subsampling[1]
	unit := across*down + 2
	seen := area.Intersect(c.rect)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		dy := y - area.Min.Y
		units := pixels[dy/down*f.unitRow(area.Dx()):]
		pix := c.row(seen.Min.X, seen.Max.X, y)
		for x := range seen.Dx() {
			u := units[x/across*unit:][:unit]
			light := u[dy%down*across+x%across]
			pix[4*x], pix[4*x+1], pix[4*x+2] = color.YCbCrToRGB(light, u[unit-2], u[unit-1])
			pix[4*x+3] = 0xFF
		}
	}
}
