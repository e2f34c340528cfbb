package main

import (
	"context"
	"fmt"
	"image"
	"math"
	"strconv"
	"time"

	"masthead/service"
	"masthead/service/picture"
)

// pace is how long the steps of a dragged crop took.
type pace struct{ First, P50, P95, Slowest time.Duration }

// dragged lists what is measured of dragging: a kind, how many times smaller than in
// truth its sizes are shown, and the goal.
var dragged = []struct {
	kind  service.Kind
	shown int
	label string
	goal  float64 // milliseconds that 95 % of the steps stay under
}{
	{service.Avatar, 1, "Crop step, 7 avatars", 8},
	{service.Banner, 2, "Crop step, 10 banners at ½×", 20},
}

// steps measures a crop that is dragged about and zoomed.
func (b *bench) steps(ctx context.Context, p subject) error {
	paces, _, err := ask[[]pace](ctx, jobSteps, p.path, strconv.Itoa(tourSteps))
	if err != nil {
		return err
	}
	b.table.section("Moving a crop, "+p.short(), "first", "p50", "p95", "slowest")
	for i, d := range dragged {
		got := paces[i]
		b.table.row("  "+d.label, tenths(got.First), tenths(got.P50), tenths(got.P95), tenths(got.Slowest))
		b.goals = append(b.goals, atMost(d.label+", p95", "%.1f ms", float64(got.P95)/float64(time.Millisecond), d.goal))
	}
	return nil
}

// dragging is the child's part. The picture is opened and drawn once, as the window
// does before anything can be dragged; then every step is timed.
func dragging(ctx context.Context, data []byte, steps int) ([]pace, error) {
	var paces []pace
	for _, d := range dragged {
		start := time.Now()
		r, err := picture.Open(ctx, data)
		if err != nil {
			return nil, err
		}
		list := sizes(d.kind, d.shown)
		if _, err := r.Sketch(ctx, centred(r, d.kind), list); err != nil {
			return nil, err
		}
		first := time.Since(start)
		var took []time.Duration
		for _, crop := range tour(r.Picture(), d.kind, steps) {
			start := time.Now()
			if _, err := r.Sketch(ctx, picture.Framing{Crop: crop}, list); err != nil {
				return nil, err
			}
			took = append(took, time.Since(start))
		}
		paces = append(paces, pace{first, median(took), percentile(took, 95), percentile(took, 100)})
	}
	return paces, nil
}

const (
	tourSteps = 400
	deepest   = 5.0 // how many times narrower than the widest crop the narrowest is
)

// tour is a crop's way over a picture: four times about while it zooms in and out again,
// by a little at each step as a hand would, always with the kind's shape and inside.
func tour(p service.Picture, k service.Kind, steps int) []image.Rectangle {
	widest := picture.CentredCrop(p.Width, p.Height, k).Size()
	crops := make([]image.Rectangle, steps)
	for i := range crops {
		turn := 2 * math.Pi * float64(i) / float64(steps)
		zoom := math.Pow(deepest, (1-math.Cos(turn))/2) // 1 at either end, deepest in the middle
		size := image.Pt(int(float64(widest.X)/zoom), int(float64(widest.Y)/zoom))
		at := image.Pt(
			int(float64(p.Width-size.X)*(1+math.Sin(4*turn))/2),
			int(float64(p.Height-size.Y)*(1+math.Cos(3*turn))/2),
		)
		crops[i] = image.Rectangle{Min: at, Max: at.Add(size)}
	}
	return crops
}

func tenths(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}
