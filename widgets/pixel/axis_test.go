package pixel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestAxisAgainstThePainter repeats the arithmetic of Fyne's painter and of the graphics
// card for every scale and thousands of window sizes and places, and asks which pixel of
// the picture is seen in each pixel of the screen.
func TestAxisAgainstThePainter(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	refined := 0
	for tenth := 10; tenth <= 30; tenth++ {
		scale := float32(tenth) / 10
		for range 1500 {
			window := 400 + r.IntN(2200)
			frame := float32(math.Ceil(float64(float32(window) / scale)))
			length := 1 + r.IntN(min(400, window-20))
			repeat := []int{1, 2, 4}[r.IntN(3)]
			length -= length % repeat
			if length == 0 {
				continue
			}
			x := axis{r.IntN(window - length), length, stretchOf(frame, scale, 1)}
			if !x.exact() {
				refined++
			}
			if got := painted(x, frame, scale, repeat); got != "" {
				t.Fatalf("scale %v, window %d, %+v, repeat %d: %s", scale, window, x, repeat, got)
			}
		}
	}
	if refined == 0 {
		t.Error("no place needed the fine texture: the test proves nothing of it")
	}
}

// painted is "" when every pixel of the picture is seen where it should be.
func painted(x axis, frame, scale float32, repeat int) string {
	start, steps, texels := x.start, x.length, make([]int, x.length/repeat)
	for i := range texels {
		texels[i] = i * repeat
	}
	if !x.exact() {
		start, steps, texels = x.start-1, x.length+2, x.fine()
	}
	// As in roundToPixelCoords and rectCoords of the painter.
	round := func(v float32) float32 { return float32(math.Round(float64(v*scale))) / scale }
	from := float32(start) / scale
	end := round(from + float32(steps)/scale)
	from = round(from)
	viewport := math.Ceil(float64(frame * scale))
	left, right := float64(from/frame)*viewport, float64(end/frame)*viewport
	for i := -1; i <= x.length; i++ {
		centre := float64(x.first()+i) + 0.5
		at := -1
		if centre >= left && centre < right {
			at = texels[min(len(texels)-1, int((centre-left)/(right-left)*float64(len(texels))))]
		}
		switch {
		case (i < 0 || i == x.length) && at >= 0:
			return "a pixel beyond the edge is covered"
		case i >= 0 && i < x.length && (at < 0 || at/repeat != i/repeat):
			return "a pixel is lost or doubled"
		}
	}
	return ""
}

func TestStretch(t *testing.T) {
	for _, c := range []struct {
		size, scale, density float32
		want                 float64
	}{
		{1001, 1, 1, 1},
		{501, 2, 1, 1},
		{501, 1, 2, 1},
		{668, 1.5, 1, 1},
		{667, 1.5, 1, 1001.0 / 1000.5},
		{10, 1.3, 1, 1},
		{0, 1, 1, 1},
	} {
		if got := stretchOf(c.size, c.scale, c.density); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("stretchOf(%v, %v, %v) = %v, not %v", c.size, c.scale, c.density, got, c.want)
		}
	}
}
