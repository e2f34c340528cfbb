package main

import (
	"testing"
)

func TestGridLinesUp(t *testing.T) {
	var g grid
	g.section("JPEG 6000 × 4000", "runs", "time")
	g.row("  quick", "15", "8 ms")
	g.row("  slow", "3", "1234 ms")
	g.remark("  broken", "out of order, and says why at length")
	g.section("another", "dB")
	g.row("  400 × 267", "50.1")
	const want = `JPEG 6000 × 4000   runs      time
  quick              15      8 ms
  slow                3   1234 ms
  broken           out of order, and says why at length

another              dB
  400 × 267        50.1

`
	if got := g.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestGoalsInWords(t *testing.T) {
	for _, test := range []struct {
		goal goal
		want string
	}{
		{atMost("All 17 sizes", "%.2f × vips", 0.831, 1), "All 17 sizes: 0.83 × vips, goal at most 1: reached"},
		{atMost("All 17 sizes", "%.2f × vips", 1, 1), "All 17 sizes: 1.00 × vips, goal at most 1: reached"},
		{atMost("A step", "%.1f ms", 8.25, 8), "A step: 8.2 ms, goal at most 8: not reached"},
		{atLeast("Fidelity", "%.2f dB", 50.5, 50.368), "Fidelity: 50.50 dB, goal at least 50.37: reached"},
		{atLeast("SSIM", "%.4f", 0.9, 0.9975), "SSIM: 0.9000, goal at least 0.9975: not reached"},
	} {
		if got := test.goal.String(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}
