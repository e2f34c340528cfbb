package header

import (
	"bytes"
	"encoding/binary"
	"slices"
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
	markerAPP1  = 0xE1
	markerAPP2  = 0xE2
	markerTEM   = 0x01
)

const (
	exifPrefix = "Exif\x00"        // and a sixth byte, zero or not
	iccPrefix  = "ICC_PROFILE\x00" // begins every part of a profile; two bytes follow: which, of how many
)

// maxProfile bounds the profile bytes that are looked at: printers' profiles have 3 MB at
// most.
const maxProfile = 4 << 20

// segments calls f with every marker segment up to the first scan's header, and with that,
// until f returns false.
func segments(data []byte, f func(marker byte, body []byte) bool) {
	for at := 2; at < len(data); {
		skipped := bytes.IndexByte(data[at:], 0xFF) // junk between segments: every decoder skips it
		if skipped < 0 {
			return
		}
		at += skipped
		for at < len(data) && data[at] == 0xFF {
			at++
		}
		if at >= len(data) {
			return
		}
		marker := data[at]
		at++
		switch {
		case marker == 0, marker == markerTEM, marker >= markerRST0 && marker <= markerSOI:
			continue
		case marker == markerEOI:
			return
		}
		if at+2 > len(data) {
			return
		}
		length := int(binary.BigEndian.Uint16(data[at:]))
		if length < 2 || at+length > len(data) {
			return
		}
		if !f(marker, data[at+2:at+length]) || marker == markerSOS {
			return
		}
		at += length
	}
}

// readJPEG walks the segments up to the first scan, whose number of components tells
// whether a decoder has to keep coefficients.
func (h *Header) readJPEG(data []byte) error {
	var (
		profile    parts
		bad        = error(ErrShort)
		components byte
		turned     bool
	)
	segments(data, func(marker byte, body []byte) bool {
		switch {
		case marker == markerAPP1 && bytes.HasPrefix(body, []byte(exifPrefix)) && len(body) > 6 && !turned:
			h.Orientation, turned = exifOrientation(body[6:]), true
		case marker == markerAPP2 && bytes.HasPrefix(body, []byte(iccPrefix)):
			profile.add(body[len(iccPrefix):])
		case isFrame(marker) && components == 0:
			if len(body) < 6 {
				return false
			}
			components = body[5]
			bad = h.readFrame(marker, body)
		case marker == markerSOS && len(body) > 0:
			h.Progressive = h.Progressive || body[0] < components
		}
		return true
	})
	h.ICC = profile.join()
	return bad
}

// readFrame reads a frame header: depth, height, width, number of components.
func (h *Header) readFrame(marker byte, body []byte) error {
	h.Height = int(binary.BigEndian.Uint16(body[1:]))
	h.Width = int(binary.BigEndian.Uint16(body[3:]))
	h.Deep = body[0] > 8
	h.Ink = body[5] == 4
	h.Progressive = marker == markerSOF2 || marker == markerSOF10
	coded := marker <= markerSOF2 || marker == markerSOF9 || marker == markerSOF10 // others: lossless, hierarchical
	colours := body[5] == 1 || body[5] == 3 || body[5] == 4
	if h.Deep || !coded || !colours {
		return ErrUnsupported
	}
	return nil
}

func isFrame(marker byte) bool {
	return marker >= markerSOF0 && marker <= 0xCF &&
		marker != markerDHT && marker != markerJPG && marker != markerDAC
}

// parts is a profile in several segments, by their numbers.
type parts struct {
	bodies [256][]byte
	count  byte
	length int
}

// add takes a segment: its number from 1, the number of all, and bytes.
func (p *parts) add(segment []byte) {
	if len(segment) < 2 || segment[0] == 0 || p.bodies[segment[0]] != nil || p.length > maxProfile {
		return
	}
	p.count = segment[1]
	p.bodies[segment[0]] = segment[2:]
	p.length += len(segment) - 2
}

// join is the whole profile, or nil when a part is missing.
func (p *parts) join() []byte {
	if p.count == 0 {
		return nil
	}
	list := p.bodies[1 : int(p.count)+1]
	if slices.ContainsFunc(list, func(body []byte) bool { return body == nil }) {
		return nil
	}
	return slices.Concat(list...)
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
