package scale

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLoopsAgree holds the quick loops to the plain ones: the same to the last bit.
func TestLoopsAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []struct{ from, to int }{{1, 1}, {1, 9}, {2, 1}, {7, 3}, {16, 5}, {19, 19}, {33, 100}, {500, 73}, {997, 31}} {
		across := kernel(span{0, float64(size.from)}, size.from, size.to, float64(size.from)/float64(size.to))
		rows := make([]uint8, 4*size.from*across.count)
		for i := range rows {
			rows[i] = uint8(random.UintN(256))
		}
		weights := across.of(0)
		quick, plain := make([]int16, 4*size.from), make([]int16, 4*size.from)
		mixRows(quick, rows, 4*size.from, weights)
		mixRowsPlainly(plain, rows, 4*size.from, weights)
		if !slices.Equal(quick, plain) {
			t.Errorf("%d to %d: rows mixed differently", size.from, size.to)
		}
		quickly, plainly := make([]uint8, 4*size.to), make([]uint8, 4*size.to)
		filterRow(quickly, plain, &across)
		filterRowPlainly(plainly, plain, &across)
		if !slices.Equal(quickly, plainly) {
			t.Errorf("%d to %d: a row filtered differently", size.from, size.to)
		}
	}
}

// TestHalvingsOfAnyWidth looks for overflow where a level's last pixel is hardly filled.
func TestHalvingsOfAnyWidth(t *testing.T) {
	row := make([]uint8, 4*400)
	for i := range row {
		row[i] = 255 * uint8(i/4%2)
	}
	for width := 2.0; width < 400; width += 0.3751 {
		size := int(math.Ceil(width))
		across := kernel(span{0, width}, size, int(math.Ceil(width/2)), 2)
		quick, plain := make([]int16, 4*size), make([]int16, 4*size)
		mixRows(quick, row, 0, []int16{1 << weightBits})
		mixRowsPlainly(plain, row, 0, []int16{1 << weightBits})
		for i := range across.first {
			gain := 0
			for _, weight := range across.of(i) {
				gain += max(int(weight), -int(weight))
			}
			if gain > 3<<(weightBits-1) {
				t.Fatalf("%v wide: pixel %d weighs %d", width, i, gain)
			}
		}
		if !slices.Equal(quick, plain) {
			t.Fatalf("%v wide: mixed differently", width)
		}
	}
}

func TestTable(t *testing.T) {
	for x := -3.5; x <= 3.5; x += 0.00123 {
		if off := math.Abs(lanczos(x) - Lanczos(x)); off > 1e-6 {
			t.Fatalf("at %v: off by %v", x, off)
		}
	}
}
