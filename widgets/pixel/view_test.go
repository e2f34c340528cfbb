package pixel

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"masthead/widgets/look"
)

func shownIn(t *testing.T, scale float32, v *View, at fyne.Position) fyne.Window {
	t.Helper()
	test.NewTempApp(t)
	test.ApplyTheme(t, look.New(look.Dark))
	w := test.NewTempWindow(t, container.NewWithoutLayout(v))
	w.SetPadded(false)
	w.Canvas().(test.WindowlessCanvas).SetScale(scale)
	v.Resize(v.MinSize())
	v.Move(at)
	w.Resize(fyne.NewSize(300, 200))
	v.Refresh()
	return w
}

func TestViewIsExactOnTheCanvas(t *testing.T) {
	src := noise(73, 73)
	v := NewView(State{Image: src})
	w := shownIn(t, 1, v, fyne.NewPos(20.3, 17.6))
	got := w.Canvas().Capture()
	for y := range 73 {
		for x := range 73 {
			r, g, b, _ := got.At(20+x, 18+y).RGBA()
			want := src.RGBAAt(x, y)
			if uint8(r>>8) != want.R || uint8(g>>8) != want.G || uint8(b>>8) != want.B {
				t.Fatalf("%d, %d is not the picture's", x, y)
			}
		}
	}
}

func TestViewTakesDevicePixels(t *testing.T) {
	v := NewView(State{Image: noise(96, 48)})
	shownIn(t, 1.5, v, fyne.NewPos(0, 0))
	if got := v.MinSize(); got != fyne.NewSize(64, 32) {
		t.Errorf("96×48 pixels at scale 1.5 take %v units", got)
	}
}

func TestPlateStandsIn(t *testing.T) {
	v := NewView(State{Width: 48, Height: 48, Mask: Circle})
	shownIn(t, 1, v, fyne.NewPos(0, 0))
	r := test.TempWidgetRenderer(t, v).(*viewRenderer)
	if !r.plate.Visible() || r.picture.Visible() || r.plate.CornerRadius != 24 {
		t.Errorf("plate %v, picture %v, radius %v", r.plate.Visible(), r.picture.Visible(), r.plate.CornerRadius)
	}
	v.Set(State{Image: noise(48, 48), Mask: Circle})
	if r.plate.Visible() || !r.picture.Visible() {
		t.Error("the plate is still there")
	}
	if v.MinSize() != fyne.NewSize(48, 48) {
		t.Errorf("the size changed to %v when the picture came", v.MinSize())
	}
}

func TestNothingIsMadeTwice(t *testing.T) {
	v := NewView(State{Image: noise(48, 48), Mask: Circle, Zoom: Two})
	shownIn(t, 1, v, fyne.NewPos(0, 0))
	r := test.TempWidgetRenderer(t, v).(*viewRenderer)
	made := r.picture.Image
	if size := made.Bounds().Size(); size != image.Pt(96, 96) {
		t.Fatalf("the masked picture is %v", size)
	}
	v.Refresh()
	v.Move(fyne.NewPos(3, 5))
	v.MinSize()
	if r.picture.Image != made {
		t.Error("a refresh made the texture anew")
	}
}
