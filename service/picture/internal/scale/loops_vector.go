//go:build cgo && amd64

package scale

/*
#cgo CFLAGS: -O3
#include "loops.h"
*/
import "C"

import "unsafe"

// mixRows is mixRowsPlainly several times as fast.
func mixRows(out []int16, rows []uint8, stride int, weights []int16) {
	_ = rows[(len(weights)-1)*stride+len(out)-1]
	C.mix_rows((*C.int16_t)(unsafe.SliceData(out)), (*C.uint8_t)(unsafe.SliceData(rows)), C.ptrdiff_t(stride),
		(*C.int16_t)(unsafe.SliceData(weights)), C.int(len(weights)), C.int(len(out)))
}

// filterRow is filterRowPlainly several times as fast.
func filterRow(out []uint8, row []int16, across *taps) {
	C.filter_row((*C.uint8_t)(unsafe.SliceData(out)), (*C.int16_t)(unsafe.SliceData(row)),
		(*C.int32_t)(unsafe.SliceData(across.first)), (*C.int16_t)(unsafe.SliceData(across.weights)),
		C.int(across.count), C.int(len(across.first)))
}
