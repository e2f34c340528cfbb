package icc

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
)

// unnamed is the name of a profile without a description.
const unnamed = "unnamed"

// describe reads a description tag: 'desc' of ICC.1:2001-04 (ASCII), 'mluc' of version 4
// (UTF-16), or plain 'text', which some writers put in its place.
func describe(tag []byte) string {
	name := ""
	switch {
	case len(tag) < 12:
	case string(tag[:4]) == "desc":
		n := min(int(binary.BigEndian.Uint32(tag[8:])), len(tag)-12)
		name = printable(tag[12 : 12+n])
	case string(tag[:4]) == "mluc":
		name = localisedName(tag)
	case string(tag[:4]) == "text":
		name = printable(tag[8:])
	}
	if name == "" {
		return unnamed
	}
	return name
}

// maxLanguages bounds the search for an English name; Apple's profiles have some 40.
const maxLanguages = 256

// localisedName takes the English name, or the first one that can be read.
func localisedName(tag []byte) string {
	const header, record = 16, 12
	first := ""
	count := min(int(binary.BigEndian.Uint32(tag[8:])), (len(tag)-header)/record, maxLanguages)
	for i := range count {
		entry := tag[header+record*i:]
		size := int64(binary.BigEndian.Uint32(entry[4:]))
		offset := int64(binary.BigEndian.Uint32(entry[8:]))
		if offset+size > int64(len(tag)) {
			continue
		}
		english := string(entry[:2]) == "en"
		if !english && first != "" {
			continue
		}
		name := printable([]byte(wide(tag[offset : offset+min(size, 2*maxName)])))
		if english && name != "" {
			return name
		}
		if first == "" {
			first = name
		}
	}
	return first
}

// wide decodes big-endian UTF-16; an odd last byte is dropped.
func wide(text []byte) string {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(text[2*i:])
	}
	return string(utf16.Decode(units))
}

// maxName is the most bytes of a name that are kept.
const maxName = 200

// printable cuts a name at its first zero byte and drops what cannot be shown.
func printable(name []byte) string {
	name, _, _ = bytes.Cut(name, []byte{0})
	name = name[:min(len(name), maxName)]
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, string(name)))
}
