package look

import (
	"encoding/binary"
	"slices"
)

// descent is how far lines reach below the baseline, in thousandths of the type size.
// Inter says 241, its letters need 210.
const descent = 312

// roomy is an OpenType font with a deeper line. Fyne draws a line of text into a picture
// whose height it rounds to whole pixels after it has rounded the baseline down by up to
// one: at scales such as 1.5 the feet of g and y were cut off. What it cannot read it
// returns as it is.
func roomy(font []byte) []byte {
	head, hhea, os2 := table(font, "head"), table(font, "hhea"), table(font, "OS/2")
	if head == 0 || hhea == 0 || os2 == 0 {
		return font
	}
	font = slices.Clone(font)
	unitsPerEm := int(binary.BigEndian.Uint16(font[head+18:]))
	depth := uint16(-unitsPerEm * descent / 1000) // two's complement, as the tables have it
	binary.BigEndian.PutUint16(font[hhea+6:], depth)
	binary.BigEndian.PutUint16(font[os2+70:], depth) // sTypoDescender
	return font
}

// table is where a table of an OpenType font begins, in bytes; 0 when it is not there,
// or too short for what is read of it.
func table(font []byte, tag string) int {
	const header, record, enough = 12, 16, 72
	if len(font) < header {
		return 0
	}
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		at := header + i*record
		if at+record > len(font) {
			return 0
		}
		if string(font[at:at+4]) == tag {
			if start := int(binary.BigEndian.Uint32(font[at+8:])); start+enough <= len(font) {
				return start
			}
			return 0
		}
	}
	return 0
}
