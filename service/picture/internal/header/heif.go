package header

import (
	"image"
	"slices"

	"masthead/service"
)

// HEIF is a HEIC or AVIF file taken apart, as far as its primary picture needs it.
type HEIF struct {
	Colour CodedImage
	// Alpha is nil for an opaque picture.
	Alpha *CodedImage
	// Premultiplied tells that the colours have been multiplied by the alpha.
	Premultiplied bool
	// Turns are to be done after decoding, in order.
	Turns []Turn
	// Frames is 1 for a still picture.
	Frames  int
	profile []byte
}

// CodedImage is a picture as it is coded: one bitstream, or a grid of them.
type CodedImage struct {
	// Codec is "hvc1" (HEVC) or "av01" (AV1).
	Codec string
	// Size is in pixels, as decoded and before any turn.
	Size image.Point
	// Tiles go row by row, Columns of them in a row. Tiles on the right and at the bottom
	// may reach beyond Size.
	Tiles   []Tile
	Columns int
	// Coding is nil when neither the file nor the bitstream says.
	Coding *Coding
	// Deep tells of more than 8 bits a channel.
	Deep    bool
	profile []byte // of the first tile, which counts where a grid has none
}

// Tile is one bitstream.
type Tile struct {
	Size image.Point
	// Config is the decoder's configuration: the body of hvcC or av1C.
	Config []byte
	// Grey tells of a picture without chroma.
	Grey bool
	// Chroma and Depth are known of HEVC: how dense chroma is (1 half both ways, 2 half
	// across, 3 full), and the bits of a sample.
	Chroma, Depth int
	// Data is the bitstream, in pieces; none when the file ends before it does.
	Data [][]byte
}

// Whole reports whether all bitstreams lie within the file.
func (h *HEIF) Whole() bool {
	if h.Alpha != nil && !h.Alpha.whole() {
		return false
	}
	return h.Colour.whole()
}

func (c *CodedImage) whole() bool {
	return !slices.ContainsFunc(c.Tiles, func(t Tile) bool { return len(t.Data) == 0 })
}

// pixels is how many pixels the picture or one of its tiles has, whichever are more.
func (c *CodedImage) pixels() int {
	const far = 1 << 24 // beyond all limits, and no product overflows
	n := min(c.Size.X, far) * min(c.Size.Y, far)
	for _, t := range c.Tiles {
		n = max(n, min(t.Size.X, far)*min(t.Size.Y, far))
	}
	return n
}

// heifFormat tells HEIC from AVIF by a file type box's brands, the major one first. Files
// of the general brands alone are settled by what codes their primary picture.
func heifFormat(data []byte) (service.Format, bool) {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return "", false
	}
	end := min(max(int(data[2])<<8|int(data[3]), 16), len(data))
	general := false
	for at := 8; at+4 <= end; at += 4 {
		if at == 12 { // the minor version
			continue
		}
		switch string(data[at : at+4]) {
		case "avif", "avis":
			return service.AVIF, true
		case "heic", "heix", "heim", "heis", "hevc", "hevx":
			return service.HEIC, true
		case "mif1", "msf1":
			general = true
		}
	}
	return service.HEIC, general
}

func (h *Header) readHEIF(data []byte) error {
	f, err := ParseHEIF(data)
	if err != nil {
		return err
	}
	h.Format = service.HEIC
	if f.Colour.Codec == "av01" {
		h.Format = service.AVIF
	}
	size := f.Colour.Size
	for _, t := range f.Turns {
		size = t.Size(size)
	}
	h.Width, h.Height = size.X, size.Y
	h.Coded = f.Colour.pixels()
	if f.Alpha != nil {
		h.Coded = max(h.Coded, f.Alpha.pixels())
	}
	h.ICC = f.profile
	if c := f.Colour.Coding; c != nil && (c.Primaries != unspecified || c.Transfer != unspecified) {
		h.Coding = c
	}
	h.Alpha, h.Deep, h.Frames = f.Alpha != nil, f.Colour.Deep, f.Frames
	return nil
}

// ParseHEIF reads the structure of a HEIC or AVIF file and no coded pixel. Errors:
// ErrShort, and ErrUnsupported for another codec or another way to make a picture out of
// others than by a grid.
func ParseHEIF(data []byte) (*HEIF, error) {
	list := boxes(data)
	movie, moves := child(list, "moov")
	still, ok := child(list, "meta")
	if !ok {
		if !moves {
			return nil, ErrShort
		}
		return readSequence(data, movie)
	}
	m, err := readMeta(data, still)
	if err != nil {
		return nil, err
	}
	f := &HEIF{Frames: 1}
	if moves {
		f.Frames = max(sequenceFrames(movie), 1)
	}
	id, item := m.primary, m.items[m.primary]
	if item.kind == "iden" && len(item.from) == 1 && m.items[item.from[0]] != nil { // another picture, turned
		id = item.from[0]
		if f.Turns, err = readTurns(m.items[id].properties); err != nil {
			return nil, err
		}
	}
	if f.Colour, err = m.coded(id); err != nil {
		return nil, err
	}
	turns, err := readTurns(item.properties)
	if err != nil {
		return nil, err
	}
	f.Turns = append(f.Turns, turns...)
	f.profile = f.Colour.profile // of its tiles
	if own := f.Colour.readColour(item.properties); own != nil {
		f.profile = own
	}
	if alpha, ok := m.alphaOf(id); ok {
		c, err := m.coded(alpha)
		if err != nil {
			return nil, err
		}
		f.Alpha, f.Premultiplied = &c, item.premultipliedBy == alpha
	}
	return f, nil
}

// coded describes how an item is coded.
func (m *heifMeta) coded(id int) (CodedImage, error) {
	item := m.items[id]
	if item.kind == "grid" {
		return m.grid(item)
	}
	return item.single()
}

func (it *heifItem) single() (CodedImage, error) {
	c := CodedImage{Codec: it.kind, Columns: 1}
	kind := "hvcC"
	switch it.kind {
	case "hvc1", "hev1":
		c.Codec = "hvc1"
	case "av01":
		kind = "av1C"
	default:
		return c, ErrUnsupported
	}
	config, ok := it.property(kind)
	if !ok {
		return c, ErrShort
	}
	extents, ok := it.property("ispe")
	if !ok {
		return c, ErrShort
	}
	r := reader{data: extents}
	r.full()
	c.Size = image.Pt(r.int(4), r.int(4))
	if r.short {
		return c, ErrShort
	}
	return c, c.addStream(config, it.extents)
}

// addStream makes a bitstream the picture's only tile.
func (c *CodedImage) addStream(config []byte, data [][]byte) error {
	stream, err := readStream(c.Codec, config, data)
	if err != nil {
		return err
	}
	// An AV1 decoder scales to the declared size; HEVC's is what it is.
	if c.Codec == "hvc1" && stream.size != c.Size {
		return ErrShort
	}
	c.Tiles = []Tile{{Size: c.Size, Config: config, Grey: stream.grey, Chroma: stream.chroma, Depth: stream.depth, Data: data}}
	c.Coding, c.Deep = stream.coding, stream.deep
	return nil
}

// grid reads a derived picture that joins tiles (ISO/IEC 23008-12, section 6.6.2.3).
func (m *heifMeta) grid(item *heifItem) (CodedImage, error) {
	var c CodedImage
	r := reader{data: slices.Concat(item.extents...)}
	r.skip(1)
	wide := 2 << (r.int(1) & 1)
	rows, columns := r.int(1)+1, r.int(1)+1
	size := image.Pt(r.int(wide), r.int(wide))
	if r.short || len(item.from) != rows*columns {
		return c, ErrShort
	}
	for i, id := range item.from {
		tile := m.items[id]
		if tile == nil {
			return c, ErrShort
		}
		one, err := tile.single()
		if err != nil {
			return c, err
		}
		one.profile = one.readColour(tile.properties)
		if i == 0 {
			c = one
		} else if one.Codec != c.Codec || one.Size != c.Tiles[0].Size || one.Tiles[0].Grey != c.Tiles[0].Grey || one.Tiles[0].Depth != c.Tiles[0].Depth {
			return c, ErrShort
		} else {
			c.Tiles = append(c.Tiles, one.Tiles[0])
		}
	}
	if c.Size.X*columns < size.X || c.Size.Y*rows < size.Y {
		return c, ErrShort
	}
	c.Size, c.Columns = size, columns
	return c, nil
}

// readColour reads the colour properties over what the bitstream says, and returns the
// profile if there is one.
func (c *CodedImage) readColour(properties []box) (profile []byte) {
	for _, p := range properties {
		if p.kind != "colr" || len(p.body) < 4 {
			continue
		}
		switch body := p.body[4:]; string(p.body[:4]) {
		case "prof", "rICC":
			profile = body[:min(len(body), maxProfile)]
		case "nclx":
			if len(body) >= 7 {
				r := reader{data: body}
				c.Coding = &Coding{Primaries: r.int(2), Transfer: r.int(2), Matrix: r.int(2), FullRange: r.int(1)&0x80 != 0}
			}
		}
	}
	return profile
}
