package sheet

import (
	"cmp"
	"image"
	"slices"
)

// Distances, in pixels.
const (
	margin  = 48
	gutter  = 32
	rowGap  = 44
	content = 1800 // the least width of what is between the margins: all avatars in a row

	titleHeight   = 76
	headingHeight = 56
	captionGap    = 12
	captionLine   = 20
	captionLines  = 3
	cellWidth     = 112 // the longest name, under the smallest picture
)

// box is one size's place: its picture, with the caption under it.
type box struct {
	size    image.Point // of the picture
	picture image.Point // its top left corner, once placed
}

func (b *box) width() int { return max(b.size.X, cellWidth) }

// shelf is a row of boxes whose pictures stand on one line.
type shelf struct {
	boxes         []*box
	width, height int
}

// shelve puts boxes on shelves of the given width, large to small, each on the first
// one that has room, so that small sizes fill what large ones leave.
func shelve(boxes []*box, width int) []*shelf {
	order := slices.Clone(boxes)
	slices.SortStableFunc(order, func(a, b *box) int {
		return cmp.Or(cmp.Compare(b.size.X, a.size.X), cmp.Compare(b.size.Y, a.size.Y))
	})
	var shelves []*shelf
	for _, b := range order {
		at := slices.IndexFunc(shelves, func(s *shelf) bool { return s.width+gutter+b.width() <= width })
		if at < 0 {
			at = len(shelves)
			shelves = append(shelves, &shelf{width: -gutter})
		}
		s := shelves[at]
		s.boxes = append(s.boxes, b)
		s.width += gutter + b.width()
		s.height = max(s.height, b.size.Y)
	}
	return shelves
}

// place gives every box of the shelves its corner, from y on, and returns where the
// next thing may begin.
func place(shelves []*shelf, y int) int {
	for _, s := range shelves {
		x := margin
		for _, b := range s.boxes {
			b.picture = image.Pt(x, y+s.height-b.size.Y)
			x += b.width() + gutter
		}
		y += s.height + captionGap + captionLines*captionLine + rowGap
	}
	return y
}
