package main

import "context"

// A window takes 120 of the 400 MiB that the whole program may take; the rest is ours.
const largestGoal = 400 - 120

// largest measures, once, the memory that the largest picture takes at every size, and
// that its progressive twin, whose coefficients would all have to stay in memory, is
// refused from its header.
func (b *bench) largest(ctx context.Context) error {
	path, err := b.sample(ctx, huge)
	if err != nil {
		return err
	}
	p, err := b.inspect(ctx, path)
	if err != nil {
		return err
	}
	twin, err := b.sample(ctx, progressive)
	if err != nil {
		return err
	}
	b.table.section("The largest, run once", "in memory", "whole process", "peak memory")
	const every = "All 17 sizes of a baseline JPEG of 20000 × 14000"
	b.say("%s: every size", p.Text)
	alone, took, err := ask[spent](ctx, jobAll, path)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		b.table.remark("  Baseline, all 17 sizes", err.Error())
	} else {
		b.table.row("  Baseline, all 17 sizes", milliseconds(alone.Took), milliseconds(took.whole), mebibytes(took.peak))
		b.goals = append(b.goals, atMost(every+", without a window", "%.0f MiB", float64(took.peak)/(1<<20), largestGoal))
	}
	_, took, err = ask[spent](ctx, jobAll, twin)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		b.table.remark("  Progressive", "refused: "+err.Error())
	default:
		b.table.row("  Progressive", "", milliseconds(took.whole), mebibytes(took.peak))
	}
	return nil
}
