package palette

import (
	"encoding/binary"
	"image"
	"image/color"
)

// Exact makes a paletted picture that shows the very same pixels, in the order in which
// its colours appear. False when there are more than Most colours, which a photograph
// tells within its first rows.
func Exact(img *image.RGBA) (*image.Paletted, bool) {
	size := img.Rect.Size()
	out := image.NewPaletted(image.Rectangle{Max: size}, make(color.Palette, 0, Most))
	var found lookup
	for y := range size.Y {
		row := img.Pix[y*img.Stride:][:4*size.X]
		to := out.Pix[y*out.Stride:][:size.X]
		last, index := uint32(0), -1
		for x := range to {
			pixel := binary.LittleEndian.Uint32(row[4*x:])
			if pixel != last || index < 0 {
				last, index = pixel, found.add(pixel, len(out.Palette))
				if index == Most {
					return nil, false
				}
				if index == len(out.Palette) {
					out.Palette = append(out.Palette, Straight(row[4*x:4*x+4]))
				}
			}
			to[x] = uint8(index)
		}
	}
	return out, true
}

// Straight takes the alpha out of a premultiplied pixel, rounded: a decoder that rounds
// as well finds the same pixel again, which truncating does not grant.
func Straight(pixel []uint8) color.NRGBA {
	a := uint32(pixel[3])
	if a == 0 {
		return color.NRGBA{}
	}
	part := func(v uint8) uint8 { return uint8(min((uint32(v)*0xFF+a/2)/a, 0xFF)) }
	return color.NRGBA{part(pixel[0]), part(pixel[1]), part(pixel[2]), pixel[3]}
}

// lookup finds colours by a hash with open addressing. It never holds more than Most of
// its places, so that it always has an empty one.
type lookup struct {
	colours [4 * Most]uint32
	indices [4 * Most]uint16 // one more than the index; 0 is an empty place
}

// place is where a colour is, or where it would go.
func (l *lookup) place(colour uint32) uint32 {
	at := colour * 0x9E3779B1 >> 22
	for l.indices[at] != 0 && l.colours[at] != colour {
		at = (at + 1) % uint32(len(l.colours))
	}
	return at
}

// find returns a colour's index, or -1.
func (l *lookup) find(colour uint32) int { return int(l.indices[l.place(colour)]) - 1 }

// add returns a colour's index, which is next if it is new. Nothing is added when next
// is Most.
func (l *lookup) add(colour uint32, next int) int {
	at := l.place(colour)
	if l.indices[at] != 0 {
		return int(l.indices[at]) - 1
	}
	if next < Most {
		l.colours[at], l.indices[at] = colour, uint16(next+1)
	}
	return next
}
