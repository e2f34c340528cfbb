package panel

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets"
	"masthead/widgets/look"
)

const (
	keyWidth float32 = 104
	factGap  float32 = 7
)

var _ fyne.Widget = (*Facts)(nil)

// Fact is one line: what it is called, and what it is.
type Fact struct {
	Key, Value string
	Link       bool // the value can be followed
}

// Facts are names and values in two columns.
type Facts struct {
	widget.BaseWidget

	// OnLink is called with the index of the fact whose value was pressed.
	OnLink func(index int)

	facts []Fact
}

// NewFacts shows facts.
func NewFacts(facts ...Fact) *Facts {
	f := &Facts{facts: facts}
	f.ExtendBaseWidget(f)
	return f
}

// Set shows other facts.
func (f *Facts) Set(facts ...Fact) {
	if !slices.Equal(f.facts, facts) {
		f.facts = facts
		f.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (f *Facts) CreateRenderer() fyne.WidgetRenderer {
	r := &factsRenderer{facts: f}
	r.Refresh()
	return r
}

type factRow struct {
	key, value *widgets.Words
	link       *widgets.Link
}

type factsRenderer struct {
	facts   *Facts
	rows    []factRow
	objects []fyne.CanvasObject
}

func (r *factsRenderer) valueHeight(row factRow, width float32) float32 {
	if row.link != nil {
		return row.link.MinSize().Height
	}
	return row.value.HeightAt(width - keyWidth)
}

func (r *factsRenderer) MinSize() fyne.Size {
	size := fyne.NewSize(keyWidth+40, -factGap)
	width := max(size.Width, r.facts.Size().Width)
	for _, row := range r.rows {
		size.Height += r.valueHeight(row, width) + factGap
	}
	return fyne.NewSize(size.Width, max(0, size.Height))
}

func (r *factsRenderer) Layout(size fyne.Size) {
	var y float32
	for i, row := range r.rows {
		if row.link != nil {
			row.link.SetText(widgets.Ellipsis(r.facts.facts[i].Value, size.Width-keyWidth, widgets.Small()))
		}
		height := r.valueHeight(row, size.Width)
		row.key.Move(fyne.NewPos(0, y))
		row.key.Resize(fyne.NewSize(keyWidth, height))
		value := fyne.CanvasObject(row.value)
		extent := fyne.NewSize(size.Width-keyWidth, height)
		if row.link != nil {
			value, extent = row.link, row.link.MinSize()
		}
		value.Move(fyne.NewPos(keyWidth, y))
		value.Resize(extent)
		y += height + factGap
	}
}

func (r *factsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *factsRenderer) Destroy()                     {}

func (r *factsRenderer) Refresh() {
	f := r.facts
	for len(r.rows) < len(f.facts) {
		r.rows = append(r.rows, factRow{
			key:   widgets.NewWords("", widgets.Small().In(look.Muted)),
			value: widgets.NewWords("", widgets.Small()),
		})
	}
	r.rows = r.rows[:len(f.facts)]
	r.objects = r.objects[:0]
	for i, fact := range f.facts {
		row := &r.rows[i]
		row.key.SetText(fact.Key)
		r.objects = append(r.objects, row.key)
		if !fact.Link {
			row.link = nil
			row.value.SetText(fact.Value)
			r.objects = append(r.objects, row.value)
			continue
		}
		if row.link == nil {
			row.link = widgets.NewPlainLink(fact.Value, look.TextSmall, func() { f.follow(i) })
		}
		row.link.SetText(fact.Value)
		r.objects = append(r.objects, row.link)
	}
	r.Layout(f.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (f *Facts) follow(index int) {
	if f.OnLink != nil {
		f.OnLink(index)
	}
}
