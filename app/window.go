package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/panel"
	"masthead/widgets/wall"
)

// window is the widgets of the one window. It shows screens and reports what the user
// does to the controllers; it decides nothing.
type window struct {
	*controllers
	fyne.Window

	shown screen
	bar   *header
	tabs  *widgets.TabStrip
	// showing is the choice between Live, Draft and Side by side.
	showing *widgets.Segmented
	walls   [2]*wall.Wall // by service.Kind
	notices *fyne.Container
	empty   *panel.Notice
	welcome *fyne.Container
	content *fyne.Container
	inspect *inspectors
	foot    *narrowBar
	status  *widgets.StatusBar
	ask     *panel.Modal
	asked   *Question     // what ask is about
	lines   []panel.Check // what it says of it
	sign    *signView
	root    *fyne.Container
	// keys tells fresh presses while nothing has the focus, chord that a key went down since
	// the last shortcut.
	keys  widgets.Press
	chord bool
}

// Sizes of the window, in units.
const (
	startWidth, startHeight = 1280, 820
	leastWidth, leastHeight = 720, 560
	narrowBelow             = 1000
)

// newWindow fills a window; nothing is shown before the first screen.
func newWindow(w fyne.Window, c *controllers) *window {
	v := &window{controllers: c, Window: w}
	v.bar = newHeader(v)
	v.tabs = widgets.NewTabStrip(func(i int) { c.view.front(service.Kind(i)) }, "Avatar", "Banner")
	v.showing = widgets.NewSegmented(func(i int) { c.view.show(Showing(i)) }, "Live", "Draft", "Side by side")
	for _, k := range service.Kinds {
		pad := wall.AvatarPad
		if k == service.Banner {
			pad = wall.BannerPad
		}
		v.walls[k] = wall.NewWall(pad)
		v.walls[k].OnLink = func(name string) { c.followSize(k, name) }
	}
	v.notices = widgets.NewColumn(2 * look.Step)
	v.empty = panel.NewNotice(panel.News{}, nil)
	v.welcome = newWelcome(v)
	v.inspect = newInspectors(v)
	v.foot = newNarrowBar(v)
	v.status = widgets.NewStatusBar()
	above := container.New(&margins{24, 18, 24, 0, true}, v.notices)
	nothing := container.New(&margins{24, 18, 24, 18, true}, widgets.NewColumn(0, v.empty))
	v.content = container.NewBorder(above, nil, nil, nil,
		container.NewStack(v.walls[service.Avatar], v.walls[service.Banner], nothing, v.welcome))
	v.root = container.New(&responsive{}, v.bar.pane, v.tabs,
		widgets.NewPane(v.content, look.Ground, 0), v.inspect.pane, v.foot.pane, v.status)
	w.SetContent(v.root)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(startWidth, startHeight))
	w.SetCloseIntercept(c.quit)
	w.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { c.dropped(uris) })
	v.bindKeys()
	return v
}

// show brings the widgets to a screen. Each of them compares for itself, so that what
// did not change costs nothing.
func (v *window) show(s screen) {
	v.shown = s
	v.bar.set(s)
	v.tabs.SetSelected(int(s.Front))
	v.showing.SetSelected(int(s.Showing))
	if s.Choices {
		v.tabs.SetTrailing(v.showing)
	} else {
		v.tabs.SetTrailing(nil)
	}
	v.showWall(s)
	v.showNotices(s.News)
	v.inspect.set(s)
	v.foot.set(s)
	v.status.Set(s.Status...)
	v.showQuestion(s.Question)
	v.showSigning(s.Signing)
	r := v.root.Layout.(*responsive)
	if r.plain != s.Welcome {
		r.plain = s.Welcome
		v.root.Refresh()
	}
}

func (v *window) showWall(s screen) {
	for _, k := range service.Kinds {
		visible(v.walls[k], k == s.Front && len(s.Tiles) > 0)
	}
	v.walls[s.Front].SetView(s.View)
	v.walls[s.Front].Set(s.Tiles...)
	visible(v.welcome, s.Welcome)
	v.empty.Set(s.Empty)
	visible(v.empty, s.Empty.Title != "" && !s.Welcome)
}

// showNotices keeps one widget for each notice.
func (v *window) showNotices(all []news) {
	changed := len(all) != len(v.notices.Objects)
	for len(v.notices.Objects) < len(all) {
		v.notices.Objects = append(v.notices.Objects, panel.NewNotice(panel.News{}, nil))
	}
	v.notices.Objects = v.notices.Objects[:len(all)]
	for i, n := range all {
		notice := v.notices.Objects[i].(*panel.Notice)
		notice.OnTapped = func() { v.perform(n.Do) }
		notice.OnClosed = func() { v.perform(n.Drop) }
		notice.Set(n.News)
	}
	if changed {
		v.content.Refresh()
	}
}

// visible shows or hides, and does nothing when that is so already.
func visible(o fyne.CanvasObject, yes bool) {
	switch {
	case yes == o.Visible():
	case yes:
		o.Show()
	default:
		o.Hide()
	}
}
