package palette

import (
	"image"
	"image/color"
)

// Plain shows each pixel in the nearest colour of the palette. Alpha is ignored.
func (p *Palette) Plain(img *image.RGBA) *image.Paletted {
	size := img.Rect.Size()
	out := image.NewPaletted(image.Rectangle{Max: size}, p.Colours)
	find := search{palette: p}
	for y := range size.Y {
		row := img.Pix[y*img.Stride:][:4*size.X]
		to := out.Pix[y*out.Stride:][:size.X]
		for x := range to {
			pixel := row[4*x : 4*x+4]
			if x > 0 && [3]uint8(pixel) == [3]uint8(row[4*x-4:]) {
				to[x] = to[x-1]
				continue
			}
			to[x] = find.nearest([3]int{int(pixel[0]), int(pixel[1]), int(pixel[2])})
		}
	}
	return out
}

// Dithered hands what each pixel misses on to its neighbours (Floyd and Steinberg 1976,
// every other row backwards), so that the eye finds the missing colours between those of
// this one. A pixel whose colour is in the palette shows it and takes nothing from
// its neighbours: flat areas and the edges of letters stay clean. Alpha is ignored.
func (p *Palette) Dithered(img *image.RGBA) *image.Paletted {
	size := img.Rect.Size()
	out := image.NewPaletted(image.Rectangle{Max: size}, p.Colours)
	find := search{palette: p}
	var own lookup
	for i, c := range p.channels {
		own.add(key(uint8(c[0]), uint8(c[1]), uint8(c[2])), i)
	}
	// What is missed, in sixteenths of a step, with a pixel more at both ends.
	here, below := make([][3]int, size.X+2), make([][3]int, size.X+2)
	for y := range size.Y {
		row := img.Pix[y*img.Stride:][:4*size.X]
		to := out.Pix[y*out.Stride:][:size.X]
		first, ahead := 0, 1
		if y%2 != 0 {
			first, ahead = size.X-1, -1
		}
		for i := range size.X {
			x := first + i*ahead
			r, g, b := row[4*x], row[4*x+1], row[4*x+2]
			if index := own.find(key(r, g, b)); index >= 0 {
				to[x] = uint8(index)
				continue
			}
			want := [3]int{int(r), int(g), int(b)}
			for c, missed := range here[x+1] {
				want[c] = min(max(want[c]+(missed+8)>>4, 0), 0xFF)
			}
			to[x] = find.nearest(want)
			for c, v := range p.channels[to[x]] {
				miss := want[c] - v
				here[x+1+ahead][c] += 7 * miss
				below[x+1-ahead][c] += 3 * miss
				below[x+1][c] += 5 * miss
				below[x+1+ahead][c] += miss
			}
		}
		here, below = below, here
		clear(below)
	}
	return out
}

// Pixels are those that a paletted picture with opaque colours shows.
func Pixels(img *image.Paletted) *image.RGBA {
	var shown [Most][4]uint8
	for i, entry := range img.Palette {
		c := entry.(color.NRGBA)
		shown[i] = [4]uint8{c.R, c.G, c.B, c.A}
	}
	out := image.NewRGBA(img.Rect)
	for i, index := range img.Pix {
		copy(out.Pix[4*i:4*i+4], shown[index][:])
	}
	return out
}
