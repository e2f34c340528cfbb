package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewDock puts objects along the four sides of one in the middle, without the gaps that
// Fyne's border layout leaves. Any of them may be nil. Top and bottom take the whole
// width.
func NewDock(top, bottom, left, right, middle fyne.CanvasObject) *fyne.Container {
	d := &dock{top, bottom, left, right, middle}
	c := container.New(d)
	// The middle comes first, so that what stands at its sides lies over it.
	for _, o := range []fyne.CanvasObject{middle, left, right, top, bottom} {
		if o != nil {
			c.Add(o)
		}
	}
	return c
}

type dock struct{ top, bottom, left, right, middle fyne.CanvasObject }

var _ fyne.Layout = (*dock)(nil)

func (d *dock) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	var at fyne.Position
	if docked(d.top) {
		height := d.top.MinSize().Height
		set(d.top, at, fyne.NewSize(size.Width, height))
		at.Y, size.Height = height, size.Height-height
	}
	if docked(d.bottom) {
		height := d.bottom.MinSize().Height
		size.Height -= height
		set(d.bottom, fyne.NewPos(0, at.Y+size.Height), fyne.NewSize(size.Width, height))
	}
	if docked(d.left) {
		width := d.left.MinSize().Width
		set(d.left, at, fyne.NewSize(width, size.Height))
		at.X, size.Width = width, size.Width-width
	}
	if docked(d.right) {
		width := d.right.MinSize().Width
		size.Width -= width
		set(d.right, fyne.NewPos(at.X+size.Width, at.Y), fyne.NewSize(width, size.Height))
	}
	if docked(d.middle) {
		set(d.middle, at, size)
	}
}

func (d *dock) MinSize([]fyne.CanvasObject) fyne.Size {
	size := least(d.middle)
	for _, o := range []fyne.CanvasObject{d.left, d.right} {
		size.Width += least(o).Width
		size.Height = max(size.Height, least(o).Height)
	}
	for _, o := range []fyne.CanvasObject{d.top, d.bottom} {
		size.Height += least(o).Height
		size.Width = max(size.Width, least(o).Width)
	}
	return size
}

func docked(o fyne.CanvasObject) bool { return o != nil && o.Visible() }

func least(o fyne.CanvasObject) fyne.Size {
	if !docked(o) {
		return fyne.Size{}
	}
	return o.MinSize()
}

func set(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
	o.Move(at)
	o.Resize(size)
}
