package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

var _ fyne.Layout = (*column)(nil)

// NewColumn stacks objects at the width of the container, a gap apart, in units. Unlike
// Fyne's box it gives each object its width before it asks for the height, so that
// wrapped text is as high as it needs to be.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: gap}, objects...)
}

type column struct{ gap float32 }

func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if o.Size().Width != size.Width {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		}
		height := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + c.gap
	}
}

func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	shown := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		min := o.MinSize()
		size.Width = max(size.Width, min.Width)
		size.Height += min.Height
		shown++
	}
	size.Height += c.gap * float32(max(0, shown-1))
	return size
}

// NewRow gives objects equal widths beside each other where they fit, a gap apart, in
// units.
func NewRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap}, objects...)
}

type row struct{ gap float32 }

var _ fyne.Layout = (*row)(nil)

func (r *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	visible := visibleOf(objects)
	room := size.Width - r.gap*float32(len(visible)-1)
	var x float32
	for _, width := range shares(visible, room) {
		visible[0].Move(fyne.NewPos(x, 0))
		visible[0].Resize(fyne.NewSize(width, size.Height))
		visible = visible[1:]
		x += width + r.gap
	}
}

// shares are equal widths, or, where one object needs more than its share, the least
// widths and an equal part each of what is left.
func shares(objects []fyne.CanvasObject, room float32) []float32 {
	n := float32(len(objects))
	widths := make([]float32, len(objects))
	equal, left := true, room
	for i, o := range objects {
		widths[i] = o.MinSize().Width
		equal = equal && widths[i] <= room/n
		left -= widths[i]
	}
	for i := range widths {
		if equal {
			widths[i] = room / n
		} else {
			widths[i] += max(0, left) / n
		}
	}
	return widths
}

func (r *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	visible := visibleOf(objects)
	size := fyne.NewSize(r.gap*float32(max(0, len(visible)-1)), 0)
	for _, o := range visible {
		min := o.MinSize()
		size.Width += min.Width
		size.Height = max(size.Height, min.Height)
	}
	return size
}

func visibleOf(objects []fyne.CanvasObject) []fyne.CanvasObject {
	visible := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o.Visible() {
			visible = append(visible, o)
		}
	}
	return visible
}
