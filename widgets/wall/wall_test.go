package wall

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/pixel"
)

func tiles() []Tile {
	var all []Tile
	for i, name := range []string{"mini", "normal", "bigger", "x96", "reasonably_small", "200x200", "400x400"} {
		side := sides[i]
		all = append(all, Tile{
			Key: name, Name: name, Dimensions: "400 × 400",
			Width: side, Height: side, Image: image.NewRGBA(image.Rect(0, 0, side, side)), Caption: "JPEG, 5.4 kB",
		})
	}
	return append(all, Tile{
		Key: "original", Name: "original", Dimensions: "800 × 800", Aside: true,
		Image: image.NewRGBA(image.Rect(0, 0, 800, 800)), Caption: "JPEG, 96.4 kB", Link: "Show at 1:1",
	})
}

func shown(t *testing.T, width, height float32, tiles ...Tile) *Wall {
	t.Helper()
	test.NewTempApp(t)
	test.ApplyTheme(t, look.New(look.Dark))
	wall := NewWall(AvatarPad)
	wall.SetView(View{Backdrop: Dim, Mask: pixel.Circle})
	w := test.NewTempWindow(t, wall)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	wall.Set(tiles...)
	return wall
}

func (w *Wall) frame(key string) *Frame {
	for _, f := range w.layout.frames {
		if f.tile.Key == key {
			return f
		}
	}
	return nil
}

func baseline(f *Frame) float32 { return f.Position().Y + f.cardHeight() }

// TestEverySizeAtAGlance: a window of 1280×820 leaves 948×692 for the wall.
func TestEverySizeAtAGlance(t *testing.T) {
	w := shown(t, 948, 692, tiles()...)
	if got := w.content.MinSize(); got.Width > 948 || got.Height > 692 {
		t.Errorf("the wall takes %v", got)
	}
	large, original, small := w.frame("400x400"), w.frame("original"), w.frame("200x200")
	if large.Position().Y != top || large.Position().X < 400 {
		t.Errorf("the largest is at %v", large.Position())
	}
	if original.Position().X != large.Position().X || original.Size().Width != large.Size().Width {
		t.Error("the original is not under the largest")
	}
	if small.Position().X != edge || small.Position().Y < 300 {
		t.Errorf("200x200 is at %v", small.Position())
	}
	if baseline(w.frame("mini")) != baseline(w.frame("bigger")) {
		t.Error("the first row has no common baseline")
	}
}

func TestACaptionOfTwoLinesStillFits(t *testing.T) {
	all := tiles()
	all[0].Caption, all[0].Link = "404 after a second read.", "Retry"
	w := shown(t, 948, 692, all...)
	if got := w.content.MinSize(); got.Height > 692 {
		t.Errorf("the wall takes %v", got)
	}
}

func TestNarrowWallsFlow(t *testing.T) {
	w := shown(t, 720, 375, tiles()...)
	frames := w.layout.frames
	for i := 1; i < len(frames); i++ {
		a, b := frames[i-1], frames[i]
		if b.Position().X > edge && baseline(a) != baseline(b) {
			t.Errorf("%s and %s have no common baseline", a.tile.Key, b.tile.Key)
		}
		if right := b.Position().X + b.Size().Width; right > 720-edge+1 {
			t.Errorf("%s ends at %v", b.tile.Key, right)
		}
		if b.Position().Y+b.Size().Height < a.Position().Y {
			t.Errorf("%s comes before %s", b.tile.Key, a.tile.Key)
		}
	}
}

func TestNothingMovesWhenAPictureComes(t *testing.T) {
	all := tiles()
	full := all[2]
	all[2].Image, all[2].Caption = nil, "waiting"
	w := shown(t, 948, 692, all...)
	before := map[string]fyne.Position{}
	for _, f := range w.layout.frames {
		before[f.tile.Key] = f.Position()
	}
	all[2] = full
	w.Set(all...)
	for _, f := range w.layout.frames {
		if f.Position() != before[f.tile.Key] {
			t.Errorf("%s moved from %v to %v", f.tile.Key, before[f.tile.Key], f.Position())
		}
	}
}

func TestSideBySide(t *testing.T) {
	all := tiles()[:7]
	for i := range all {
		all[i].Draft, all[i].Split = image.NewRGBA(all[i].Image.Rect), i == 6
	}
	w := shown(t, 948, 692, all...)
	f := w.frame("200x200")
	first, second := f.made.first, f.made.second
	if !second.Visible() || first.Position().Y != second.Position().Y || second.Position().X < first.Position().X+200 {
		t.Errorf("the pair is at %v and %v", first.Position(), second.Position())
	}
	large := w.frame("400x400")
	if large.made.second.Visible() || large.made.first.State().Right == nil {
		t.Error("the largest is not split")
	}
}

func TestPairsTooWideAreStacked(t *testing.T) {
	picture := image.NewRGBA(image.Rect(0, 0, 1500, 500))
	w := shown(t, 948, 692, Tile{Key: "1500x500", Image: picture, Draft: picture})
	w.SetView(View{Zoom: pixel.Half})
	f := w.frame("1500x500")
	if f.made.second.Position().Y < 250 || f.Size().Width > 900 {
		t.Errorf("the second is at %v of %v", f.made.second.Position(), f.Size())
	}
}

func TestFitFollowsTheWidth(t *testing.T) {
	w := shown(t, 948, 692, Tile{Key: "1500x500", Image: image.NewRGBA(image.Rect(0, 0, 1500, 500))})
	w.SetView(View{Zoom: pixel.Fit})
	if got := w.frame("1500x500").Size().Width; got != 900 {
		t.Errorf("%v wide in 900", got)
	}
}

func TestFrameSpeaks(t *testing.T) {
	var followed string
	all := tiles()
	all[3].Image, all[3].Message, all[3].Failed = nil, "×", true
	all[3].Caption, all[3].Tone, all[3].Link = "404 after a second read.", widgets.Bad, "Retry"
	w := shown(t, 948, 692, all...)
	w.OnLink = func(key string) { followed = key }
	f := w.frame("x96")
	if f.made.first.Visible() || !f.made.message.Visible() {
		t.Error("the failed size does not say so")
	}
	test.Tap(f.made.caption.Link())
	if followed != "x96" {
		t.Errorf("followed %q", followed)
	}
}

func TestLongNamesAreWholeInTheTip(t *testing.T) {
	all := tiles()
	all[1].Name = "a_size_that_only_the_server_names"
	w := shown(t, 948, 692, all...)
	f := w.frame("normal")
	if f.made.name.Text == all[1].Name {
		t.Fatal("the name is not cut")
	}
	over := &desktop.MouseEvent{}
	over.Position = fyne.NewPos(20, f.cardHeight()+10)
	f.MouseIn(over)
	if !w.layout.tip.Visible() || w.layout.tip.text != all[1].Name {
		t.Errorf("the tip says %q", w.layout.tip.text)
	}
	f.MouseOut()
	if w.layout.tip.Visible() {
		t.Error("the tip stays")
	}
	w.frame("mini").MouseIn(over)
	if w.layout.tip.Visible() {
		t.Error("a name that is whole has a tip")
	}
}

func TestFramesAreKept(t *testing.T) {
	all := tiles()
	w := shown(t, 948, 692, all...)
	first := w.layout.frames[0]
	w.Set(all[:3]...)
	if len(w.layout.frames) != 3 || w.layout.frames[0] != first {
		t.Error("frames were made anew")
	}
	w.Set(all...)
	w.SetView(View{Backdrop: Checker, Mask: pixel.Rounded, Zoom: pixel.Two})
	if w.layout.frames[0] != first || first.made.first.Units() != fyne.NewSize(48, 48) {
		t.Errorf("at 2× mini takes %v", first.made.first.Units())
	}
}

func BenchmarkViewOption(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Dark))
	wall := NewWall(AvatarPad)
	test.NewTempWindow(b, wall).Resize(fyne.NewSize(948, 692))
	wall.Set(tiles()...)
	for i := 0; b.Loop(); i++ {
		wall.SetView(View{Backdrop: Backdrop(i % 3), Mask: pixel.Circle})
	}
}
