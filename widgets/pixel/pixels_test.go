package pixel

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

func noise(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.Uint32())
		if i%4 == 3 {
			img.Pix[i] = 0xFF
		}
	}
	return img
}

func TestShown(t *testing.T) {
	banner := State{Width: 1500, Height: 500}
	for _, c := range []struct {
		name  string
		state State
		scale float32
		w, h  int
	}{
		{"one", State{Width: 73, Height: 73}, 1.5, 73, 73},
		{"four", State{Width: 73, Height: 73, Zoom: Four}, 2, 292, 292},
		{"half", State{Width: 626, Height: 313, Zoom: Half}, 1, 313, 157},
		{"fit", State{Width: 1500, Height: 500, Zoom: Fit, Box: banner.Box.AddWidthHeight(750, 0)}, 1, 750, 250},
		{"fit at scale 2", State{Width: 1500, Height: 500, Zoom: Fit, Box: banner.Box.AddWidthHeight(300, 0)}, 2, 600, 200},
		{"fit never enlarges", State{Width: 150, Height: 50, Zoom: Fit, Box: banner.Box.AddWidthHeight(300, 0)}, 2, 150, 50},
		{"fit by height", State{Width: 800, Height: 800, Zoom: Fit, Box: banner.Box.AddWidthHeight(172, 86)}, 1, 86, 86},
		{"unknown", State{}, 1, 0, 0},
		{"the picture decides", State{Image: image.NewRGBA(image.Rect(0, 0, 9, 7)), Width: 3, Height: 3}, 1, 9, 7},
	} {
		if w, h := c.state.shown(c.scale); w != c.w || h != c.h {
			t.Errorf("%s: %d×%d, not %d×%d", c.name, w, h, c.w, c.h)
		}
	}
}

func TestHalfIsTheMean(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 3, 2))
	for i, v := range []uint8{10, 20, 90, 31, 40, 94} {
		src.SetRGBA(i%3, i/3, color.RGBA{v, v, v, 0xFF})
	}
	got := half(src)
	if got.Rect != image.Rect(0, 0, 2, 1) {
		t.Fatalf("half of 3×2 is %v", got.Rect)
	}
	if a, b := got.RGBAAt(0, 0).R, got.RGBAAt(1, 0).R; a != 25 || b != 92 {
		t.Errorf("means are %d and %d, not 25 and 92", a, b)
	}
}

func TestSplit(t *testing.T) {
	left, right := noise(10, 4), noise(10, 4)
	right.Pix[0] ^= 0xFF
	got := split(left, right)
	for y := range 4 {
		for x := range 10 {
			want := left
			if x >= 5 {
				want = right
			}
			if got.RGBAAt(x, y) != want.RGBAAt(x, y) {
				t.Fatalf("%d, %d is not from the right picture", x, y)
			}
		}
	}
	if split(left, noise(40, 16)).Rect != left.Rect {
		t.Error("pictures of two sizes do not join")
	}
}

func TestScaledIsBounded(t *testing.T) {
	got := scaled(noise(2000, 1500), 115, 86)
	if got.Rect != image.Rect(0, 0, 115, 86) || got.Stride != 4*115 {
		t.Errorf("%v with a stride of %d", got.Rect, got.Stride)
	}
}

func TestMasksLeaveTheInsideAlone(t *testing.T) {
	for _, mask := range []Mask{None, Circle, Rounded} {
		for _, side := range []int{1, 24, 48, 73, 96, 128, 200, 400} {
			src := noise(side, side)
			before := bytes.Clone(src.Pix)
			got := masked(src, mask)
			radius := radius(mask, float64(side), float64(side))
			for y := range side {
				for x := range side {
					inside := depth(x, y, side, radius)
					same := got.RGBAAt(x, y) == src.RGBAAt(x, y)
					if inside > 1 && !same {
						t.Fatalf("mask %d, %d px: %d, %d is %.2f inside and changed", mask, side, x, y, inside)
					}
					if inside < -1 && got.RGBAAt(x, y).A != 0 {
						t.Fatalf("mask %d, %d px: %d, %d is %.2f outside and seen", mask, side, x, y, -inside)
					}
				}
			}
			if !bytes.Equal(before, src.Pix) {
				t.Fatal("the picture itself was changed")
			}
		}
	}
}

// depth is how far a pixel's centre lies inside a rounded square, in pixels.
func depth(x, y, side int, radius float64) float64 {
	half := float64(side) / 2
	dx := math.Abs(float64(x)+0.5-half) - (half - radius)
	dy := math.Abs(float64(y)+0.5-half) - (half - radius)
	return radius - math.Hypot(max(0, dx), max(0, dy)) - min(0, max(dx, dy))
}

func TestMaskIsSmoothWhereItIsSeen(t *testing.T) {
	got := masked(repeated(noise(24, 24), 4), Circle)
	steps := map[uint8]bool{}
	for x := range got.Rect.Dx() {
		for y := range got.Rect.Dy() {
			steps[got.RGBAAt(x, y).A] = true
		}
	}
	if got.Rect.Dx() != 96 || len(steps) < 20 {
		t.Errorf("%d px wide, %d steps of transparency", got.Rect.Dx(), len(steps))
	}
}
