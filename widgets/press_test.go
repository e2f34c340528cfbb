package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// A key that is held down presses once, whatever has the focus and whichever key it is;
// and one that went down elsewhere presses nothing at all.
func TestAHeldKeyPressesOnce(t *testing.T) {
	pressed := 0
	press := func() { pressed++ }
	field := NewField("", 100)
	field.OnReturn = func(string) { pressed++ }
	check := NewCheck("Revoke")
	turned := false
	for name, tt := range map[string]struct {
		what fyne.Focusable
		keys []fyne.KeyName
	}{
		"a button": {NewButton("Publish", Primary, press), []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter}},
		"a link":   {NewLink("Retry", 12, press), []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter}},
		"a chip":   {NewChip(Person{Name: "Ada"}, press), []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter}},
		"a field":  {field, []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter}},
		"a check":  {check, []fyne.KeyName{fyne.KeySpace}},
	} {
		w := window(t, 300, 100, tt.what.(fyne.CanvasObject))
		w.Canvas().Focus(tt.what)
		for _, k := range tt.keys {
			pressed = 0
			hold(tt.what, k, 30)
			if tt.what == fyne.Focusable(check) && check.Checked() != turned {
				pressed, turned = 1, check.Checked()
			}
			if pressed != 1 {
				t.Errorf("%s: %s held pressed it %d times", name, k, pressed)
			}
			tt.what.TypedKey(key(k)) // down since before, somewhere else
			if pressed != 1 || check.Checked() != turned {
				t.Errorf("%s: %s that went down elsewhere pressed it", name, k)
			}
		}
	}
}

// What is handed on to the window or to an overlay is fresh too.
func TestOnlyFreshKeysAreHandedOn(t *testing.T) {
	field := NewField("", 100)
	for name, what := range map[string]fyne.Focusable{
		"a button": NewButton("x", Secondary, nil), "a field": field, "a check": NewCheck("x"),
		"a choice": NewSegmented(nil, "a", "b"), "tabs": NewTabStrip(nil, "a", "b"),
	} {
		w := window(t, 300, 100, container.NewHBox(what.(fyne.CanvasObject)))
		var typed []fyne.KeyName
		w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { typed = append(typed, k.Name) })
		w.Canvas().Focus(what)
		hold(what, fyne.KeyEscape, 30)
		what.TypedKey(key(fyne.KeyEscape))
		if len(typed) != 1 {
			t.Errorf("%s: handed on %v", name, typed)
		}
	}
}
