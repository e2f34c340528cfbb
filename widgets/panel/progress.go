package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
)

const progressHeight float32 = 6

var _ fyne.Widget = (*Progress)(nil)

// Progress is a thin bar. It stands still where nothing is known: no motion without news.
type Progress struct {
	widget.BaseWidget

	share float32
}

// NewProgress is an empty bar.
func NewProgress() *Progress {
	p := &Progress{}
	p.ExtendBaseWidget(p)
	return p
}

// Set fills a share of the bar, from 0 to 1.
func (p *Progress) Set(share float32) {
	share = min(1, max(0, share))
	if p.share != share {
		p.share = share
		p.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{progress: p, track: &canvas.Rectangle{}, bar: &canvas.Rectangle{}}
	r.track.CornerRadius, r.bar.CornerRadius = progressHeight/2, progressHeight/2
	r.Refresh()
	return r
}

type progressRenderer struct {
	progress   *Progress
	track, bar *canvas.Rectangle
}

func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(40, progressHeight) }

func (r *progressRenderer) Layout(size fyne.Size) {
	y := (size.Height - progressHeight) / 2
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(size.Width, progressHeight))
	r.bar.Move(fyne.NewPos(0, y))
	r.bar.Resize(fyne.NewSize(size.Width*r.progress.share, progressHeight))
	r.bar.Hidden = size.Width*r.progress.share < 1
}

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.bar}
}

func (r *progressRenderer) Destroy() {}

func (r *progressRenderer) Refresh() {
	r.track.FillColor = theme.ColorForWidget(look.Hairline, r.progress)
	r.bar.FillColor = theme.ColorForWidget(look.Accent, r.progress)
	r.Layout(r.progress.Size())
	canvas.Refresh(r.progress)
}
