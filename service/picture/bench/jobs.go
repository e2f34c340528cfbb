package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"strconv"
	"time"

	"masthead/service"
	"masthead/service/picture"
)

// The jobs that a child can be asked to do. Their first argument is a picture's path.
const (
	jobInspect      = "inspect"       // → facts
	jobAll          = "all"           // → spent
	jobAvatars      = "avatars"       // → spent
	jobForecast     = "forecast"      // → spent
	jobNaiveAll     = "naive-all"     // → spent
	jobNaiveAvatars = "naive-avatars" // → spent
	jobSteps        = "steps"         // and how many → []pace
	jobFidelity     = "fidelity"      // and what a peer made of it, as files → []likeness
	jobUpload       = "upload"        // and a folder to write to → sent
	jobSimilar      = "similar"       // and files to compare with it → []float64
)

// spent is how long the work alone took: from bytes in memory to pixels in memory.
type spent struct{ Took time.Duration }

// do does a job in this process. The file is read before any clock starts.
func do(ctx context.Context, job string, args []string) (any, error) {
	data, err := os.ReadFile(args[0])
	if err != nil {
		return nil, err
	}
	switch job {
	case jobInspect:
		return inspect(data)
	case jobAll:
		return timed(func() error { return render(ctx, data, service.Kinds[:]...) })
	case jobAvatars:
		return timed(func() error { return render(ctx, data, service.Avatar) })
	case jobForecast:
		return timed(func() error { return forecast(ctx, data) })
	case jobNaiveAll:
		return timed(func() error { return naive(data, service.Kinds[:]...) })
	case jobNaiveAvatars:
		return timed(func() error { return naive(data, service.Avatar) })
	case jobSteps:
		steps, err := strconv.Atoi(args[1])
		if err != nil {
			return nil, err
		}
		return dragging(ctx, data, steps)
	case jobFidelity:
		return fidelities(ctx, data, args[1:])
	case jobUpload:
		return prepare(ctx, data, args[1])
	case jobSimilar:
		return similarities(ctx, data, args[1:])
	}
	return nil, fmt.Errorf("no job is called %q", job)
}

func timed(work func() error) (spent, error) {
	start := time.Now()
	err := work()
	return spent{time.Since(start)}, err
}

// facts are a picture's, from its header.
type facts struct {
	Text          string // "JPEG 6000 × 4000, 10.2 MB"
	Format        service.Format
	Width, Height int
}

func inspect(data []byte) (facts, error) {
	p, err := picture.Inspect(data)
	return facts{p.String(), p.Format, p.Width, p.Height}, err
}

// render draws every size of some kinds straight from the picture.
func render(ctx context.Context, data []byte, kinds ...service.Kind) error {
	r, err := picture.Open(ctx, data)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if _, err := r.Render(ctx, centred(r, k), sizes(k, 1)); err != nil {
			return err
		}
	}
	return nil
}

// forecast goes the whole way of both kinds: upload file, what X stores, every size as X
// serves it.
func forecast(ctx context.Context, data []byte) error {
	r, err := picture.Open(ctx, data)
	if err != nil {
		return err
	}
	for _, k := range service.Kinds {
		img, err := r.Upload(ctx, centred(r, k), k)
		if err != nil {
			return err
		}
		upload, err := picture.Encode(ctx, img, k, color.White)
		if err != nil {
			return err
		}
		stored, err := picture.Store(ctx, upload.Picture, k)
		if err != nil {
			return err
		}
		if _, err := picture.Forecast(ctx, stored, service.Variants(k)); err != nil {
			return err
		}
	}
	return nil
}

// centred is the largest centred crop of a kind's shape.
func centred(r *picture.Renderer, k service.Kind) picture.Framing {
	p := r.Picture()
	return picture.Framing{Crop: picture.CentredCrop(p.Width, p.Height, k)}
}

// sizes are those of a kind's variants that have one, each side divided by n.
func sizes(k service.Kind, n int) []image.Point {
	var list []image.Point
	for _, v := range service.Variants(k) {
		if v.Sized() {
			list = append(list, image.Pt(v.Width/n, v.Height/n))
		}
	}
	return list
}

// plainly is an error for people: the engine's own few words where it has some.
func plainly(err error) string {
	var known *service.Error
	if errors.As(err, &known) && known.Detail != "" {
		return known.Detail
	}
	return err.Error()
}
