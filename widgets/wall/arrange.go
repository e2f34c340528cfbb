package wall

import (
	"fyne.io/fyne/v2"

	"masthead/widgets/look"
)

const (
	gap     float32 = 4 * look.Step // between frames
	tight   float32 = 2 * look.Step // between the smallest, where three stand in a row
	edge    float32 = 6 * look.Step // left and right of the wall
	top     float32 = 18
	gallery         = 7 // sizes in the arrangement with the largest at the right
)

// wallLayout arranges frames for a width.
type wallLayout struct {
	width  float32 // of the wall, in units
	frames []*Frame
	tip    *tip
}

var _ fyne.Layout = (*wallLayout)(nil)

// Layout is called by Fyne. The wall may be wider than what is seen of it; it is arranged
// for what is seen.
func (l *wallLayout) Layout([]fyne.CanvasObject, fyne.Size) { l.arrange(true) }

// MinSize is called by Fyne.
func (l *wallLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.arrange(false) }

func (l *wallLayout) arrange(move bool) fyne.Size {
	put := func(o fyne.CanvasObject, x, y, width float32) {
		if move {
			place(o, fyne.NewPos(edge+x, top+y), fyne.NewSize(width, o.MinSize().Height))
		}
	}
	room := max(leastWidth, l.width-2*edge)
	for _, f := range l.frames {
		f.setRoom(room)
	}
	size, ok := l.pinned(room, put)
	if !ok {
		size = flow(l.frames, room, 0, put)
	}
	return size.AddWidthHeight(2*edge, top+gap)
}

type putter func(o fyne.CanvasObject, x, y, width float32)

// pinned is the arrangement for a wide window: the largest at the right over all rows,
// the picture aside under it, the others at the left in rows of three, two and one.
func (l *wallLayout) pinned(room float32, put putter) (fyne.Size, bool) {
	var sizes, aside []*Frame
	for _, f := range l.frames {
		switch {
		case f.double():
			return fyne.Size{}, false
		case f.tile.Aside:
			aside = append(aside, f)
		default:
			sizes = append(sizes, f)
		}
	}
	if len(sizes) != gallery || len(aside) > 1 {
		return fyne.Size{}, false
	}
	nothing := func(fyne.CanvasObject, float32, float32, float32) {}
	rows := [][]*Frame{sizes[:3], sizes[3:5], sizes[5:6]}
	gaps := []float32{tight, gap, gap}
	var left float32
	for i, row := range rows {
		left = max(left, line(row, gaps[i], 0, nothing).Width)
	}
	largest := sizes[gallery-1]
	right := largest.MinSize()
	if left+gap+right.Width > room {
		return fyne.Size{}, false
	}
	size := fyne.NewSize(left+gap+right.Width, -gap)
	for i, row := range rows {
		size.Height += gap
		size.Height += line(row, gaps[i], size.Height, put).Height
	}
	put(largest, left+gap, 0, right.Width)
	size.Height = max(size.Height, right.Height)
	if len(aside) == 1 {
		height := aside[0].MinSize().Height
		size.Height = max(size.Height, right.Height+gap+height)
		put(aside[0], left+gap, size.Height-height, right.Width)
	}
	return size, true
}

// flow fills lines from left to right.
func flow(frames []*Frame, room, y float32, put putter) fyne.Size {
	var size fyne.Size
	for start := 0; start < len(frames); {
		end, width := start, float32(-gap)
		for end < len(frames) {
			width += gap + frames[end].MinSize().Width
			if width > room && end > start {
				break
			}
			end++
		}
		row := line(frames[start:end], gap, y, put)
		size.Width = max(size.Width, row.Width)
		y += row.Height
		size.Height = y
		y += gap
		start = end
	}
	return size
}

// line puts frames beside each other so that their cards end on one baseline, and
// returns the size of them all.
func line(frames []*Frame, gap, y float32, put putter) fyne.Size {
	var baseline, below, x float32
	for _, f := range frames {
		card := f.cardHeight()
		baseline = max(baseline, card)
		below = max(below, f.MinSize().Height-card)
	}
	for _, f := range frames {
		min := f.MinSize()
		put(f, x, y+baseline-f.cardHeight(), min.Width)
		x += min.Width + gap
	}
	return fyne.NewSize(max(0, x-gap), baseline+below)
}
