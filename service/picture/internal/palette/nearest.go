package palette

import (
	"image/color"
	"slices"
)

// weights are how much a difference in red, green and blue is seen. Never modified.
var weights = [3]int{2, 4, 3}

// Palette is a list of opaque colours in which pictures are drawn. It may be used by
// several goroutines.
type Palette struct {
	// Colours are what Quantise found.
	Colours color.Palette
	// channels are the same colours, and neighbours each one's distances from all of
	// them, itself first and then the closest.
	channels   [][3]int
	neighbours [][]neighbour
}

// neighbour is a weighted, squared distance and below it, in 8 bits, whose it is: so
// that neighbours sort as numbers.
type neighbour int

func (n neighbour) index() int    { return int(n & 0xFF) }
func (n neighbour) distance() int { return int(n >> 8) }

func newPalette(channels [][3]int) *Palette {
	p := &Palette{
		Colours:  make(color.Palette, len(channels)),
		channels: channels, neighbours: make([][]neighbour, len(channels)),
	}
	for i, c := range channels {
		p.Colours[i] = color.NRGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 0xFF}
		around := make([]neighbour, len(channels))
		for j, d := range channels {
			around[j] = neighbour(distance(c, d)<<8 | j)
		}
		slices.Sort(around)
		p.neighbours[i] = around
	}
	return p
}

// guessBits is how many bits of each channel choose where a search begins.
const guessBits = 5

// search finds the colour of a palette that is nearest to another, exactly. It begins
// with what it last found nearby and looks at that colour's own neighbours, the closest
// first. By the triangle inequality none that is at least twice as far from the guess as
// the colour that is sought can be nearer to it than the guess.
type search struct {
	palette *Palette
	last    uint8
	guesses [1 << (3 * guessBits)]uint8 // 0 for none yet: then it is the last one found
}

// nearest is the number of the nearest colour; channels lie in 0 to 255.
func (s *search) nearest(want [3]int) uint8 {
	const drop = 8 - guessBits
	guess := &s.guesses[want[0]>>drop<<(2*guessBits)|want[1]>>drop<<guessBits|want[2]>>drop]
	best := int(*guess)
	if best == 0 {
		best = int(s.last)
	}
	least := distance(s.palette.channels[best], want)
	bound := 4 * least
	for _, n := range s.palette.neighbours[best] {
		if n.distance() >= bound {
			break
		}
		if d := distance(s.palette.channels[n.index()], want); d < least {
			best, least = n.index(), d
		}
	}
	*guess, s.last = uint8(best), uint8(best)
	return s.last
}

func distance(a, b [3]int) int {
	r, g, blue := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return weights[0]*r*r + weights[1]*g*g + weights[2]*blue*blue
}
