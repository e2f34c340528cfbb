//go:build turbojpeg

package jpegio

/*
#cgo !staticjpeg pkg-config: libjpeg
#cgo staticjpeg LDFLAGS: -l:libjpeg.a
#include <stdlib.h>
#include "turbo.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"sync"
	"unsafe"
)

// What this build can do.
const (
	// FullColour tells that it codes 4:4:4, and progressively.
	FullColour = true
	// Fractions tells that it decodes a fraction or a part in no more memory than that
	// takes.
	Fractions = true
)

func decode(ctx context.Context, data []byte, size image.Point, r Request) (*image.RGBA, error) {
	part := r.part(size)
	if len(data) == 0 || part.Empty() {
		return nil, errors.New("jpeg: nothing to decode")
	}
	var pinned runtime.Pinner // the decoder reads from it until it is closed
	pinned.Pin(unsafe.SliceData(data))
	defer pinned.Unpin()
	d := decoder{}
	d.c = C.turbo_open((*C.uchar)(unsafe.SliceData(data)), C.size_t(len(data)), C.int(r.Shrink), &d.report)
	if d.c == nil {
		return nil, errors.New("jpeg: out of memory")
	}
	defer C.turbo_close(d.c)
	if err := d.failure(ctx); err != nil {
		return nil, err
	}
	if whole := image.Pt(int(C.turbo_width(d.c)), int(C.turbo_height(d.c))); whole != ShrunkSize(size, r.Shrink) ||
		!part.In(image.Rectangle{Max: whole}) {
		return nil, errors.New("jpeg: the size is not what the header says")
	}
	// Stopping must be over before the decoder is closed.
	stopped := make(chan struct{})
	release := context.AfterFunc(ctx, func() { C.turbo_stop(d.c); close(stopped) })
	img, err := d.rows(ctx, part, d.conversion(r.Convert))
	if !release() {
		<-stopped
	}
	return img, err
}

// decoder is a picture that is being decoded.
type decoder struct {
	c      *C.turbo_decoder
	report C.turbo_report
}

// conversion is what is to be done to decoded rows; nil for nothing.
func (d *decoder) conversion(convert func([]uint8)) func([]uint8) {
	var flip uint8
	switch C.turbo_pixels(d.c) {
	case C.TURBO_CMYK:
		flip = 0xFF
	case C.TURBO_CMYK_INVERTED:
	default:
		return convert
	}
	return func(rows []uint8) {
		fromCMYK(rows, flip)
		if convert != nil {
			convert(rows)
		}
	}
}

// band is about how many bytes of pixels are decoded at a time.
const band = 1 << 19

// rows decodes a part of the picture; what is decoded is converted meanwhile.
func (d *decoder) rows(ctx context.Context, part image.Rectangle, convert func([]uint8)) (*image.RGBA, error) {
	img := image.NewRGBA(image.Rectangle{Max: part.Size()})
	raw := make(chan []uint8, len(img.Pix)/band+2) // room for all: the decoder never waits
	var converting sync.WaitGroup
	converting.Go(func() {
		for rows := range raw {
			convert(rows)
		}
	})
	err := d.read(ctx, img, part, func(rows []uint8) {
		if convert != nil {
			raw <- rows
		}
	})
	close(raw)
	converting.Wait()
	if err != nil {
		return nil, err
	}
	return img, nil
}

func (d *decoder) read(ctx context.Context, img *image.RGBA, part image.Rectangle, decoded func(rows []uint8)) error {
	C.turbo_rows(d.c, nil, 0, 0, C.int(part.Min.Y), &d.report)
	if err := d.failure(ctx); err != nil {
		return err
	}
	step := max(band/img.Stride, 1)
	for y := 0; y < part.Dy(); y += step {
		rows := img.Pix[y*img.Stride : min(y+step, part.Dy())*img.Stride]
		C.turbo_rows(d.c, (*C.uchar)(unsafe.SliceData(rows)), C.int(part.Min.X), C.int(img.Stride), C.int(len(rows)/img.Stride), &d.report)
		if err := d.failure(ctx); err != nil {
			return err
		}
		decoded(rows)
	}
	if part.Max.Y == int(C.turbo_height(d.c)) {
		C.turbo_finish(d.c, &d.report)
	}
	return d.failure(ctx)
}

func (d *decoder) failure(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return failure(&d.report)
}

func encode(img *image.RGBA, o Options) ([]byte, error) {
	b := img.Bounds()
	if b.Empty() {
		return nil, errors.New("jpeg: nothing to encode")
	}
	var (
		report C.turbo_report
		out    *C.uchar
		length C.ulong
	)
	C.turbo_encode((*C.uchar)(unsafe.SliceData(img.Pix[img.PixOffset(b.Min.X, b.Min.Y):])),
		C.int(b.Dx()), C.int(b.Dy()), C.int(img.Stride),
		C.int(o.Quality), truth(o.FullColour), truth(o.Progressive), &out, &length, &report)
	if err := failure(&report); err != nil {
		return nil, err
	}
	defer C.free(unsafe.Pointer(out))
	return C.GoBytes(unsafe.Pointer(out), C.int(length)), nil
}

func failure(report *C.turbo_report) error {
	switch report.result {
	case C.TURBO_OK:
		return nil
	case C.TURBO_UNSUPPORTED:
		return fmt.Errorf("%w: %s", ErrUnsupported, C.GoString(&report.message[0]))
	}
	return fmt.Errorf("jpeg: %s", C.GoString(&report.message[0]))
}

func truth(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
