package tiff

import "math"

// layout is where a picture's samples lie: in chunks, which are strips (rows of full
// width) or tiles, row by row, and plane by plane where planes are separate.
type layout struct {
	tiled           bool
	width, height   int // of a chunk, in pixels
	across, down    int // chunks
	planes          int
	offsets, counts values
}

// maxTilePadding is how many pixels a tile may have beyond its picture's: a small picture
// in usual tiles is fine, a giant tile for a few pixels is not.
const maxTilePadding = 1 << 22

func readLayout(dir directory, f *File) (layout, error) {
	l := layout{width: f.Width, height: f.Height, planes: 1}
	if dir.number(tagPlanar, 1) == 2 && f.samples > 1 {
		l.planes = f.samples
		if f.photometric == yCbCr {
			return l, unsupported("YCbCr in separate planes")
		}
	}
	l.tiled = dir.number(tagTileWidth, 0) != 0
	if l.tiled {
		width, height := dir.number(tagTileWidth, 0), dir.number(tagTileHeight, 0)
		if width > math.MaxInt32 || height == 0 || height > math.MaxInt32 {
			return l, ErrDamaged
		}
		if width < 8 || height < 8 || width*height > uint64(f.Width)*uint64(f.Height)+maxTilePadding {
			return l, unsupported("tiles of %d × %d pixels", width, height)
		}
		l.width, l.height = int(width), int(height)
		l.offsets, l.counts = dir.find(tagTileOffsets), dir.find(tagTileByteCounts)
	} else {
		if rows := dir.number(tagRowsPerStrip, math.MaxUint32); rows > 0 && rows < uint64(f.Height) {
			l.height = int(rows)
		}
		l.offsets, l.counts = dir.find(tagStripOffsets), dir.find(tagStripByteCounts)
	}
	l.across = (f.Width + l.width - 1) / l.width
	l.down = (f.Height + l.height - 1) / l.height
	return l, nil
}

// chunk returns the coded bytes of a chunk, by its number. A missing count is forgiven
// where there is one chunk a plane at most: it lasts to the end of the file.
func (f *File) chunk(i int) ([]byte, error) {
	if i >= f.offsets.len() {
		return nil, ErrDamaged
	}
	offset, size := f.offsets.at(i), uint64(len(f.data))
	if offset == 0 || offset > size {
		return nil, ErrDamaged
	}
	count := size - offset
	if i < f.counts.len() && f.counts.at(i) > 0 {
		count = f.counts.at(i)
	} else if f.across*f.down > 1 {
		return nil, ErrDamaged
	}
	if count > size-offset {
		return nil, ErrDamaged
	}
	return f.data[offset : offset+count], nil
}

// rows is how many rows a chunk in a row of chunks holds: the last strip is shorter, a
// tile never is.
func (f *File) rows(down int) int {
	if f.tiled {
		return f.layout.height
	}
	return min(f.layout.height, f.Height-down*f.layout.height)
}
