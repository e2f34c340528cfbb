package header

import (
	"encoding/binary"
	"image"
)

// sequenceFrames counts the pictures of the first track that has any to show.
func sequenceFrames(movie []byte) int {
	for _, table := range sampleTables(movie) {
		if b, ok := child(table, "stsz"); ok && len(b) >= 12 {
			return int(binary.BigEndian.Uint32(b[8:]))
		}
	}
	return 0
}

// sampleTables are the tables of a movie's tracks of pictures, colour before alpha.
func sampleTables(movie []byte) [][]box {
	var tables [][]box
	for _, track := range boxes(movie) {
		if track.kind != "trak" {
			continue
		}
		media := descend(track.body, "mdia")
		handler := descend(media, "hdlr")
		if len(handler) < 12 {
			continue
		}
		switch kind := string(handler[8:12]); kind {
		case "pict", "vide":
			tables = append(tables, boxes(descend(media, "minf", "stbl")))
		}
	}
	return tables
}

// readSequence reads a file without a still picture: its first track's first sample.
func readSequence(file, movie []byte) (*HEIF, error) {
	tables := sampleTables(movie)
	if len(tables) == 0 {
		return nil, ErrShort
	}
	table := tables[0]
	description, _ := child(table, "stsd")
	const visual = 78 // bytes of a visual sample entry before its boxes
	if len(description) < 8 {
		return nil, ErrShort
	}
	entries := boxes(description[8:])
	if len(entries) == 0 || len(entries[0].body) < visual {
		return nil, ErrShort
	}
	entry := entries[0]
	properties := boxes(entry.body[visual:])
	f := &HEIF{Frames: max(sequenceFrames(movie), 1)}
	c := &f.Colour
	c.Codec, c.Columns = entry.kind, 1
	kind := "av1C"
	switch entry.kind {
	case "hvc1", "hev1":
		c.Codec, kind = "hvc1", "hvcC"
	case "av01":
	default:
		return nil, ErrUnsupported
	}
	config, ok := child(properties, kind)
	if !ok {
		return nil, ErrShort
	}
	c.Size = image.Pt(int(binary.BigEndian.Uint16(entry.body[24:])), int(binary.BigEndian.Uint16(entry.body[26:])))
	if err := c.addStream(config, firstSample(file, table)); err != nil {
		return nil, err
	}
	f.profile = c.readColour(properties)
	return f, nil
}

// firstSample finds the bytes of a track's first picture; nil when they are not there.
func firstSample(file []byte, table []box) [][]byte {
	sizes, _ := child(table, "stsz")
	if len(sizes) < 12 {
		return nil
	}
	length := uint64(binary.BigEndian.Uint32(sizes[4:])) // one size for all
	if length == 0 && len(sizes) >= 16 {
		length = uint64(binary.BigEndian.Uint32(sizes[12:]))
	}
	var at uint64
	if b, ok := child(table, "stco"); ok && len(b) >= 12 {
		at = uint64(binary.BigEndian.Uint32(b[8:]))
	} else if b, ok := child(table, "co64"); ok && len(b) >= 16 {
		at = binary.BigEndian.Uint64(b[8:])
	}
	if at == 0 || length == 0 || at > uint64(len(file)) || length > uint64(len(file))-at {
		return nil
	}
	return [][]byte{file[at : at+length]}
}
