package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"masthead/widgets/look"
)

// newFoot puts buttons at the right end of a line and something else at its left end.
func newFoot(aside fyne.CanvasObject, buttons ...fyne.CanvasObject) *fyne.Container {
	foot := container.New(&footLayout{aside: aside}, buttons...)
	if aside != nil {
		foot.Add(aside)
	}
	return foot
}

type footLayout struct{ aside fyne.CanvasObject }

var _ fyne.Layout = (*footLayout)(nil)

func (f *footLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(objects) - 1; i >= 0; i-- {
		if objects[i] == f.aside {
			continue
		}
		min := objects[i].MinSize()
		x -= min.Width
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(min.Width, size.Height))
		x -= 2 * look.Step
	}
	if f.aside != nil {
		height := f.aside.MinSize().Height
		f.aside.Move(fyne.NewPos(0, (size.Height-height)/2))
		f.aside.Resize(fyne.NewSize(x, height))
	}
}

func (f *footLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		min := o.MinSize()
		size.Width += min.Width + 2*look.Step
		size.Height = max(size.Height, min.Height)
	}
	return size
}
