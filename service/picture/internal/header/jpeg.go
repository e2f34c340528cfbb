package header

import (
	"bytes"
	"encoding/binary"
)

// Markers of ITU-T T.81, table B.1.
const (
	markerSOF0  = 0xC0 // baseline
	markerSOF2  = 0xC2 // progressive
	markerSOF9  = 0xC9 // sequential, arithmetic coding
	markerSOF10 = 0xCA // progressive, arithmetic coding
	markerDHT   = 0xC4
	markerJPG   = 0xC8
	markerDAC   = 0xCC
	markerRST0  = 0xD0
	markerSOI   = 0xD8
	markerEOI   = 0xD9
	markerSOS   = 0xDA
	markerDQT   = 0xDB
	markerAPP2  = 0xE2
	markerTEM   = 0x01
)

// iccPrefix begins every APP2 segment of a profile; two bytes follow: which, of how many.
const iccPrefix = "ICC_PROFILE\x00"

// maxProfile bounds the profile bytes that are looked at, in bytes.
const maxProfile = 1 << 20

// segments calls f with every marker segment up to the first scan, until f returns
// false. It reports whether it was stopped by f.
func segments(data []byte, f func(marker byte, body []byte) bool) bool {
	for at := 2; at < len(data); {
		if data[at] != 0xFF { // junk between segments: every decoder skips it
			at++
			continue
		}
		for at < len(data) && data[at] == 0xFF {
			at++
		}
		if at >= len(data) {
			return false
		}
		marker := data[at]
		at++
		switch {
		case marker == 0, marker == markerTEM, marker >= markerRST0 && marker <= markerSOI:
			continue
		case marker == markerEOI, marker == markerSOS:
			return false
		}
		if at+2 > len(data) {
			return false
		}
		length := int(binary.BigEndian.Uint16(data[at:]))
		if length < 2 || at+length > len(data) {
			return false
		}
		if !f(marker, data[at+2:at+length]) {
			return true
		}
		at += length
	}
	return false
}

// readJPEG walks the segments up to the frame header, and on to the first scan for a
// profile that comes after it.
func (h *Header) readJPEG(data []byte) error {
	var profile []byte
	bad := error(ErrShort)
	segments(data, func(marker byte, body []byte) bool {
		switch {
		case marker == markerAPP2 && bytes.HasPrefix(body, []byte(iccPrefix)) && len(body) >= len(iccPrefix)+2:
			if len(profile) < maxProfile {
				profile = append(profile, body[len(iccPrefix)+2:]...)
			}
		case isFrame(marker):
			if len(body) < 6 {
				return false
			}
			h.Height = int(binary.BigEndian.Uint16(body[1:]))
			h.Width = int(binary.BigEndian.Uint16(body[3:]))
			h.Deep = body[0] > 8
			h.Progressive = marker == markerSOF2 || marker == markerSOF10
			bad = nil
			if h.Deep || marker > markerSOF2 && marker != markerSOF9 && marker != markerSOF10 { // lossless, hierarchical
				bad = ErrUnsupported
			}
		}
		return true
	})
	h.Profile = profileName(profile)
	return bad
}

func isFrame(marker byte) bool {
	return marker >= markerSOF0 && marker <= 0xCF &&
		marker != markerDHT && marker != markerJPG && marker != markerDAC
}

// QuantTables returns a JPEG's quantisation tables by their number, 0 to 3, each in
// zigzag order; a table that is not there is nil.
func QuantTables(data []byte) (tables [4][]uint16) {
	segments(data, func(marker byte, body []byte) bool {
		for marker == markerDQT && len(body) > 0 {
			wide, id := body[0]>>4, body[0]&3
			size := 64
			if wide != 0 {
				size = 128
			}
			body = body[1:]
			if len(body) < size {
				return false
			}
			table := make([]uint16, 64)
			for i := range table {
				if wide != 0 {
					table[i] = binary.BigEndian.Uint16(body[2*i:])
				} else {
					table[i] = uint16(body[i])
				}
			}
			tables[id], body = table, body[size:]
		}
		return true
	})
	return tables
}
