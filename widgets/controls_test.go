package widgets

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"masthead/widgets/look"
)

// window shows objects below each other in a window of a size, in the dark theme.
func window(t *testing.T, width, height float32, objects ...fyne.CanvasObject) fyne.Window {
	t.Helper()
	test.NewTempApp(t)
	test.ApplyTheme(t, look.New(look.Dark))
	w := test.NewTempWindow(t, container.NewVBox(objects...))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

// press is a key that goes down and is let go, as Fyne tells it to what has the focus.
func press(o fyne.Focusable, name fyne.KeyName) { hold(o, name, 0) }

// hold is a key that goes down and repeats before it is let go.
func hold(o fyne.Focusable, name fyne.KeyName, repeats int) {
	keyable := o.(desktop.Keyable)
	keyable.KeyDown(key(name))
	for range 1 + repeats {
		o.TypedKey(key(name))
	}
	keyable.KeyUp(key(name))
}

func TestButtonIsPressed(t *testing.T) {
	pressed := 0
	b := NewButton("Publish", Primary, func() { pressed++ })
	w := window(t, 300, 100, b)
	test.Tap(b)
	w.Canvas().Focus(b)
	for _, name := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter} {
		press(b, name)
	}
	if pressed != 4 {
		t.Errorf("a click and three keys pressed it %d times", pressed)
	}
	b.SetEnabled(false)
	test.Tap(b)
	press(b, fyne.KeySpace)
	if pressed != 4 {
		t.Error("a disabled button was pressed")
	}
}

func TestButtonShowsItsState(t *testing.T) {
	b := NewButton("Export", Secondary, nil)
	w := window(t, 300, 100, b)
	r := test.TempWidgetRenderer(t, b).(*buttonRenderer)
	is := func(what string, got any, name fyne.ThemeColorName) {
		t.Helper()
		if want := theme.Color(name); got != want {
			t.Errorf("%s: %v, not %s", what, got, name)
		}
	}
	is("at rest", r.plate.FillColor, look.Raised)
	b.MouseIn(&desktop.MouseEvent{})
	is("under the pointer", r.plate.FillColor, look.RaisedHover)
	b.MouseOut()
	w.Canvas().Focus(b)
	is("focused", r.plate.StrokeColor, look.Accent)
	if r.plate.StrokeWidth != 2 {
		t.Error("the focus cannot be seen")
	}
	w.Canvas().Unfocus()
	b.Disable()
	is("disabled", r.text.Color, look.Muted)
	test.ApplyTheme(t, look.New(look.Light))
	b.Refresh()
	is("in the light", r.text.Color, look.Muted)
}

func TestUnusedKeysGoOn(t *testing.T) {
	b := NewButton("Export", Secondary, nil)
	w := window(t, 300, 100, b)
	var keys []fyne.KeyName
	var runes []rune
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { keys = append(keys, k.Name) })
	w.Canvas().SetOnTypedRune(func(r rune) { runes = append(runes, r) })
	press(b, fyne.KeyEscape)
	b.TypedRune('b')
	b.TypedRune(' ')
	if len(keys) != 1 || keys[0] != fyne.KeyEscape || string(runes) != "b" {
		t.Errorf("the canvas got %v and %q", keys, string(runes))
	}
}

func TestCheck(t *testing.T) {
	c := NewCheck("Revoke")
	w := window(t, 300, 100, c)
	var passed []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { passed = append(passed, k.Name) })
	mark := test.WidgetRenderer(c).(*checkRenderer).mark
	if c.Checked() || mark.Visible() {
		t.Error("it is taken from the start")
	}
	test.Tap(c)
	if !c.Checked() || !mark.Visible() {
		t.Error("a click does not take it")
	}
	press(c, fyne.KeySpace)
	if c.Checked() || mark.Visible() {
		t.Error("Space does not turn it")
	}
	press(c, fyne.KeyReturn)
	press(c, fyne.KeyEscape)
	if c.Checked() || len(passed) != 2 {
		t.Errorf("Return and Escape are not handed on: %v", passed)
	}
}

func TestSegmented(t *testing.T) {
	var chosen []int
	s := NewSegmented(func(i int) { chosen = append(chosen, i) }, "Circle", "Rounded", "None")
	window(t, 400, 100, container.NewHBox(s))
	s.SetSelected(2)
	if s.Selected() != 2 || len(chosen) != 0 {
		t.Fatalf("selected %d, called back %v", s.Selected(), chosen)
	}
	from, to := s.choice.span(1)
	test.TapAt(s, fyne.NewPos((from+to)/2, 10))
	press(s, fyne.KeyLeft)
	press(s, fyne.KeyLeft) // at the end already
	press(s, fyne.KeyEnd)
	press(s, fyne.KeyHome)
	want := []int{1, 0, 2, 0}
	if len(chosen) != len(want) {
		t.Fatalf("called back %v, not %v", chosen, want)
	}
	for i := range want {
		if chosen[i] != want[i] {
			t.Fatalf("called back %v, not %v", chosen, want)
		}
	}
	s.SetSelected(9)
	s.SetSelected(-1)
	if s.Selected() != 0 {
		t.Error("an index that is not there was chosen")
	}
}

func TestSegmentedKeepsItsWidth(t *testing.T) {
	s := NewSegmented(nil, "1:1", "2×", "4×")
	window(t, 400, 100, s)
	before := s.MinSize()
	for i := range 3 {
		s.SetSelected(i)
		if s.MinSize() != before {
			t.Fatal("the choice changed the width")
		}
	}
}

func TestTabStrip(t *testing.T) {
	var chosen []int
	tabs := NewTabStrip(func(i int) { chosen = append(chosen, i) }, "Avatar", "Banner", "History")
	trailing := NewSegmented(nil, "Live", "Draft")
	w := window(t, 600, 100, tabs)
	tabs.SetTrailing(trailing)
	from, to := tabs.choice.span(2)
	test.TapAt(tabs, fyne.NewPos(tabMargin+(from+to)/2, 20))
	w.Canvas().Focus(tabs)
	press(tabs, fyne.KeyLeft)
	if len(chosen) != 2 || chosen[0] != 2 || chosen[1] != 1 || tabs.Selected() != 1 {
		t.Errorf("called back %v, selected %d", chosen, tabs.Selected())
	}
	right := trailing.Position().X + trailing.Size().Width
	if want := tabs.Size().Width - tabMargin; right != want {
		t.Errorf("the trailing control ends at %v, not %v", right, want)
	}
	tabs.SetTrailing(nil)
	test.TapAt(tabs, fyne.NewPos(3, 20)) // beside the tabs
	if tabs.Selected() != 1 {
		t.Error("a click beside the tabs chose one")
	}
}

func TestChip(t *testing.T) {
	opened := 0
	c := NewChip(Person{Name: "Not signed in"}, func() { opened++ })
	window(t, 600, 100, container.NewHBox(c))
	narrow := c.MinSize().Width
	c.Set(Person{Picture: image.NewRGBA(image.Rect(0, 0, 48, 48)), Name: "Ada", Handle: "@ada"})
	test.Tap(c)
	press(c, fyne.KeyReturn)
	if opened != 2 {
		t.Errorf("opened %d times", opened)
	}
	c.Set(Person{Name: "A name that is far too long for the header of any window", Handle: "@ada"})
	if width := c.MinSize().Width; width < narrow || width > chipName+150 {
		t.Errorf("a long name makes it %v wide", width)
	}
}

func TestFieldKeys(t *testing.T) {
	var got string
	f := NewField("@handle", 200)
	f.OnReturn = func(text string) { got = text }
	w := window(t, 400, 100, f)
	var passed []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { passed = append(passed, k.Name) })
	f.Clears = true
	test.Type(f, "@ada")
	press(f, fyne.KeyEnter)
	if got != "@ada" {
		t.Errorf("submitted %q", got)
	}
	press(f, fyne.KeyEscape)
	if f.Text != "" || len(passed) != 0 {
		t.Errorf("after Escape: %q, passed %v", f.Text, passed)
	}
	press(f, fyne.KeyEscape)
	f.OnReturn = nil
	press(f, fyne.KeyReturn)
	if len(passed) != 2 {
		t.Errorf("an empty field passed on %v", passed)
	}
}

func TestFieldForwardsWhatItDoesNotOwn(t *testing.T) {
	f := NewField("", 200)
	w := window(t, 400, 100, f)
	var passed []string
	f.OnShortcut = func(s fyne.Shortcut) { passed = append(passed, s.ShortcutName()) }
	w.Canvas().Focus(f)
	clipboard := test.NewClipboard()
	open := &desktop.CustomShortcut{KeyName: fyne.KeyO, Modifier: fyne.KeyModifierControl}
	f.TypedShortcut(open)
	f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	clipboard.SetContent("@grace")
	f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierControl})
	if len(passed) != 2 || passed[0] != open.ShortcutName() || passed[1] != "Paste" {
		t.Errorf("passed on %v", passed)
	}
	if f.Text != "@grace" {
		t.Errorf("pasted %q", f.Text)
	}
}

func TestFieldIsAsHighAsAButton(t *testing.T) {
	f, b := NewField("x", 200), NewButton("x", Secondary, nil)
	window(t, 400, 100, f, b)
	if d := f.MinSize().Height - b.MinSize().Height; d < -0.5 || d > 0.5 {
		t.Errorf("a field is %v, a button %v", f.MinSize().Height, b.MinSize().Height)
	}
}

func TestStatusBarLetsTheLastGo(t *testing.T) {
	s := NewStatusBar()
	window(t, 260, 60, s)
	s.Set("Live from X, 12 s ago", "", "899 of 900 reads left until 14:45", "Tokens in the OS keyring")
	r := test.TempWidgetRenderer(t, s).(*statusRenderer)
	if len(r.texts) != 3 {
		t.Fatalf("%d items", len(r.texts))
	}
	if !r.texts[0].Visible() || r.texts[2].Visible() {
		t.Error("the first item must stay, the last must go")
	}
}

func TestLinkIsPressed(t *testing.T) {
	n := 0
	l := NewLink("Retry", look.TextCaption, func() { n++ })
	window(t, 100, 50, container.NewHBox(l))
	test.Tap(l)
	press(l, fyne.KeySpace)
	if n != 2 || l.Cursor() != desktop.PointerCursor {
		t.Errorf("pressed %d times", n)
	}
	if l.SetText("Retry") || !l.SetText("Again") || l.Text() != "Again" {
		t.Error("SetText does not tell whether anything changed")
	}
}

func TestPaneDrawsItsEdges(t *testing.T) {
	p := NewPane(widget.NewLabel("x"), look.Surface, Top|Left)
	window(t, 200, 100, p)
	r := test.TempWidgetRenderer(t, p).(*paneRenderer)
	if len(r.lines) != 2 || r.lines[0].Size().Height != 1 || r.lines[1].Size().Width != 1 {
		t.Errorf("%d lines", len(r.lines))
	}
}

func TestDockLeavesNoGaps(t *testing.T) {
	box := func(w, h float32) *canvas.Rectangle {
		r := canvas.NewRectangle(nil)
		r.SetMinSize(fyne.NewSize(w, h))
		return r
	}
	top, bottom, right, middle := box(10, 20), box(10, 30), box(40, 10), box(50, 60)
	d := NewDock(top, bottom, nil, right, middle)
	if got := d.MinSize(); got != fyne.NewSize(90, 110) {
		t.Errorf("at least %v", got)
	}
	d.Resize(fyne.NewSize(200, 150))
	if middle.Position() != fyne.NewPos(0, 20) || middle.Size() != fyne.NewSize(160, 100) {
		t.Errorf("the middle is %v at %v", middle.Size(), middle.Position())
	}
	right.Hide()
	d.Layout.Layout(d.Objects, d.Size())
	if middle.Size().Width != 200 {
		t.Error("what is hidden still takes room")
	}
}

func TestRowSharesFairly(t *testing.T) {
	short, long := NewButton("Go", Secondary, nil), NewButton("A label that needs more", Secondary, nil)
	row := NewRow(8, short, long)
	window(t, 800, 100)
	row.Resize(fyne.NewSize(800, 36))
	if short.Size() != long.Size() {
		t.Error("with room enough the widths differ")
	}
	row.Resize(row.MinSize())
	if long.Size().Width < long.MinSize().Width || short.Size().Width < short.MinSize().Width {
		t.Error("with little room a label is cut")
	}
}
