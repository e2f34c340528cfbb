// Package icc reads ICC profiles and converts pixels to sRGB: RGB profiles that consist of
// a matrix and three curves, and grey profiles. Nothing else is converted: a profile that
// works by lookup tables, a CMYK one, or high dynamic range gets an error of its own.
//
// The conversion is relative colorimetric without black point compensation: white becomes
// white, what sRGB cannot show is clipped channel by channel. Where a profile holds tables
// beside its matrix, the matrix is used, which full colour engines would not do.
package icc

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Space is the colour space of a profile's device values, the ones that pixels hold.
type Space int

// The colour spaces that are told apart; Other are Lab, XYZ, YCbCr and the rarer ones.
const (
	RGB Space = iota
	Grey
	CMYK
	Other
)

// What a profile can be refused for; found by errors.Is.
var (
	// ErrDamaged is a profile that is none, or is broken beyond use.
	ErrDamaged = errors.New("icc: damaged profile")
	// ErrTables is a profile, or a pair of code points, whose conversion is not built in:
	// lookup tables without a matrix, CMYK, Lab, what the standard has yet to assign.
	ErrTables = errors.New("icc: conversion needs lookup tables")
	// ErrHDR is a transfer of high dynamic range, which needs tone mapping.
	ErrHDR = errors.New("icc: high dynamic range")
)

// Profile is what is needed of an ICC profile. It keeps nothing of the bytes it was read from.
type Profile struct {
	Name  string // how it describes itself; "unnamed" when it does not
	Space Space

	native bool // holds a usable matrix and curves, or a grey curve
	conversion
}

// Parse reads a profile of ICC.1:2001-04 (version 2) to ICC.1:2022 (version 4). It forgives
// what real files get wrong: the size in the header, bytes after the last tag, tags that
// share bytes, missing tags that no conversion here needs. All else is ErrDamaged.
func Parse(data []byte) (*Profile, error) {
	if len(data) < tagTable+4 || string(data[36:40]) != "acsp" {
		return nil, fmt.Errorf("%w: no header", ErrDamaged)
	}
	p := &Profile{Name: describe(findTag(data, "desc")), Space: Other}
	var err error
	switch string(data[16:20]) {
	case "RGB ":
		p.Space = RGB
		p.conversion, err = readMatrix(data)
	case "GRAY":
		p.Space = Grey
		p.conversion, err = readGrey(data)
	case "CMYK":
		p.Space = CMYK
		return p, nil
	default:
		return p, nil
	}
	p.native = err == nil
	if err != nil && !hasTables(data) {
		return nil, err
	}
	return p, nil
}

// ToSRGB returns how the profile's values become sRGB: nil, and no error, when they are
// sRGB already, within half a step of 8 bits everywhere. The error is ErrTables.
// A grey profile's transform treats each channel alike, so equal channels stay equal.
func (p *Profile) ToSRGB() (*Transform, error) {
	if !p.native {
		return nil, ErrTables
	}
	return p.transform(), nil
}

// tagTable is where a profile's tag table begins, right after the header.
const tagTable = 128

// maxTags bounds the search for a tag. Real profiles have some 10 to 40.
const maxTags = 1024

// findTag returns a tag's bytes, cut short where the profile ends; nil when not one is left.
func findTag(data []byte, signature string) []byte {
	table := data[tagTable+4:]
	count := min(int(binary.BigEndian.Uint32(data[tagTable:])), len(table)/12, maxTags)
	for ; count > 0; table, count = table[12:], count-1 {
		if string(table[:4]) != signature {
			continue
		}
		offset := int64(binary.BigEndian.Uint32(table[4:]))
		size := int64(binary.BigEndian.Uint32(table[8:]))
		if end := min(offset+size, int64(len(data))); offset < end {
			return data[offset:end]
		}
	}
	return nil
}

// hasTables tells whether a full colour engine could convert where we cannot.
func hasTables(data []byte) bool {
	for _, signature := range []string{"A2B0", "A2B1", "A2B2", "D2B0", "D2B1", "D2B2"} {
		if findTag(data, signature) != nil {
			return true
		}
	}
	return false
}

// readMatrix reads an RGB profile's three columns and curves.
func readMatrix(data []byte) (c conversion, err error) {
	var columns matrix
	for i, channel := range []string{"r", "g", "b"} {
		column := findTag(data, channel+"XYZ")
		if len(column) < 20 || string(column[:4]) != "XYZ " {
			return c, fmt.Errorf("%w: no %sXYZ", ErrDamaged, channel)
		}
		for row := range 3 {
			columns[row][i] = fixed15(column[8+4*row:])
		}
		if c.curves[i], err = readCurve(findTag(data, channel+"TRC")); err != nil {
			return c, fmt.Errorf("%sTRC: %w", channel, err)
		}
	}
	if c.toLinear = fromColumns(columns); !c.toLinear.sane() {
		return c, fmt.Errorf("%w: impossible primaries", ErrDamaged)
	}
	return c, nil
}

// readGrey reads a grey profile's curve. Towards XYZ it yields luminance, towards Lab
// lightness.
func readGrey(data []byte) (c conversion, err error) {
	grey, err := readCurve(findTag(data, "kTRC"))
	if err != nil {
		return c, fmt.Errorf("kTRC: %w", err)
	}
	grey.lightness = string(data[20:24]) == "Lab "
	return conversion{curves: [3]curve{grey, grey, grey}, toLinear: identity}, nil
}

// fixed15 reads an s15Fixed16Number.
func fixed15(b []byte) float64 {
	return float64(int32(binary.BigEndian.Uint32(b))) / 65536
}
