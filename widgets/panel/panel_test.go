package panel

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"masthead/widgets"
	"masthead/widgets/look"
)

func window(t *testing.T, width, height float32, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	test.NewTempApp(t)
	test.ApplyTheme(t, look.New(look.Dark))
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

// press is a key that goes down and is let go, as Fyne tells it to what has the focus.
func press(o fyne.Focusable, name fyne.KeyName) {
	keyable := o.(desktop.Keyable)
	keyable.KeyDown(key(name))
	o.TypedKey(key(name))
	keyable.KeyUp(key(name))
}

// held is a key that was down before the focus came here: all it does is repeat.
func held(o fyne.Focusable, name fyne.KeyName) {
	for range 30 {
		o.TypedKey(key(name))
	}
	o.(desktop.Keyable).KeyUp(key(name))
}

func TestDropZone(t *testing.T) {
	chosen := 0
	z := NewDropZone(Invitation{Title: "Drop a new avatar here"}, func() { chosen++ })
	w := window(t, 300, 200, z)
	test.Tap(z)
	w.Canvas().Focus(z)
	press(z, fyne.KeySpace)
	press(z, fyne.KeyReturn)
	if chosen != 3 {
		t.Errorf("chosen %d times", chosen)
	}
	r := test.TempWidgetRenderer(t, z).(*zoneRenderer)
	if r.plate.StrokeWidth != 2 {
		t.Error("the focus cannot be seen")
	}
	w.Canvas().Unfocus()
	if r.plate.StrokeWidth != 1 {
		t.Error("the ring stays when the focus has gone")
	}
}

func TestFacts(t *testing.T) {
	var followed []int
	f := NewFacts(Fact{Key: "Read", Value: "12 s ago"}, Fact{"URL", "pbs.twimg.com/…/Qk3f.jpg", true})
	f.OnLink = func(i int) { followed = append(followed, i) }
	window(t, 300, 200, container.NewVBox(f))
	r := test.TempWidgetRenderer(t, f).(*factsRenderer)
	test.Tap(r.rows[1].link)
	if len(followed) != 1 || followed[0] != 1 {
		t.Errorf("followed %v", followed)
	}
	before := f.MinSize().Height
	f.Set(Fact{Key: "Read", Value: strings.Repeat("a long while ago ", 5)})
	if len(r.rows) != 1 || f.MinSize().Height <= before/2 {
		t.Errorf("%d rows, %v high", len(r.rows), f.MinSize().Height)
	}
}

func TestChecks(t *testing.T) {
	var followed []int
	c := NewChecks(
		Check{Tone: widgets.Good, Text: "900 × 900 px crop"},
		Check{Tone: widgets.Warn, Text: "Hard to tell apart", Link: "Compare"},
	)
	c.OnLink = func(i int) { followed = append(followed, i) }
	window(t, 300, 200, container.NewVBox(c))
	r := test.TempWidgetRenderer(t, c).(*checksRenderer)
	test.Tap(r.rows[1].text.Link())
	if len(followed) != 1 || followed[0] != 1 {
		t.Errorf("followed %v", followed)
	}
	if r.rows[0].mark.Text() != "✓" || r.rows[1].mark.Text() != "!" {
		t.Error("a finding is told by colour alone")
	}
	c.Set(Check{Text: "x"})
	if len(r.Objects()) != 2 {
		t.Errorf("%d objects for one check", len(r.Objects()))
	}
}

func TestSteps(t *testing.T) {
	s := NewSteps()
	window(t, 300, 300, s)
	s.Set([]Check{{Tone: widgets.Good, Text: "Kept"}, {Text: "Sending"}}, 0.5, "You can go on working.")
	bar := test.TempWidgetRenderer(t, s.progress).(*progressRenderer).bar
	if got := bar.Size().Width; got != 150 {
		t.Errorf("half of 300 is %v", got)
	}
	s.progress.Set(7)
	if s.progress.share != 1 {
		t.Error("more than all is done")
	}
}

func TestNotice(t *testing.T) {
	n := 0
	notice := NewNotice(News{Title: "No connection.", Text: "Drafts work as always.", Action: "Try again"}, func() { n++ })
	window(t, 700, 200, container.NewVBox(notice))
	r := test.TempWidgetRenderer(t, notice).(*noticeRenderer)
	test.Tap(r.button)
	if n != 1 {
		t.Errorf("pressed %d times", n)
	}
	notice.Set(News{Title: "Only words."})
	if r.button.Visible() {
		t.Error("a button without a label stands there")
	}
}

func ask(t *testing.T) (fyne.Window, *Modal, *[]string) {
	t.Helper()
	said := &[]string{}
	w := window(t, 800, 600, widgets.NewButton("behind", widgets.Secondary, func() { *said = append(*said, "behind") }))
	m := NewModal(w.Canvas(), Question{
		Title: "Replace @ada’s avatar?", Confirm: "Replace avatar", Cancel: "Cancel",
		Body: NewChecks(Check{Text: "The present avatar is kept in History"}),
	})
	m.OnConfirm = func() { *said = append(*said, "confirm") }
	m.OnCancel = func() { *said = append(*said, "cancel") }
	m.Ask(nil)
	return w, m, said
}

func TestModalTakesTheKeys(t *testing.T) {
	w, m, said := ask(t)
	if w.Canvas().Focused() != fyne.Focusable(m.confirm) {
		t.Fatal("the question does not have the focus")
	}
	w.Canvas().FocusNext()
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(m.confirm) {
		t.Error("the focus left the question")
	}
	press(w.Canvas().Focused(), fyne.KeyReturn)
	if strings.Join(*said, " ") != "confirm" {
		t.Errorf("Return said %v", *said)
	}
	press(w.Canvas().Focused(), fyne.KeyEscape)
	if strings.Join(*said, " ") != "confirm cancel" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Escape said %v", *said)
	}
}

// What destroys something is confirmed by its own button and by nothing else.
func TestADestructiveModalIsSafe(t *testing.T) {
	said := ""
	w := window(t, 800, 600, container.NewVBox())
	check := widgets.NewCheck("Revoke")
	m := NewModal(w.Canvas(), Question{Title: "Remove?", Confirm: "Remove banner", Cancel: "Cancel", Body: check, Destroys: true})
	m.OnConfirm, m.OnCancel = func() { said += "confirm " }, func() { said += "cancel " }
	m.Ask(nil)
	if w.Canvas().Focused() != fyne.Focusable(m.cancel) {
		t.Fatal("the focus is not on the safe answer")
	}
	w.Canvas().Unfocus() // a click beside the card
	m.SetConfirm("Remove banner", true)
	if w.Canvas().Focused() != fyne.Focusable(m.cancel) {
		t.Error("the focus does not come back to the safe answer")
	}
	w.Canvas().Focus(check)
	press(check, fyne.KeyReturn)
	m.TakeKey(key(fyne.KeyReturn))
	if said != "" {
		t.Errorf("Return beside the buttons said %q", said)
	}
	w.Canvas().Focus(m.confirm)
	press(m.confirm, fyne.KeySpace)
	w.Canvas().Focus(m.cancel)
	press(m.cancel, fyne.KeyReturn)
	if said != "confirm cancel " {
		t.Errorf("the buttons said %q", said)
	}
}

func TestModalTakesNoKeyThatIsHeld(t *testing.T) {
	for _, destroys := range []bool{false, true} {
		for _, name := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyEscape} {
			said := ""
			w := window(t, 800, 600, container.NewVBox())
			m := NewModal(w.Canvas(), Question{Title: "?", Confirm: "Yes", Cancel: "No", Body: NewChecks(), Destroys: destroys})
			m.OnConfirm, m.OnCancel = func() { said += "confirm " }, func() { said += "cancel " }
			m.Ask(nil)
			for _, button := range []*widgets.Button{m.confirm, m.cancel} {
				w.Canvas().Focus(button)
				held(button, name)
			}
			if said != "" {
				t.Errorf("%s held said %q (destroys: %v)", name, said, destroys)
			}
		}
	}
}

func TestTheFocusComesWhenTheAnswerCanBeGiven(t *testing.T) {
	w := window(t, 800, 600, container.NewVBox())
	m := NewModal(w.Canvas(), Question{Title: "?", Confirm: "Yes", Cancel: "No", Body: NewChecks()})
	m.SetConfirm("Yes", false)
	m.Ask(nil)
	if w.Canvas().Focused() == fyne.Focusable(m.confirm) {
		t.Error("what cannot be pressed has the focus")
	}
	m.SetConfirm("Yes", true)
	if w.Canvas().Focused() != fyne.Focusable(m.confirm) {
		t.Error("the focus did not come")
	}
	w.Canvas().Focus(m.cancel)
	m.SetConfirm("Yes", true)
	if w.Canvas().Focused() != fyne.Focusable(m.cancel) {
		t.Error("the focus was taken away")
	}
}

func TestModalKeepsClicksToItself(t *testing.T) {
	w, m, said := ask(t)
	test.TapCanvas(w.Canvas(), fyne.NewPos(400, 10))
	if len(*said) != 0 || w.Canvas().Overlays().Top() == nil {
		t.Errorf("a click beside the card said %v", *said)
	}
	m.SetConfirm("Wait", false)
	m.TakeKey(key(fyne.KeyReturn))
	if len(*said) != 0 {
		t.Error("a disabled answer was given")
	}
}

func TestModalFitsASmallWindow(t *testing.T) {
	w, m, _ := ask(t)
	w.Resize(fyne.NewSize(400, 500))
	m.Resize(fyne.NewSize(400, 500))
	r := test.TempWidgetRenderer(t, m).(*modalRenderer)
	if right := r.card.Position().X + r.card.Size().Width; right > 400 || r.card.Position().X < 0 {
		t.Errorf("the card ends at %v of 400", right)
	}
}

func TestInspectorIsAsWideAsItSays(t *testing.T) {
	p := NewInspector(NewHeading("Checks"), widgets.NewButton("Publish", widgets.Primary, nil))
	window(t, 332, 600, p)
	if p.MinSize().Width != InspectorWidth {
		t.Errorf("%v wide", p.MinSize().Width)
	}
}

func TestWelcome(t *testing.T) {
	zone := NewDropZone(Invitation{Title: "Drop a picture", Large: true}, nil)
	content := NewWelcome(zone, "Your picture stays on this computer.", widgets.NewButton("Choose image…", widgets.Primary, nil))
	window(t, 1280, 692, content)
	if zone.Size().Width != welcomeWidth || zone.Size().Height != 240 {
		t.Errorf("the zone is %v", zone.Size())
	}
}
