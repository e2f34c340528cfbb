package icc

import "math"

// matrix maps linear colours: rows are what comes out, columns what goes in.
type matrix [3][3]float64

var identity = matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}} // never written to

// d50 is the white that all ICC profiles are adapted to, as the standard rounds it.
var d50 = [3]float64{0.9642, 1, 0.8249} // never written to

// fromColumns turns a profile's XYZ columns into a matrix to linear sRGB. Columns add up to
// white, D50, but for roundings and for the digits that their maker had of it; sRGB is then
// adapted to the very same white, so that white stays white exactly. Columns that add up to
// something else are believed, even where they were not adapted as they should be.
func fromColumns(columns matrix) matrix {
	white := columns.apply([3]float64{1, 1, 1})
	for i := range white {
		if math.Abs(white[i]-d50[i]) > 0.004 {
			white = d50
			break
		}
	}
	srgb := chromaticities{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}, d65}
	return srgb.columns(white).inverse().times(columns)
}

// maxReach bounds how far beyond sRGB linear values may lie, so that integers hold them:
// from the lowest to the highest result. ProPhoto reaches 3.1, CIE XYZ 5.3.
const maxReach = 16

// sane tells whether a matrix lets some light through and stays within maxReach.
func (m matrix) sane() bool {
	low, high := m.reach()
	return high > 0.01 && high-low <= maxReach
}

// reach is the lowest and highest value that inputs from 0 to 1 can give.
func (m matrix) reach() (low, high float64) {
	for _, row := range m {
		below, above := 0.0, 0.0
		for _, v := range row {
			below, above = below+min(v, 0), above+max(v, 0)
		}
		low, high = min(low, below), max(high, above)
	}
	return low, high
}

func (m matrix) apply(v [3]float64) (out [3]float64) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

func (m matrix) times(other matrix) (out matrix) {
	for i := range m {
		for j := range m {
			out[i][j] = m[i][0]*other[0][j] + m[i][1]*other[1][j] + m[i][2]*other[2][j]
		}
	}
	return out
}

// inverse is by Cramer's rule; it is only asked of matrices that have one.
func (m matrix) inverse() (out matrix) {
	minor := func(i, j int) float64 {
		a, b, c, d := (i+1)%3, (i+2)%3, (j+1)%3, (j+2)%3
		return m[a][c]*m[b][d] - m[a][d]*m[b][c]
	}
	determinant := m[0][0]*minor(0, 0) + m[0][1]*minor(0, 1) + m[0][2]*minor(0, 2)
	for i := range m {
		for j := range m {
			out[j][i] = minor(i, j) / determinant
		}
	}
	return out
}

// chromaticity is a CIE 1931 x and y.
type chromaticity [2]float64

func (c chromaticity) vector() [3]float64 { return [3]float64{c[0], c[1], 1 - c[0] - c[1]} }

var d65 = chromaticity{0.3127, 0.3290} // never written to

// chromaticities are those of red, green, blue and white.
type chromaticities [4]chromaticity

// columns are the primaries' XYZ, adapted by the Bradford method from their own white to
// another, as they would stand in a profile.
func (c chromaticities) columns(adapted [3]float64) matrix {
	var m matrix
	white := c[3].vector()
	for i := range 3 {
		white[i] /= c[3][1] // to a luminance of 1
		for row, v := range c[i].vector() {
			m[row][i] = v
		}
	}
	for column, amount := range m.inverse().apply(white) {
		for row := range 3 {
			m[row][column] *= amount
		}
	}
	return adaptation(white, adapted).times(m)
}

// adaptation is Bradford's, between two whites in XYZ.
func adaptation(from, to [3]float64) matrix {
	bradford := matrix{
		{0.8951, 0.2664, -0.1614},
		{-0.7502, 1.7135, 0.0367},
		{0.0389, -0.0685, 1.0296},
	}
	from, to = bradford.apply(from), bradford.apply(to)
	var gains matrix
	for i := range gains {
		gains[i][i] = to[i] / from[i]
	}
	return bradford.inverse().times(gains).times(bradford)
}
