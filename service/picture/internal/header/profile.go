package header

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
)

// profileName is the description inside an ICC profile: a 'desc' tag of ICC.1:2001-04
// (ASCII) or ICC.1:2010 ('mluc', UTF-16). A profile without one is "unnamed".
func profileName(p []byte) string {
	if len(p) == 0 {
		return ""
	}
	if body := profileTag(p, "desc"); len(body) >= 12 {
		switch string(body[:4]) {
		case "desc":
			n := min(int(binary.BigEndian.Uint32(body[8:])), len(body)-12)
			if name := printable(body[12 : 12+n]); name != "" {
				return name
			}
		case "mluc":
			if name := firstLocalised(body); name != "" {
				return name
			}
		}
	}
	return "unnamed"
}

// profileTag finds a tag's bytes; nil when it is not there.
func profileTag(p []byte, signature string) []byte {
	const table = 128
	if len(p) < table+4 {
		return nil
	}
	count := binary.BigEndian.Uint32(p[table:])
	for at := table + 4; count > 0 && at+12 <= len(p); at, count = at+12, count-1 {
		offset := int64(binary.BigEndian.Uint32(p[at+4:]))
		size := int64(binary.BigEndian.Uint32(p[at+8:]))
		if string(p[at:at+4]) == signature && offset+size <= int64(len(p)) {
			return p[offset : offset+size]
		}
	}
	return nil
}

func firstLocalised(body []byte) string {
	if len(body) < 28 {
		return ""
	}
	size := int64(binary.BigEndian.Uint32(body[20:]))
	offset := int64(binary.BigEndian.Uint32(body[24:]))
	if offset+size > int64(len(body)) {
		return ""
	}
	units := make([]uint16, size/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(body[offset+2*int64(i):])
	}
	return printable([]byte(string(utf16.Decode(units))))
}

// printable cuts a name at its first zero byte and drops what cannot be shown.
func printable(name []byte) string {
	name, _, _ = bytes.Cut(name, []byte{0})
	name = name[:min(len(name), 200)]
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, string(name)))
}
