package widgets

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
)

// Style is how words are set. The zero value is body text on one line per paragraph.
type Style struct {
	Size  float32             // in units; 0 is look.TextBody
	Color fyne.ThemeColorName // "" is look.Text
	Bold  bool
	Align fyne.TextAlign
}

// Small is for names and labels.
func Small() Style { return Style{Size: look.TextSmall} }

// Caption is for facts under a picture.
func Caption() Style { return Style{Size: look.TextCaption, Color: look.Muted} }

// Strong is for what heads a group.
func Strong() Style { return Style{Bold: true} }

// Title is for what heads a card.
func Title() Style { return Style{Size: look.TextHeading, Bold: true} }

// In is the style in another colour.
func (s Style) In(color fyne.ThemeColorName) Style {
	s.Color = color
	return s
}

func (s Style) size() float32 {
	if s.Size == 0 {
		return look.TextBody
	}
	return s.Size
}

func (s Style) color() fyne.ThemeColorName {
	if s.Color == "" {
		return look.Text
	}
	return s.Color
}

func (s Style) measure(text string) fyne.Size {
	return fyne.MeasureText(text, s.size(), fyne.TextStyle{Bold: s.Bold})
}

// leading is the distance of two baselines, in units.
func (s Style) leading() float32 { return float32(math.Ceil(float64(s.measure("M").Height))) + 1 }

var _ fyne.Widget = (*Words)(nil)

// Words is text that wraps at the width it is given, with an optional link behind its
// last word. Its height follows from its width: put it into a Column, or into anything
// that gives it a width before it asks for the height.
type Words struct {
	widget.BaseWidget

	text  string
	style Style
	link  *Link
	below bool // the link stands on a line of its own
}

// NewWords sets text in a style.
func NewWords(text string, style Style) *Words {
	w := &Words{text: text, style: style}
	w.ExtendBaseWidget(w)
	return w
}

// SetText changes the text.
func (w *Words) SetText(text string) { w.Set(text, w.style) }

// Set changes text and style.
func (w *Words) Set(text string, style Style) {
	if w.text == text && w.style == style {
		return
	}
	w.text, w.style = text, style
	w.Refresh()
}

// Text is what stands there, without the link.
func (w *Words) Text() string { return w.text }

// SetLink puts a link behind the text, or takes it away when label is "".
func (w *Words) SetLink(label string, tapped func()) {
	switch {
	case label == "" && w.link == nil:
		return
	case label == "":
		w.link = nil
	case w.link == nil:
		w.link = NewLink(label, w.style.size(), tapped)
	default:
		w.link.OnTapped = tapped
		if !w.link.SetText(label) {
			return
		}
	}
	w.Refresh()
}

// SetLinkBelow gives the link a line of its own.
func (w *Words) SetLinkBelow(below bool) {
	if w.below != below {
		w.below = below
		w.Refresh()
	}
}

// Link is the link behind the text, or nil.
func (w *Words) Link() *Link { return w.link }

// WidestLine is the width that the whole text would take on one line per paragraph.
func (w *Words) WidestLine() float32 {
	var widest float32
	for _, line := range wrap(w.text, 0, w.style) {
		widest = max(widest, w.style.measure(line).Width)
	}
	switch {
	case w.link == nil:
		return widest
	case w.below:
		return max(widest, w.link.MinSize().Width)
	}
	return widest + w.gap() + w.link.MinSize().Width
}

// HeightAt is the height at a width.
func (w *Words) HeightAt(width float32) float32 {
	lines := wrap(w.text, width, w.style)
	rows := len(lines)
	if w.link != nil && !w.linkFits(lines, width) {
		rows++
	}
	return float32(rows) * w.style.leading()
}

func (w *Words) gap() float32 {
	if w.text == "" {
		return 0
	}
	return w.style.measure(" ").Width
}

func (w *Words) linkFits(lines []string, width float32) bool {
	if len(lines) == 0 || w.below {
		return false
	}
	last := w.style.measure(lines[len(lines)-1]).Width
	return width <= 0 || last+w.gap()+w.link.MinSize().Width <= width
}

// CreateRenderer is called by Fyne.
func (w *Words) CreateRenderer() fyne.WidgetRenderer {
	r := &wordsRenderer{words: w}
	r.Refresh()
	return r
}

type wordsRenderer struct {
	words   *Words
	lines   []*canvas.Text
	objects []fyne.CanvasObject
}

// MinSize is as high as the text is at its present width. Any width will do.
func (r *wordsRenderer) MinSize() fyne.Size {
	return fyne.NewSize(1, r.words.HeightAt(r.words.Size().Width))
}

func (r *wordsRenderer) Layout(size fyne.Size) {
	w := r.words
	lines := wrap(w.text, size.Width, w.style)
	r.set(lines)
	leading := w.style.leading()
	for i, line := range r.lines {
		PlaceText(line, fyne.NewPos(0, float32(i)*leading), fyne.NewSize(size.Width, line.MinSize().Height))
	}
	if w.link == nil {
		return
	}
	min := w.link.MinSize()
	at := fyne.NewPos(0, float32(len(lines))*leading)
	if w.linkFits(lines, size.Width) {
		at.Y -= leading
		at.X = w.style.measure(lines[len(lines)-1]).Width + w.gap()
	}
	w.link.Move(at)
	w.link.Resize(min)
}

// set makes one canvas text per line, reusing those that are there.
func (r *wordsRenderer) set(lines []string) {
	w := r.words
	colour := theme.ColorForWidget(w.style.color(), w)
	for len(r.lines) < len(lines) {
		r.lines = append(r.lines, canvas.NewText("", colour))
	}
	r.lines = r.lines[:len(lines)]
	r.objects = r.objects[:0]
	for i, line := range lines {
		text := r.lines[i]
		text.Text, text.Color, text.TextSize = line, colour, w.style.size()
		text.TextStyle, text.Alignment = fyne.TextStyle{Bold: w.style.Bold}, w.style.Align
		r.objects = append(r.objects, text)
	}
	if w.link != nil {
		r.objects = append(r.objects, w.link)
	}
}

func (r *wordsRenderer) Objects() []fyne.CanvasObject { return slices.Clip(r.objects) }
func (r *wordsRenderer) Destroy()                     {}

func (r *wordsRenderer) Refresh() {
	r.Layout(r.words.Size())
	canvas.Refresh(r.words)
}
