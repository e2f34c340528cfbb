package raster

import (
	"encoding/binary"

	"masthead/service/picture/internal/header"
)

// oneTile writes a HEIF file around one bitstream: all that the foreign decoders get to
// see. What turns, joins or tops a picture stays on this side, where it is bounded.
func oneTile(codec string, t header.Tile, coding *header.Coding) []byte {
	brand, config := "heic", "hvcC"
	if codec == "av01" {
		brand, config = "avif", "av1C"
	}
	length := 0
	for _, piece := range t.Data {
		length += len(piece)
	}
	channels := []byte{3, 8, 8, 8}
	if t.Grey {
		channels = []byte{1, 8}
	}
	if codec == "av01" && len(t.Config) > 2 && t.Config[2]&0x40 != 0 { // libavif wants the true depth
		depth := byte(10)
		if t.Config[2]&0x20 != 0 {
			depth = 12
		}
		for i := range channels[1:] {
			channels[1+i] = depth
		}
	}
	properties := putBox(nil, config, t.Config)
	properties = putBox(properties, "ispe", make([]byte, 4), number(t.Size.X), number(t.Size.Y))
	properties = putBox(properties, "pixi", make([]byte, 4), channels)
	links := []byte{0x81, 2, 3}
	if coding != nil {
		code := []byte("nclx")
		for _, v := range []int{coding.Primaries, coding.Transfer, coding.Matrix} {
			code = binary.BigEndian.AppendUint16(code, uint16(v))
		}
		properties = putBox(properties, "colr", code, []byte{map[bool]byte{true: 0x80}[coding.FullRange]})
		links = append(links, 4)
	}
	association := append([]byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 1, byte(len(links))}, links...)
	entry := putBox(nil, "infe", []byte{2, 0, 0, 0, 0, 1, 0, 0}, []byte(codec), []byte{0})

	meta := make([]byte, 4)
	meta = putBox(meta, "hdlr", make([]byte, 8), []byte("pict"), make([]byte, 13))
	meta = putBox(meta, "pitm", []byte{0, 0, 0, 0, 0, 1})
	meta = putBox(meta, "iinf", []byte{0, 0, 0, 0, 0, 1}, entry)
	meta = putBox(meta, "iprp", putBox(nil, "ipco", properties), putBox(nil, "ipma", association))
	// One item, one piece, its place and length in 4 bytes each; the place comes last.
	meta = putBox(meta, "iloc", []byte{0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1}, number(0), number(length))

	file := putBox(nil, "ftyp", []byte(brand), make([]byte, 4), []byte("mif1"), []byte(brand))
	file = putBox(file, "meta", meta)
	binary.BigEndian.PutUint32(file[len(file)-8:], uint32(len(file)+8))
	return putBox(file, "mdat", t.Data...)
}

func number(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }

// putBox appends a box of a kind with its parts.
func putBox(to []byte, kind string, parts ...[]byte) []byte {
	start := len(to)
	to = append(append(to, 0, 0, 0, 0), kind...)
	for _, part := range parts {
		to = append(to, part...)
	}
	binary.BigEndian.PutUint32(to[start:], uint32(len(to)-start))
	return to
}
