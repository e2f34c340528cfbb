package icc

import (
	"errors"
	"fmt"
	"strings"
)

// Code points of ITU-T H.273 that are treated apart.
const (
	unspecified  = 2
	curveSRGB    = 13
	curvePQ      = 16
	curveHLG     = 18
	primariesHDR = 9
)

// codedPrimaries are those of H.273, table 2.
var codedPrimaries = map[int]struct { // never written to
	name string
	chromaticities
}{
	1:           {"BT.709", chromaticities{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}, d65}},
	unspecified: {"", chromaticities{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}, d65}},
	4:           {"BT.470 M", chromaticities{{0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}, {0.310, 0.316}}},
	5:           {"BT.601 (625 lines)", chromaticities{{0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}, d65}},
	6:           {"BT.601 (525 lines)", chromaticities{{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, d65}},
	7:           {"SMPTE 240M", chromaticities{{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, d65}},
	8:           {"film", chromaticities{{0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}, {0.310, 0.316}}},
	9:           {"BT.2020", chromaticities{{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}, d65}},
	10:          {"CIE XYZ", chromaticities{{1, 0}, {0, 1}, {0, 0}, {1.0 / 3, 1.0 / 3}}},
	11:          {"DCI-P3", chromaticities{{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, {0.314, 0.351}}},
	12:          {"Display P3", chromaticities{{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, d65}},
	22:          {"EBU 3213", chromaticities{{0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}, d65}},
}

// codedCurve is a transfer of H.273, table 3, and what it adds to a name. Those that
// describe television cameras (BT.709 and its kin) count as sRGB's: their pictures were
// judged on displays, not meant to be undone to the light of the scene, and pictures that
// carry them are shown so nearly everywhere.
func codedCurve(transfer int) (c curve, suffix string, err error) {
	switch transfer {
	case 1, unspecified, 6, 7, 11, 12, curveSRGB, 14, 15:
		return standard(), "", nil
	case 4:
		return power(2.2), ", gamma 2.2", nil
	case 5:
		return power(2.8), ", gamma 2.8", nil
	case 8:
		return power(1), ", linear", nil
	case curvePQ:
		return c, " PQ", ErrHDR
	case 17: // SMPTE ST 428-1, with its headroom above white
		c = power(2.6)
		c.a = 1.034 // (52.37/48)^(1/2.6)
		return c, ", gamma 2.6", nil
	case curveHLG:
		return c, " HLG", ErrHDR
	}
	return c, "", ErrTables
}

// FromCodePoints returns what ToSRGB does, for the primaries and the transfer of ITU-T
// H.273 as in PNG's cICP and HEIF's nclx, and their name for people: "Display P3",
// "BT.2020", "BT.2100 PQ". "Unspecified" (2) counts as sRGB; where the primaries are left
// open the name tells the transfer alone, or nothing. Errors are ErrHDR (PQ and HLG, with a name)
// and ErrTables (code points that are reserved or not supported).
func FromCodePoints(primaries, transfer int) (t *Transform, name string, err error) {
	coded, known := codedPrimaries[primaries]
	c, suffix, err := codedCurve(transfer)
	name = coded.name
	switch {
	case !known:
		return nil, "", fmt.Errorf("%w: primaries %d", ErrTables, primaries)
	case primaries == 1 && transfer == curveSRGB:
		name = "sRGB"
	case primaries == primariesHDR && errors.Is(err, ErrHDR):
		name = "BT.2100" + suffix
	default:
		name = strings.TrimLeft(name+suffix, ", ")
	}
	if err != nil {
		return nil, name, fmt.Errorf("%w: transfer %d", err, transfer)
	}
	to := conversion{[3]curve{c, c, c}, fromColumns(coded.columns(d50))}
	return to.transform(), name, nil
}
