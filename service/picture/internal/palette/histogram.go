package palette

import (
	"image"
	"math"
)

// mostCells bounds a histogram, and with it the work of everything that is made of it.
const mostCells = 1 << 14

// cell is a small cube of colours, a single one at first: how many pixels fall into it,
// and their sums.
type cell struct {
	count   float64
	r, g, b float64
}

func (c *cell) add(d cell) {
	c.count += d.count
	c.r += d.r
	c.g += d.g
	c.b += d.b
}

// mean is the colour that stands for the cell.
func (c *cell) mean() [3]float64 { return [3]float64{c.r / c.count, c.g / c.count, c.b / c.count} }

func (c *cell) rounded() [3]int {
	m := c.mean()
	return [3]int{int(math.Round(m[0])), int(math.Round(m[1])), int(math.Round(m[2]))}
}

// Histogram is a picture's colours and how often each is there, with no places. Where
// there are too many, those that differ in their last bits only are one.
type Histogram struct {
	cells []cell
	// places finds a colour's cell by a hash with open addressing: one more than its
	// index, and 0 for none. keys are the cells' colours.
	places []uint16
	keys   []uint32
	mask   uint32 // the bits of a colour that count
}

// Count makes a picture's histogram. Alpha is ignored.
func Count(img *image.RGBA) *Histogram {
	h := &Histogram{places: make([]uint16, 2*mostCells), mask: 0xFFFFFF}
	size := img.Rect.Size()
	for y := range size.Y {
		row := img.Pix[y*img.Stride:][:4*size.X]
		for x := 0; x < len(row); {
			r, g, b := row[x], row[x+1], row[x+2]
			first := x
			for x += 4; x < len(row) && row[x] == r && row[x+1] == g && row[x+2] == b; {
				x += 4
			}
			n := float64((x - first) / 4)
			h.add(key(r, g, b), cell{n, n * float64(r), n * float64(g), n * float64(b)})
		}
	}
	return h
}

func key(r, g, b uint8) uint32 { return uint32(r)<<16 | uint32(g)<<8 | uint32(b) }

func (h *Histogram) add(colour uint32, c cell) {
	kept := colour & h.mask
	at := kept * 0x9E3779B1 >> 17
	for ; h.places[at] != 0; at = (at + 1) % uint32(len(h.places)) {
		if i := h.places[at] - 1; h.keys[i] == kept {
			h.cells[i].add(c)
			return
		}
	}
	if len(h.cells) == mostCells {
		h.coarsen()
		h.add(colour, c)
		return
	}
	h.cells, h.keys = append(h.cells, c), append(h.keys, kept)
	h.places[at] = uint16(len(h.cells))
}

// coarsen lets one bit less of each channel count.
func (h *Histogram) coarsen() {
	cells, keys := h.cells, h.keys
	h.cells, h.keys = nil, nil
	h.mask &= h.mask << 1 & 0xFEFEFE
	clear(h.places)
	for i, c := range cells {
		h.add(keys[i], c)
	}
}

// Shades counts the colours of every step-th row with the last two bits of each channel
// left out: how many there are beneath some noise.
func Shades(img *image.RGBA, step int) int {
	const drop, bits = 2, 6
	seen := make([]bool, 1<<(3*bits))
	n := 0
	size := img.Rect.Size()
	for y := 0; y < size.Y; y += step {
		row := img.Pix[y*img.Stride:][:4*size.X]
		for x := 0; x < len(row); x += 4 {
			at := int(row[x]>>drop)<<(2*bits) | int(row[x+1]>>drop)<<bits | int(row[x+2]>>drop)
			if !seen[at] {
				seen[at] = true
				n++
			}
		}
	}
	return n
}
