package wall

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/pixel"
)

// CreateRenderer is called by Fyne.
func (f *Frame) CreateRenderer() fyne.WidgetRenderer {
	first, second := f.states()
	r := &frameRenderer{
		frame:      f,
		card:       newCard(f.view.Backdrop),
		plate:      &canvas.Rectangle{CornerRadius: look.FrameRadius, StrokeWidth: 1},
		first:      pixel.NewView(first),
		second:     pixel.NewView(second),
		message:    widgets.NewWords("", widgets.Style{}),
		name:       canvas.NewText("", nil),
		dimensions: canvas.NewText("", nil),
		caption:    widgets.NewWords("", widgets.Caption()),
	}
	f.made = r
	r.paint()
	return r
}

type frameRenderer struct {
	frame            *Frame
	card             *card
	plate            *canvas.Rectangle // behind an aside, whose words stand on it
	first, second    *pixel.View
	message          *widgets.Words
	name, dimensions *canvas.Text
	caption          *widgets.Words
}

// measures are the sizes within a frame, in units.
type measures struct {
	first, second fyne.Size
	stacked       bool      // two pictures below each other
	picture       fyne.Size // both of them
	card          fyne.Size
	width         float32
	words         float32 // height below the card
}

func (r *frameRenderer) measure() measures {
	f := r.frame
	m := measures{first: r.first.Units()}
	m.picture = m.first
	if f.double() {
		m.second = r.second.Units()
		wide := m.first.Width + pairGap + m.second.Width
		m.stacked = f.room > 0 && wide+2*f.pad > f.room
		if m.stacked {
			m.picture = fyne.NewSize(max(m.first.Width, m.second.Width), m.first.Height+pairGap+m.second.Height)
		} else {
			m.picture = fyne.NewSize(wide, max(m.first.Height, m.second.Height))
		}
	}
	line := r.name.MinSize().Width + nameGap + r.dimensions.MinSize().Width
	if f.tile.Aside {
		words := max(line, r.caption.WidestLine())
		m.width = max(asideWidth, m.first.Width+3*asidePad+words)
		m.card = fyne.NewSize(m.width, asideThumb+2*asidePad)
		return m
	}
	m.width = max(leastWidth, m.picture.Width+2*f.pad, line)
	m.card = fyne.NewSize(m.width, m.picture.Height+2*f.pad)
	if f.tile.Message != "" {
		m.card.Height = max(m.card.Height, r.message.HeightAt(m.width-2*f.pad)+f.pad)
	}
	m.words = cardGap + r.name.MinSize().Height + captionGap + max(r.caption.HeightAt(m.width), r.captionLine())
	return m
}

// captionLine is the height of one line: frames keep it while there is nothing to say
// yet, so that the wall does not move when there is.
func (r *frameRenderer) captionLine() float32 {
	return widgets.Measure("M", widgets.Caption()).Height + 1
}

func (r *frameRenderer) MinSize() fyne.Size {
	m := r.measure()
	return fyne.NewSize(m.width, m.card.Height+m.words)
}

func (r *frameRenderer) Layout(size fyne.Size) {
	m := r.measure()
	if r.frame.tile.Aside {
		r.layoutAside(size, m)
		return
	}
	m.card.Width = max(m.width, size.Width)
	r.card.Move(fyne.Position{})
	r.card.Resize(m.card)
	at := fyne.NewPos((m.card.Width-m.picture.Width)/2, (m.card.Height-m.picture.Height)/2)
	place(r.first, at, m.first)
	if m.stacked {
		place(r.second, at.AddXY(0, m.first.Height+pairGap), m.second)
	} else {
		place(r.second, at.AddXY(m.first.Width+pairGap, 0), m.second)
	}
	height := r.message.HeightAt(m.card.Width - 2*r.frame.pad)
	place(r.message, fyne.NewPos(r.frame.pad, (m.card.Height-height)/2), fyne.NewSize(m.card.Width-2*r.frame.pad, height))
	y := m.card.Height + cardGap
	r.layoutName(0, y)
	y += r.name.MinSize().Height + captionGap
	place(r.caption, fyne.NewPos(0, y), fyne.NewSize(m.card.Width, r.caption.HeightAt(m.card.Width)))
}

func (r *frameRenderer) layoutName(x, y float32) {
	widgets.PlaceText(r.name, fyne.NewPos(x, y), r.name.MinSize())
	widgets.PlaceText(r.dimensions, fyne.NewPos(x+r.name.MinSize().Width+nameGap, y), r.dimensions.MinSize())
}

// layoutAside puts a thumbnail on its page at the left, and the words at its right.
func (r *frameRenderer) layoutAside(size fyne.Size, m measures) {
	place(r.plate, fyne.Position{}, fyne.NewSize(size.Width, m.card.Height))
	thumb := m.first.Max(fyne.NewSquareSize(asideThumb))
	place(r.card, fyne.NewSquareOffsetPos(asidePad), thumb)
	offset := fyne.NewPos((thumb.Width-m.first.Width)/2, (thumb.Height-m.first.Height)/2)
	place(r.first, offset.AddXY(asidePad, asidePad), m.first)
	message := r.message.HeightAt(thumb.Width)
	place(r.message, fyne.NewPos(asidePad, asidePad+(thumb.Height-message)/2), fyne.NewSize(thumb.Width, message))
	x := asidePad + thumb.Width + asidePad + 1
	room := size.Width - x - asidePad
	caption := r.caption.HeightAt(room)
	y := (m.card.Height - r.name.MinSize().Height - 2 - caption) / 2
	r.layoutName(x, y)
	place(r.caption, fyne.NewPos(x, y+r.name.MinSize().Height+2), fyne.NewSize(room, caption))
}

func place(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
	o.Move(at)
	o.Resize(size)
}

func (r *frameRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		r.plate, r.card, r.first, r.second, r.message, r.name, r.dimensions, r.caption,
	}
}

func (r *frameRenderer) Destroy() {}

func (r *frameRenderer) Refresh() {
	r.paint()
	r.Layout(r.frame.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *frameRenderer) paint() {
	f := r.frame
	r.card.set(f.view.Backdrop)
	r.plate.FillColor = theme.ColorForWidget(look.Surface, f)
	r.plate.StrokeColor = theme.ColorForWidget(look.Hairline, f)
	r.plate.Hidden = !f.tile.Aside

	first, second := f.states()
	r.first.Set(first)
	r.second.Set(second)
	r.first.Hidden = f.tile.Message != ""
	r.second.Hidden = !f.double()

	page := f.view.Backdrop.paint()
	ink := page.muted
	if f.tile.Failed {
		ink = page.bad
	}
	r.message.Set(f.tile.Message, widgets.Style{Size: look.TextCaption, Color: ink, Align: fyne.TextAlignCenter})
	r.message.Hidden = f.tile.Message == ""

	set := func(text *canvas.Text, words string, style widgets.Style, ink fyne.ThemeColorName) {
		text.Text, text.TextSize, text.TextStyle.Bold = words, style.Size, style.Bold
		text.Color = theme.ColorForWidget(ink, f)
	}
	set(r.name, widgets.Ellipsis(f.tile.Name, nameWidth, nameStyle()), nameStyle(), look.Text)
	set(r.dimensions, f.tile.Dimensions, dimensionsStyle(), look.Muted)
	r.caption.Set(f.tile.Caption, widgets.Caption().In(f.tile.Tone.Color()))
	r.caption.SetLinkBelow(f.tile.Aside)
	r.caption.SetLink(f.tile.Link, func() {
		if f.OnLink != nil {
			f.OnLink(f.tile.Key)
		}
	})
}
