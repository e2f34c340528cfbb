package widgets

import (
	"math"
	"testing"
)

// TestPlacedTextFillsItsTexture repeats what Fyne's painter does: text is shown between
// its rounded edges, and its texture is its extent, rounded.
func TestPlacedTextFillsItsTexture(t *testing.T) {
	round := func(v float32) float64 { return math.Round(float64(v)) }
	for _, scale := range []float32{1, 1.2, 1.3, 1.5, 2, 3} {
		for length := float32(9.03); length < 40; length += 0.37 {
			for at := float32(0); at < 60; at += 0.71 {
				start := snap(at, scale)
				shown, texture := round((start+length)*scale)-round(start*scale), round(length*scale)
				if _, fraction := math.Modf(float64(length * scale)); math.Abs(fraction-0.5) < 0.01 {
					continue // either way is right
				}
				if shown != texture {
					t.Fatalf("scale %v: %v units at %v are shown on %v pixels, the texture has %v", scale, length, at, shown, texture)
				}
			}
		}
	}
}
