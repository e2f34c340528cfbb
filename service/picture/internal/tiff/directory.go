package tiff

import "encoding/binary"

// Tags that are read (chapter 8 and the appendices).
const (
	tagWidth           = 256
	tagHeight          = 257
	tagBits            = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagStripOffsets    = 273
	tagOrientation     = 274
	tagSamples         = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagPlanar          = 284
	tagT4Options       = 292
	tagPredictor       = 317
	tagColourMap       = 320
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagInkSet          = 332
	tagExtraSamples    = 338
	tagSampleFormat    = 339
	tagJPEGTables      = 347
	tagSubsampling     = 530
	tagProfile         = 34675
)

// directory is one IFD: a list of tagged values.
type directory struct {
	data    []byte
	order   binary.ByteOrder
	big     bool // BigTIFF: 64-bit offsets and counts
	entries []byte
	short   bool   // the file ends before the entries do
	next    uint64 // the next directory's offset, 0 for none
}

// values are a tag's numbers, read when they are asked for.
type values struct {
	raw   []byte
	size  int // of one value, in bytes
	order binary.ByteOrder
}

// first opens the first directory.
func first(data []byte) (directory, error) {
	if len(data) < 8 {
		return directory{}, ErrDamaged
	}
	d := directory{data: data, order: binary.LittleEndian}
	if data[0] == 'M' {
		d.order = binary.BigEndian
	}
	offset := uint64(d.order.Uint32(data[4:]))
	switch {
	case string(data[:2]) != "II" && string(data[:2]) != "MM":
		return directory{}, ErrDamaged
	case d.order.Uint16(data[2:]) == 43:
		if len(data) < 16 || d.order.Uint16(data[4:]) != 8 {
			return directory{}, ErrDamaged
		}
		d.big = true
		offset = d.order.Uint64(data[8:])
	}
	return d.at(offset)
}

// at opens the directory at an offset of the same file.
func (d directory) at(offset uint64) (directory, error) {
	head, entry := uint64(2), uint64(12)
	if d.big {
		head, entry = 8, 20
	}
	size := uint64(len(d.data))
	if offset > size || size-offset < head {
		return directory{}, ErrDamaged
	}
	rest := d.data[offset:]
	count := uint64(d.order.Uint16(rest))
	if d.big {
		count = d.order.Uint64(rest)
	}
	rest, d.short = rest[head:], false
	if most := uint64(len(rest)) / entry; count > most {
		count, d.short = most, true
	}
	d.entries, d.next = rest[:count*entry], 0
	rest = rest[count*entry:]
	switch { // some writers leave the last link out
	case d.big && len(rest) >= 8:
		d.next = d.order.Uint64(rest)
	case !d.big && len(rest) >= 4:
		d.next = uint64(d.order.Uint32(rest))
	}
	return d, nil
}

// sizes are those of the value types, in bytes; 0 for what is neither a whole number nor a
// row of bytes: a tag of such a type counts as missing.
var sizes = [...]int{1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 13: 4, 16: 8, 17: 8, 18: 8}

// find returns a tag's values, none when it is missing or reaches past the end.
func (d directory) find(tag uint16) values {
	entry, inline := 12, 4
	if d.big {
		entry, inline = 20, 8
	}
	for e := d.entries; len(e) >= entry; e = e[entry:] {
		if d.order.Uint16(e) != tag {
			continue
		}
		kind := int(d.order.Uint16(e[2:]))
		count, body := uint64(d.order.Uint32(e[4:])), e[8:12]
		if d.big {
			count, body = d.order.Uint64(e[4:]), e[12:20]
		}
		if kind >= len(sizes) || sizes[kind] == 0 || count > uint64(len(d.data)) {
			return values{}
		}
		length := count * uint64(sizes[kind])
		if length > uint64(inline) {
			offset := uint64(d.order.Uint32(body))
			if d.big {
				offset = d.order.Uint64(body)
			}
			if size := uint64(len(d.data)); offset > size || length > size-offset {
				return values{}
			}
			body = d.data[offset:]
		}
		return values{raw: body[:length], size: sizes[kind], order: d.order}
	}
	return values{}
}

// number is a tag's first value.
func (d directory) number(tag uint16, missing uint64) uint64 {
	if v := d.find(tag); v.len() > 0 {
		return v.at(0)
	}
	return missing
}

// orientation is tag 274, 1 where it is missing or not one that there is.
func (d directory) orientation() int {
	if o := d.number(tagOrientation, 1); o >= 1 && o <= 8 {
		return int(o)
	}
	return 1
}

// Orientation reads the orientation out of EXIF data, which is a TIFF file without a
// picture, cut short or not; 1 when there is none. Broken EXIF data never spoils a picture.
func Orientation(exif []byte) int {
	dir, err := first(exif)
	if err != nil {
		return 1
	}
	return dir.orientation()
}

func (v values) len() int {
	if v.size == 0 {
		return 0
	}
	return len(v.raw) / v.size
}

func (v values) at(i int) uint64 {
	at := v.raw[i*v.size:]
	switch v.size {
	case 1:
		return uint64(at[0])
	case 2:
		return uint64(v.order.Uint16(at))
	case 4:
		return uint64(v.order.Uint32(at))
	}
	return v.order.Uint64(at)
}
