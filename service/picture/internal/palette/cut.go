package palette

import "slices"

// refinements is how often the palette is moved to the means of the colours that it
// serves. Each brings less; after two there is little left to gain.
const refinements = 2

// box is a set of cells that one colour of the palette will stand for.
type box struct {
	cells []cell
	// axis is the channel in which its colours differ most, and where they are cut.
	axis int
	cut  float64
	// spread is the sum of squared distances from the mean, over all pixels.
	spread float64
}

func newBox(cells []cell) box {
	var sum cell
	var squares [3]float64
	for _, c := range cells {
		sum.add(c)
		for i, v := range c.mean() {
			squares[i] += c.count * v * v
		}
	}
	b := box{cells: cells}
	most := -1.0
	for i, v := range sum.mean() {
		spread := float64(weights[i]) * (squares[i] - sum.count*v*v)
		b.spread += spread
		if spread > most {
			b.axis, b.cut, most = i, v, spread
		}
	}
	return b
}

// split parts the cells at the mean along the axis. Both parts get some.
func (b box) split() (box, box) {
	low, high := 0, len(b.cells)
	for low < high {
		if b.cells[low].mean()[b.axis] <= b.cut {
			low++
		} else {
			high--
			b.cells[low], b.cells[high] = b.cells[high], b.cells[low]
		}
	}
	low = min(max(low, 1), len(b.cells)-1)
	return newBox(b.cells[:low]), newBox(b.cells[low:])
}

// Quantise finds up to Most colours for a histogram: the box of colours that spreads
// most is cut in two until there are enough, then each colour settles at the mean of
// what is nearest to it. An empty histogram gets black.
func (h *Histogram) Quantise() *Palette {
	if len(h.cells) == 0 {
		return newPalette([][3]int{{}})
	}
	boxes := []box{newBox(slices.Clone(h.cells))}
	for len(boxes) < Most {
		widest := -1
		for i, b := range boxes {
			if len(b.cells) > 1 && (widest < 0 || b.spread > boxes[widest].spread) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		one, other := boxes[widest].split()
		boxes[widest] = one
		boxes = append(boxes, other)
	}
	sums := make([]cell, len(boxes))
	for i, b := range boxes {
		for _, c := range b.cells {
			sums[i].add(c)
		}
	}
	p := newPalette(means(sums))
	for range refinements {
		p = h.settle(p)
	}
	return p
}

// settle moves each colour to the mean of the cells that it is nearest to. One that is
// nearest to none is dropped.
func (h *Histogram) settle(p *Palette) *Palette {
	find := search{palette: p}
	sums := make([]cell, len(p.channels))
	for _, c := range h.cells {
		sums[find.nearest(c.rounded())].add(c)
	}
	return newPalette(means(sums))
}

func means(sums []cell) [][3]int {
	var list [][3]int
	for _, s := range sums {
		if s.count > 0 {
			list = append(list, s.rounded())
		}
	}
	return list
}
