// Tour shows the demo account's journey in Masthead's real window, on a virtual display
// and by keyboard alone, and writes what is to be seen as numbered PNG files. Its two
// arguments are the program and a picture.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	out := flag.String("out", "", "write every picture of the tour to this `folder`")
	one := flag.String("one", "", "write the draft alone, as this `file`")
	flag.Parse()
	if flag.NArg() != 2 || (*out == "") == (*one == "") {
		fmt.Fprintln(os.Stderr, "usage: tour (-out FOLDER | -one FILE) PROGRAM PICTURE")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := show(ctx, *out, *one, flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "tour:", err)
		os.Exit(1)
	}
}

// show goes the whole tour, or as far as the draft.
func show(ctx context.Context, out, one, program, picture string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	if program, err = filepath.Abs(program); err != nil {
		return err
	}
	if picture, err = filepath.Abs(picture); err != nil {
		return err
	}
	home, err := os.MkdirTemp("", "masthead-tour-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	g, err := begin(ctx, home, program, picture)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.end()) }()
	if one != "" {
		return g.draft(ctx, one)
	}
	return g.all(ctx, out)
}
