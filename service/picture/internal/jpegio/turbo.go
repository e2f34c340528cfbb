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
	"errors"
	"fmt"
	"image"
	"unsafe"
)

// FullColour tells whether this build codes 4:4:4 and progressively.
const FullColour = true

func decode(data []byte, size image.Point, shrink int) (*image.RGBA, error) {
	shrunk := ShrunkSize(size, shrink)
	img := image.NewRGBA(image.Rectangle{Max: shrunk})
	if len(data) == 0 || len(img.Pix) == 0 {
		return nil, errors.New("jpeg: nothing to decode")
	}
	var report C.turbo_report
	C.turbo_decode((*C.uchar)(unsafe.SliceData(data)), C.size_t(len(data)), C.int(shrink),
		(*C.uchar)(unsafe.SliceData(img.Pix)), C.int(shrunk.X), C.int(shrunk.Y), &report)
	if err := failure(&report); err != nil {
		return nil, err
	}
	switch report.pixels {
	case C.TURBO_CMYK:
		fromCMYK(img.Pix, 0xFF)
	case C.TURBO_CMYK_INVERTED:
		fromCMYK(img.Pix, 0)
	}
	return img, nil
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
