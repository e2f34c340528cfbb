package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
)

const (
	noticePad      float32 = 16
	noticeMinWidth float32 = 280
)

var _ fyne.Widget = (*Notice)(nil)

// News is what a Notice says.
type News struct {
	Title, Text string
	Action      string // the button's label; "" for none
	Tone        widgets.Tone
	// Close offers to put it away, beside what else there is to do.
	Close bool
}

// Notice tells something that stays true for a while, with one thing to do about it.
type Notice struct {
	widget.BaseWidget

	OnTapped, OnClosed func()

	news News
}

// NewNotice shows news.
func NewNotice(news News, tapped func()) *Notice {
	n := &Notice{news: news, OnTapped: tapped}
	n.ExtendBaseWidget(n)
	return n
}

// Set shows other news.
func (n *Notice) Set(news News) {
	if n.news != news {
		n.news = news
		n.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	r := &noticeRenderer{
		notice: n,
		plate:  &canvas.Rectangle{CornerRadius: look.FrameRadius, StrokeWidth: 1},
		title:  widgets.NewWords("", widgets.Strong()),
		text:   widgets.NewWords("", widgets.Caption()),
	}
	r.button = widgets.NewButton("", widgets.Secondary, func() {
		if n.OnTapped != nil {
			n.OnTapped()
		}
	})
	r.close = widgets.NewLink("×", look.TextHeading, func() {
		if n.OnClosed != nil {
			n.OnClosed()
		}
	})
	r.Refresh()
	return r
}

type noticeRenderer struct {
	notice      *Notice
	plate       *canvas.Rectangle
	title, text *widgets.Words
	button      *widgets.Button
	close       *widgets.Link
}

// room is the width for words beside the button.
func (r *noticeRenderer) room(width float32) float32 {
	room := width - 2*noticePad
	if !r.button.Hidden {
		room -= r.button.MinSize().Width + noticePad
	}
	if !r.close.Hidden {
		room -= r.close.MinSize().Width + noticePad
	}
	return max(80, room)
}

func (r *noticeRenderer) words(width float32) (title, text float32) {
	room := r.room(width)
	return r.title.HeightAt(room), r.text.HeightAt(room)
}

func (r *noticeRenderer) MinSize() fyne.Size {
	title, text := r.words(max(noticeMinWidth, r.notice.Size().Width))
	height := title + text
	if !r.button.Hidden {
		height = max(height, r.button.MinSize().Height)
	}
	return fyne.NewSize(noticeMinWidth, height+2*noticePad-4)
}

func (r *noticeRenderer) Layout(size fyne.Size) {
	r.plate.Resize(size)
	title, text := r.words(size.Width)
	room := r.room(size.Width)
	y := (size.Height - title - text) / 2
	r.title.Move(fyne.NewPos(noticePad, y))
	r.title.Resize(fyne.NewSize(room, title))
	r.text.Move(fyne.NewPos(noticePad, y+title))
	r.text.Resize(fyne.NewSize(room, text))
	right := size.Width - noticePad
	for _, o := range []fyne.CanvasObject{r.close, r.button} {
		if min := o.MinSize(); o.Visible() {
			o.Move(fyne.NewPos(right-min.Width, (size.Height-min.Height)/2))
			o.Resize(min)
			right -= min.Width + noticePad
		}
	}
}

func (r *noticeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.plate, r.title, r.text, r.button, r.close}
}

func (r *noticeRenderer) Destroy() {}

func (r *noticeRenderer) Refresh() {
	n := r.notice
	r.title.SetText(n.news.Title)
	r.text.SetText(n.news.Text)
	r.button.SetText(n.news.Action)
	r.button.Hidden = n.news.Action == ""
	r.close.Hidden = !n.news.Close
	edge := look.Hairline
	if n.news.Tone != widgets.Quiet {
		edge = n.news.Tone.Color()
	}
	r.plate.FillColor = theme.ColorForWidget(look.Surface, n)
	r.plate.StrokeColor = theme.ColorForWidget(edge, n)
	r.Layout(n.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
