package desktop

import (
	"image"
	"image/color"
	"testing"
	"time"
)

func TestPartAndSame(t *testing.T) {
	a, b := image.NewRGBA(image.Rect(0, 0, 30, 20)), image.NewRGBA(image.Rect(0, 0, 30, 20))
	a.SetRGBA(12, 7, color.RGBA{1, 2, 3, 255})
	for _, tt := range []struct {
		area image.Rectangle
		same bool
	}{
		{a.Rect, false},
		{image.Rect(12, 7, 13, 8), false},
		{image.Rect(0, 0, 12, 20), true},
		{image.Rect(13, 0, 30, 20), true},
		{image.Rect(0, 0, 30, 7), true},
		{image.Rectangle{}, true},
	} {
		if got := Same(a, b, tt.area); got != tt.same {
			t.Errorf("%v: %v", tt.area, got)
		}
	}
	part := Part(a, image.Rect(10, 5, 50, 50))
	if part.Rect != image.Rect(0, 0, 20, 15) || part.RGBAAt(2, 2) != a.RGBAAt(12, 7) {
		t.Errorf("the part is %v with %v", part.Rect, part.RGBAAt(2, 2))
	}
}

func TestSettled(t *testing.T) {
	d, err := Start(t.Context(), 320, 240, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	screen := image.Rect(0, 0, 320, 240)
	shot, err := d.Settled(t.Context(), 10*time.Second, screen, nil)
	if err != nil || shot.Rect != screen {
		t.Errorf("an empty screen: %v, %v", shot, err)
	}
	never := func(*image.RGBA) bool { return false }
	if _, err := d.Settled(t.Context(), time.Second, screen, never); err == nil {
		t.Error("it did not wait for what was wanted")
	}
}
