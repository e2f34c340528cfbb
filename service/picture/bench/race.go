package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"masthead/service"
)

// subject is a picture that is measured with.
type subject struct {
	facts
	path string
}

// short is "JPEG 6000 × 4000".
func (s subject) short() string {
	if s.Width == 0 {
		return s.Text
	}
	return fmt.Sprintf("%s %d × %d", s.Format, s.Width, s.Height)
}

// inspect reads a picture's header, in a child. What this engine cannot read is still
// measured with: its rows say why.
func (b *bench) inspect(ctx context.Context, path string) (subject, error) {
	f, _, err := ask[facts](ctx, jobInspect, path)
	if ctx.Err() != nil {
		return subject{}, context.Cause(ctx)
	}
	if err != nil {
		f.Text = filepath.Base(path)
	}
	return subject{f, path}, nil
}

// The contestants that others are compared with.
const (
	ourAll      = "Masthead, all 17 sizes"
	ourAvatars  = "Masthead, 7 avatars"
	ourForecast = "Masthead, forecast"
	theirOne    = "vipsthumbnail, one of 1500"
	theFloor    = "djpeg -scale 1/8"
)

// race times every contestant with one picture.
func (b *bench) race(ctx context.Context, p subject) error {
	list := []contestant{
		child(ourAll, false, jobAll, p.path),
		child(ourAvatars, false, jobAvatars, p.path),
		child(ourForecast, false, jobForecast, p.path),
		program(theirOne, false, vipsOne(p.path, b.scratch)),
		program("vipsthumbnail, all 17 sizes", true, vipsEvery(p.path, b.scratch, service.Kinds[:]...)...),
		program("vipsthumbnail, 7 avatars", true, vipsEvery(p.path, b.scratch, service.Avatar)...),
		program("ImageMagick, one of 1500", false, magickOne(p.path, b.scratch)),
	}
	if p.Width > 0 { // its crops must be told in pixels
		list = append(list,
			program("ImageMagick, all 17 sizes", true, magickEvery(p, b.scratch, service.Kinds[:]...)),
			program("ImageMagick, 7 avatars", true, magickEvery(p, b.scratch, service.Avatar)))
	}
	list = append(list,
		child("Go's naive way, all 17 sizes", true, jobNaiveAll, p.path),
		child("Go's naive way, 7 avatars", false, jobNaiveAvatars, p.path))
	if p.Format == service.JPEG {
		list = append(list, program(theFloor, false, floor(p.path)))
	}
	records, err := compete(ctx, list, b.rounds, func(round int) {
		b.say("%s: round %d of %d", p.Text, round, b.rounds)
	})
	if err != nil {
		return err
	}
	b.report(p, records)
	return nil
}

// report adds the rows of a race, and the goals that are set for JPEG.
func (b *bench) report(p subject, records []record) {
	by := map[string]record{}
	for _, r := range records {
		by[r.name] = r
	}
	names := []string{"runs", "in memory", "whole process", "peak memory", "× vips 1500"}
	if p.Format == service.JPEG {
		names = append(names, "× djpeg 1/8")
	}
	b.table.section(p.Text, names...)
	for _, r := range records {
		if r.err != nil {
			b.table.remark("  "+r.name, plainly(r.err))
			continue
		}
		cells := []string{
			fmt.Sprint(len(r.results)), milliseconds(median(r.times(inMemory))), milliseconds(median(r.times(whole))),
			mebibytes(r.peak()), ratios(r, by[theirOne]),
		}
		if p.Format == service.JPEG {
			cells = append(cells, ratios(r, by[theFloor]))
		}
		b.table.row("  "+r.name, cells...)
	}
	if p.Format != service.JPEG {
		return
	}
	against := func(name, other, unit string, limit float64, more ...string) {
		if ratio := by[name].ratio(by[other], inMemory); ratio > 0 {
			b.goals = append(b.goals, atMost(strings.Join(append([]string{name, "in memory"}, more...), ", "), unit, ratio, limit))
		}
	}
	against(ourAll, theirOne, "%.2f × vipsthumbnail's one", 1.0)
	against(ourForecast, theirOne, "%.2f × vipsthumbnail's one", 1.0)
	against(ourAll, theFloor, "%.2f × djpeg's eighth", 2.5)
	against(ourAll, theFloor, "%.2f × djpeg's eighth", 1.6, "the far goal")
	against(ourAvatars, theFloor, "%.2f × djpeg's eighth", 1.6)
}

func inMemory(r result) time.Duration { return r.inMemory }

func whole(r result) time.Duration { return r.whole }

// ratios are a contestant's to another's whole process: its work in memory and then, in
// brackets, its whole process; the latter alone where nothing else is known.
func ratios(r, other record) string {
	complete := r.ratio(other, whole)
	switch alone := r.ratio(other, inMemory); {
	case complete == 0:
		return "–"
	case alone == 0:
		return fmt.Sprintf("%.2f", complete)
	default:
		return fmt.Sprintf("%.2f (%.2f)", alone, complete)
	}
}

func milliseconds(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
}

func mebibytes(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20))
}
