package wall

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
	"masthead/widgets/pixel"
)

// checkSide is the side of a square of the Checker backdrop, in units.
const checkSide = 8

var _ fyne.Widget = (*card)(nil)

// card is the piece of page behind a picture: rounded, with a hairline.
type card struct {
	widget.BaseWidget

	backdrop Backdrop
}

func newCard(backdrop Backdrop) *card {
	c := &card{backdrop: backdrop}
	c.ExtendBaseWidget(c)
	return c
}

func (c *card) set(backdrop Backdrop) {
	if c.backdrop != backdrop {
		c.backdrop = backdrop
		c.Refresh()
	}
}

func (c *card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{
		card:  c,
		page:  &canvas.Rectangle{CornerRadius: look.FrameRadius},
		edge:  &canvas.Rectangle{CornerRadius: look.FrameRadius, StrokeWidth: 1},
		check: &canvas.Image{ScaleMode: canvas.ImageScalePixels, CornerRadius: look.FrameRadius},
	}
	r.paint()
	return r
}

type cardRenderer struct {
	card       *card
	page, edge *canvas.Rectangle
	check      *canvas.Image
}

func (r *cardRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *cardRenderer) Layout(size fyne.Size) {
	for _, o := range r.Objects() {
		o.Resize(size)
	}
	r.draw(size)
}

// draw makes the squares. They are drawn for the size they take on the screen, and only
// where they are seen.
func (r *cardRenderer) draw(size fyne.Size) {
	r.check.Hidden = r.card.backdrop != Checker
	if r.check.Hidden {
		return
	}
	scale := pixel.ScaleOf(r.card)
	w, h := int(size.Width*scale+0.5), int(size.Height*scale+0.5)
	odd := rgba(theme.ColorForWidget(look.CheckOdd, r.card))
	even := rgba(theme.ColorForWidget(look.CheckEven, r.card))
	if w <= 0 || h <= 0 {
		return
	}
	r.check.Image = checks(w, h, max(1, int(checkSide*scale)), odd, even)
	r.check.Refresh()
}

func checks(w, h, side int, odd, even color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := even
			if (x/side+y/side)%2 == 1 {
				c = odd
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func rgba(c color.Color) color.RGBA { return color.RGBAModel.Convert(c).(color.RGBA) }

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.page, r.check, r.edge}
}

func (r *cardRenderer) Destroy() {}

func (r *cardRenderer) Refresh() {
	r.paint()
	r.draw(r.card.Size())
	canvas.Refresh(r.page)
	canvas.Refresh(r.edge)
}

func (r *cardRenderer) paint() {
	page := r.card.backdrop.paint().page
	r.page.FillColor = color.NRGBA{page[0], page[1], page[2], 0xFF}
	if r.card.backdrop == Checker {
		r.page.FillColor = theme.ColorForWidget(look.CheckEven, r.card)
	}
	r.edge.StrokeColor = theme.ColorForWidget(look.Hairline, r.card)
	r.edge.FillColor = look.Clear(r.edge.StrokeColor)
}
