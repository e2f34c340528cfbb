package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/pixel"
	"masthead/widgets/wall"
)

// The choices of the view controls, in the order in which they stand.
var (
	backdropNames   = []string{"Light", "Dim", "Dark", "Checker"}
	maskNames       = []string{"Circle", "Rounded", "None"}
	masks           = []pixel.Mask{pixel.Circle, pixel.Rounded, pixel.None}
	zoomNames       = [2][]string{service.Avatar: {"1:1", "2×", "4×"}, service.Banner: {"Fit", "½×", "1:1"}}
	zooms           = [2][]pixel.Zoom{service.Avatar: {pixel.One, pixel.Two, pixel.Four}, service.Banner: {pixel.Fit, pixel.Half, pixel.One}}
	fieldWidth      = float32(240)
	fieldWhenNarrow = float32(200)
)

// header is the window's first row: who, whom else to look at, and how.
type header struct {
	window   *window
	pane     *widgets.Pane
	chip     *widgets.Chip
	field    *widgets.Field
	backdrop *widgets.Segmented
	mask     *widgets.Segmented
	zoom     [2]*widgets.Segmented
	menu     *widgets.Button
	row      *fyne.Container
	person   widgets.Person
	typed    string
}

func newHeader(v *window) *header {
	h := &header{window: v}
	h.chip = widgets.NewChip(widgets.Person{}, h.accountMenu)
	h.field = widgets.NewField("@handle or image URL", fieldWidth)
	h.field.OnReturn = func(text string) {
		v.accounts.openText(text)
		v.Canvas().Unfocus()
	}
	h.field.OnShortcut = v.shortcut
	h.field.Clears = true
	h.backdrop = widgets.NewSegmented(func(i int) { v.view.backdrop(wall.Backdrop(i)) }, backdropNames...)
	h.mask = widgets.NewSegmented(func(i int) { v.view.mask(masks[i]) }, maskNames...)
	for _, k := range service.Kinds {
		h.zoom[k] = widgets.NewSegmented(func(i int) { v.view.zoom(zooms[k][i]) }, zoomNames[k]...)
	}
	h.menu = widgets.NewButton("View ▾", widgets.Secondary, h.viewMenu)
	h.row = container.New(&headerRow{}, h.chip, h.field, h.menu, h.backdrop, h.mask, h.zoom[0], h.zoom[1])
	h.pane = widgets.NewPane(h.row, look.Surface, widgets.Bottom)
	return h
}

func (h *header) set(s screen) {
	h.chip.Set(s.Person)
	if h.typed != s.Typed {
		h.typed = s.Typed
		h.field.SetText(s.Typed)
	}
	h.backdrop.SetSelected(int(s.View.Backdrop))
	h.mask.SetSelected(index(masks, h.window.model.Looking.Mask))
	for _, k := range service.Kinds {
		h.zoom[k].SetSelected(index(zooms[k], h.window.model.Looking.Zoom[k]))
	}
	layout := h.row.Layout.(*headerRow)
	if layout.front != s.Front || h.person != s.Person {
		layout.front, h.person = s.Front, s.Person
		h.row.Refresh() // the chip is as wide as its words
	}
}

// accountMenu opens under the chip.
func (h *header) accountMenu() {
	v := h.window
	var list []*fyne.MenuItem
	add := func(label string, enabled bool, do func()) {
		item := fyne.NewMenuItem(label, do)
		item.Disabled = !enabled
		list = append(list, item)
	}
	current := v.members.current()
	for _, m := range v.model.Members {
		add("@"+m.Handle, true, func() { v.members.switchTo(m.ID) })
		list[len(list)-1].Checked = m.ID == current
	}
	if len(list) > 0 {
		add("Add an account…", true, v.signing.begin)
	} else {
		add("Sign in to X…", true, v.signing.begin)
	}
	if current != "" {
		add("Sign out @"+v.model.Own.Handle+"…", true, v.members.askLeaving)
	}
	list = append(list, fyne.NewMenuItemSeparator())
	add("Show my account", v.model.SignedIn != NotSignedIn, v.accounts.openOwn)
	add("Read again", v.model.shown(), v.refresh)
	if v.model.Plan.Reader == service.ReaderV2 {
		add("Read through API 1.1 again", true, v.tryPlanAgain)
	}
	add("Show kept pictures", v.model.Own.ID != "", v.showKept)
	add("Try a demo account", v.model.SignedIn != Demo, v.tryDemo)
	h.open(h.chip, fyne.NewMenu("", list...))
}

// viewMenu holds the view controls where there is no room for them.
func (h *header) viewMenu() {
	v := h.window
	front := v.model.Front
	list := []*fyne.MenuItem{
		choices("Backdrop", backdropNames, int(v.model.Looking.Backdrop), func(i int) { v.view.backdrop(wall.Backdrop(i)) }),
	}
	if front == service.Avatar {
		list = append(list, choices("Mask", maskNames, index(masks, v.model.Looking.Mask), func(i int) { v.view.mask(masks[i]) }))
	}
	list = append(list, choices("Zoom", zoomNames[front], index(zooms[front], v.model.Looking.Zoom[front]),
		func(i int) { v.view.zoom(zooms[front][i]) }))
	h.open(h.menu, fyne.NewMenu("", list...))
}

// choices is a submenu of which one item is chosen.
func choices(title string, labels []string, chosen int, choose func(int)) *fyne.MenuItem {
	item := fyne.NewMenuItem(title, nil)
	item.ChildMenu = fyne.NewMenu("")
	for i, label := range labels {
		child := fyne.NewMenuItem(label, func() { choose(i) })
		child.Checked = i == chosen
		item.ChildMenu.Items = append(item.ChildMenu.Items, child)
	}
	return item
}

// open shows a menu below an object.
func (h *header) open(under fyne.CanvasObject, menu *fyne.Menu) {
	widget.NewPopUpMenu(menu, h.window.Canvas()).ShowAtRelativePosition(fyne.NewPos(0, under.Size().Height+4), under)
}

func index[T comparable](list []T, of T) int {
	for i, v := range list {
		if v == of {
			return i
		}
	}
	return 0
}

// headerRow puts chip and field at the left and the view controls at the right; where
// the window is narrow, one menu stands for the controls.
type headerRow struct{ front service.Kind }

var _ fyne.Layout = (*headerRow)(nil)

// Layout is called by Fyne.
func (r *headerRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const margin, gap = 16, 12
	chip, field, menu := objects[0], objects[1], objects[2]
	controls := objects[3:]
	narrow := size.Width < narrowBelow || size.Width < r.whole(objects)
	visible(menu, narrow)
	visible(controls[0], !narrow)
	visible(controls[1], !narrow && r.front == service.Avatar)
	visible(controls[2], !narrow && r.front == service.Avatar)
	visible(controls[3], !narrow && r.front == service.Banner)
	right := size.Width - margin
	middle := func(o fyne.CanvasObject, x, w float32) {
		h := o.MinSize().Height
		put(o, x, float32(int((size.Height-h)/2)), w, h)
	}
	if narrow {
		w := menu.MinSize().Width
		right -= w
		middle(menu, right, w)
		right -= gap
	}
	for i := len(controls) - 1; i >= 0; i-- {
		if !controls[i].Visible() {
			continue
		}
		w := controls[i].MinSize().Width
		right -= w
		middle(controls[i], right, w)
		right -= gap
	}
	least := fieldWidth
	if narrow {
		least = fieldWhenNarrow
	}
	chipWidth := min(chip.MinSize().Width, right-margin-gap-least)
	middle(chip, margin, chipWidth)
	middle(field, margin+chipWidth+gap, min(least, right-margin-chipWidth-gap))
}

// whole is the width that chip, field and all controls of the front tab take.
func (r *headerRow) whole(objects []fyne.CanvasObject) float32 {
	width := objects[0].MinSize().Width + fieldWidth + objects[3].MinSize().Width + 2*16 + 3*12
	if r.front == service.Banner {
		return width + objects[6].MinSize().Width
	}
	return width + objects[4].MinSize().Width + 12 + objects[5].MinSize().Width
}

// MinSize is called by Fyne.
func (r *headerRow) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, headerHeight)
}

// above shows a menu above an object, for what stands at the window's foot.
func (h *header) above(over fyne.CanvasObject, menu *fyne.Menu) {
	popUp := widget.NewPopUpMenu(menu, h.window.Canvas())
	size := popUp.MinSize()
	popUp.ShowAtRelativePosition(fyne.NewPos(over.Size().Width-size.Width, -size.Height-8), over)
}
