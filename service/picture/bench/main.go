// Bench measures the picture engine beside others and prints one table: time, memory,
// how smooth a dragged crop is, and how true the pixels are.
//
// It tries to be fair, to both sides:
//
//   - Contestants run in turn, round after round, and the turn rotates, so that a busy
//     minute of the machine hits all of them. Ratios are taken within a round; what is
//     printed is the median.
//   - Every contestant is a process of its own, this engine too, and is timed from its
//     start to its end. Programs that are used as a library, as the engine is, also say
//     how long the work alone took, from bytes in memory to pixels in memory. Both times
//     are printed, each under its name.
//   - Pixels are judged against a reference in float64 that shares no code with the
//     engine, computed from the picture's every pixel.
//   - What failed says why in its row, and a goal that is missed is printed as missed.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
)

// options are what can be asked for.
type options struct {
	image  string // one's own picture instead of the samples; "" for the samples
	rounds int
	large  bool // nothing but the memory that the largest picture takes
	cache  string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if len(os.Args) > 3 && os.Args[1] == jobCommand {
		err = answer(ctx, os.Stdout, os.Args[2], os.Args[3:])
	} else {
		err = run(ctx, parse(), os.Stdout, os.Stderr)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// parse reads the flags. Their defaults can be set in the environment, as make does.
func parse() options {
	rounds := 15
	if n, err := strconv.Atoi(os.Getenv("BENCH_RUNS")); err == nil && n > 0 {
		rounds = n
	}
	cache := "out/bench"
	if dir, err := os.UserCacheDir(); err == nil {
		cache = filepath.Join(dir, "masthead-bench")
	}
	var o options
	flag.StringVar(&o.image, "image", os.Getenv("BENCH_IMAGE"), "measure with this `file` instead of the samples (BENCH_IMAGE)")
	flag.IntVar(&o.rounds, "runs", rounds, "how often each contestant runs (BENCH_RUNS)")
	flag.BoolVar(&o.large, "large", false, "measure only the memory that a 20000×14000 JPEG takes")
	flag.StringVar(&o.cache, "cache", cache, "keep the sample pictures in this `folder`")
	flag.Parse()
	if flag.NArg() > 0 || o.rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	return o
}

// run measures what was asked for and prints it. Progress goes to a writer of its own.
func run(ctx context.Context, o options, out, progress io.Writer) error {
	scratch, err := os.MkdirTemp("", "masthead-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	b := &bench{options: o, scratch: scratch, progress: progress}
	if err := b.measure(ctx); err != nil {
		return err
	}
	return b.print(ctx, out)
}

// bench is one run.
type bench struct {
	options
	scratch  string // a folder for what the contestants write
	progress io.Writer

	table grid
	goals []goal
}

// measure fills the table, picture by picture.
func (b *bench) measure(ctx context.Context) error {
	if b.large {
		return b.largest(ctx)
	}
	if b.image != "" {
		if _, err := os.Stat(b.image); err != nil {
			return err
		}
		return b.picture(ctx, b.image, true)
	}
	for i, file := range samples {
		path, err := b.sample(ctx, file)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil { // an encoder that is missing is no reason to leave out the others
			b.table.section(file)
			b.table.remark("  not measured", err.Error())
			continue
		}
		if err := b.picture(ctx, path, i == 0); err != nil {
			return err
		}
	}
	return b.largest(ctx)
}

// picture measures all there is to measure with one picture; the crop's steps and the
// upload only with the principal one.
func (b *bench) picture(ctx context.Context, path string, principal bool) error {
	p, err := b.inspect(ctx, path)
	if err != nil {
		return err
	}
	if err := b.race(ctx, p); err != nil {
		return err
	}
	type part struct {
		name    string
		measure func(context.Context, subject) error
	}
	parts := []part{{"Fidelity", b.fidelity}}
	if principal {
		parts = append(parts, part{"Moving a crop", b.steps}, part{"The avatar's upload", b.upload})
	}
	for _, part := range parts {
		b.say("%s: %s", p.Text, part.name)
		err := part.measure(ctx, p)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			b.table.section(part.name + ", " + p.short())
			b.table.remark("  not measured", err.Error())
		}
	}
	return nil
}

// say tells the person in front of the screen what is going on.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.progress, format+"\n", args...)
}

// print writes the head, the table, how each row came about, and the goals.
func (b *bench) print(ctx context.Context, out io.Writer) error {
	_, err := fmt.Fprintf(out, "%s\n%s\n%s\n%s", head(ctx, b.options), b.table.String(), legend, verdict(b.goals))
	return err
}
