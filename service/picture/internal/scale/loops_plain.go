//go:build !cgo || !amd64

package scale

func mixRows(out []int16, rows []uint8, stride int, weights []int16) {
	mixRowsPlainly(out, rows, stride, weights)
}

func filterRow(out []uint8, row []int16, across *taps) { filterRowPlainly(out, row, across) }
