package widgets

import (
	"fyne.io/fyne/v2"
)

// choice is a row of labels of which one is chosen: what Segmented and TabStrip share.
type choice struct {
	labels            []string
	edges             []float32 // len(labels)+1, from the left, in units
	style             Style
	pad               float32
	selected, hovered int
}

func newChoice(labels []string, style Style, pad float32) choice {
	return choice{labels: labels, style: style, pad: pad, hovered: -1}
}

// measure finds the edges anew: the typeface may have changed. Widths are those of the
// chosen style, so that nothing moves when the choice does.
func (c *choice) measure() {
	c.edges = append(c.edges[:0], 0)
	var x float32
	for _, label := range c.labels {
		x += c.style.measure(label).Width + 2*c.pad
		c.edges = append(c.edges, x)
	}
}

func (c *choice) width() float32 {
	c.measure()
	return c.edges[len(c.edges)-1]
}

func (c *choice) span(index int) (from, to float32) {
	if len(c.edges) == 0 {
		c.measure()
	}
	return c.edges[index], c.edges[index+1]
}

// at is the index under a place, or -1.
func (c *choice) at(x float32) int {
	for i := range c.labels {
		if from, to := c.span(i); x >= from && x < to {
			return i
		}
	}
	return -1
}

// set chooses and reports whether that changed anything.
func (c *choice) set(index int) bool {
	if index < 0 || index >= len(c.labels) || index == c.selected {
		return false
	}
	c.selected = index
	return true
}

func (c *choice) hover(index int) bool {
	changed := c.hovered != index
	c.hovered = index
	return changed
}

// after is where a key leads.
func (c *choice) after(key *fyne.KeyEvent) (int, bool) {
	switch key.Name {
	case fyne.KeyLeft:
		return max(0, c.selected-1), true
	case fyne.KeyRight:
		return min(len(c.labels)-1, c.selected+1), true
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return len(c.labels) - 1, true
	}
	return 0, false
}
