package picture

import "image"

// likeness tells how much of an opaque picture a coded one shows, in the three ways in
// which the forms of an upload differ.
type likeness struct {
	// structure is SSIM, sampled at every fourth pixel along and down: it falls where
	// edges ring or detail is lost.
	structure float64
	// near is the mean squared error of single pixels, six parts luma and one of each
	// chroma: it grows with every wrong colour.
	near float64
	// far is the same of the means of 4 × 4 pixels, as from a distance: it grows with the
	// steps in a gradient, and hardly with dithering.
	far float64
}

// likenessStep is the side of the blocks of far, and the pitch of SSIM's windows.
const likenessStep = 4

// atLeast reports whether nothing is worse than in another.
func (l likeness) atLeast(other likeness) bool {
	return l.structure >= other.structure && l.near <= other.near && l.far <= other.far
}

// yardstick is a picture against which coded ones are measured.
type yardstick struct {
	img  *image.RGBA
	luma []float64
}

func newYardstick(img *image.RGBA) yardstick { return yardstick{img, lumaPlane(img)} }

// measure compares another picture of the same size. Alpha is ignored.
func (y yardstick) measure(coded *image.RGBA) likeness {
	size := y.img.Rect.Size()
	l := likeness{structure: ssim(y.luma, lumaPlane(coded), size, likenessStep)}
	blocks := make([]difference, (size.X+likenessStep-1)/likenessStep)
	for row := range size.Y {
		a, b := y.img.Pix[row*y.img.Stride:][:4*size.X], coded.Pix[row*coded.Stride:][:4*size.X]
		for x := range size.X {
			if [3]uint8(a[4*x:]) == [3]uint8(b[4*x:]) {
				continue
			}
			d := subtract(a[4*x:4*x+3], b[4*x:4*x+3])
			l.near += d.squared()
			blocks[x/likenessStep].add(d)
		}
		if (row+1)%likenessStep == 0 || row == size.Y-1 {
			for i := range blocks {
				l.far += blocks[i].squared() / (likenessStep * likenessStep)
			}
			clear(blocks)
		}
	}
	pixels := float64(size.X * size.Y)
	l.near /= pixels
	l.far /= pixels
	return l
}

// difference is one of BT.601 luma and chroma.
type difference struct{ luma, blue, red float64 }

func (d *difference) add(e difference) {
	d.luma += e.luma
	d.blue += e.blue
	d.red += e.red
}

func (d *difference) squared() float64 {
	return (6*d.luma*d.luma + d.blue*d.blue + d.red*d.red) / 8
}

func subtract(a, b []uint8) difference {
	red, green, blue := float64(a[0])-float64(b[0]), float64(a[1])-float64(b[1]), float64(a[2])-float64(b[2])
	luma := 0.299*red + 0.587*green + 0.114*blue
	return difference{luma, (blue - luma) * 0.564, (red - luma) * 0.713}
}
