package app

import (
	"fyne.io/fyne/v2"

	"masthead/widgets/panel"
)

// responsive lays out the window: header, tabs, body, inspector, narrow bar, status bar,
// in this order. Below a width the inspector gives way to a bar under the body.
type responsive struct {
	// plain leaves the inspector and the bar out: an empty window has its ways to begin in
	// its middle.
	plain bool
}

const (
	headerHeight float32 = 56
	tabsHeight   float32 = 44
	barHeight    float32 = 58
	statusHeight float32 = 28
)

var _ fyne.Layout = (*responsive)(nil)

// Layout is called by Fyne.
func (r *responsive) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	header, tabs, body, inspector, bar, status := objects[0], objects[1], objects[2], objects[3], objects[4], objects[5]
	narrow := size.Width < narrowBelow
	visible(inspector, !narrow && !r.plain)
	visible(bar, narrow && !r.plain)
	put(header, 0, 0, size.Width, headerHeight)
	put(tabs, 0, headerHeight, size.Width, tabsHeight)
	top, bottom, right := headerHeight+tabsHeight, size.Height-statusHeight, size.Width
	put(status, 0, bottom, size.Width, statusHeight)
	if inspector.Visible() {
		right -= panel.InspectorWidth
		put(inspector, right, top, size.Width-right, bottom-top)
	}
	if bar.Visible() {
		bottom -= barHeight
		put(bar, 0, bottom, size.Width, barHeight)
	}
	put(body, 0, top, right, bottom-top)
}

// MinSize is called by Fyne: the smallest window.
func (r *responsive) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, leastHeight)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// margins keeps one object away from the edges, in units; with collapse, nothing at all
// is taken when the object has no height.
type margins struct {
	left, top, right, bottom float32
	collapse                 bool
}

var _ fyne.Layout = (*margins)(nil)

// Layout is called by Fyne.
func (m *margins) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], m.left, m.top, size.Width-m.left-m.right, max(0, size.Height-m.top-m.bottom))
}

// MinSize is called by Fyne.
func (m *margins) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	if m.collapse && size.Height == 0 {
		return fyne.Size{}
	}
	return size.AddWidthHeight(m.left+m.right, m.top+m.bottom)
}
