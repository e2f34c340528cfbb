package desktop

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"
	"time"
)

func TestDesktopShowsAProgram(t *testing.T) {
	d, err := Start(t.Context(), 640, 480, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	shot, err := d.Screenshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if shot.Rect != image.Rect(0, 0, 640, 480) {
		t.Fatalf("the screenshot is %v", shot.Rect)
	}
	if _, err := d.FindWindow(t.Context(), "no such window", 100*time.Millisecond); err == nil {
		t.Error("found a window that is not there")
	}
}

func TestFind(t *testing.T) {
	in := image.NewRGBA(image.Rect(0, 0, 40, 30))
	noise := rand.New(rand.NewPCG(1, 2))
	for i := range in.Pix {
		in.Pix[i] = uint8(noise.Uint32())
	}
	part := image.NewRGBA(image.Rect(0, 0, 7, 5))
	for y := range 5 {
		for x := range 7 {
			part.SetRGBA(x, y, in.RGBAAt(x+21, y+13))
		}
	}
	if at, ok := Find(in, part); !ok || at != image.Pt(21, 13) {
		t.Errorf("Find = %v, %v", at, ok)
	}
	part.SetRGBA(0, 0, color.RGBA{1, 2, 3, 4})
	if at, ok := Find(in, part); ok {
		t.Errorf("found an altered picture at %v", at)
	}
	inner := func(x, y int) bool { return x > 0 || y > 0 }
	if at, ok := FindWhere(in, part, inner); !ok || at != image.Pt(21, 13) {
		t.Errorf("FindWhere = %v, %v", at, ok)
	}
}

func TestDecodePPM(t *testing.T) {
	if _, err := decodePPM([]byte("P6\n2 1\n255\nabc")); err == nil {
		t.Error("a pixmap that is cut short was read")
	}
	img, err := decodePPM([]byte("P6\n2 1\n255\nabcdef"))
	if err != nil || img.RGBAAt(1, 0) != (color.RGBA{'d', 'e', 'f', 0xFF}) {
		t.Errorf("decodePPM = %v, %v", img, err)
	}
}
