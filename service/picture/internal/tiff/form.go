package tiff

import "encoding/binary"

// Values of tag 262: what the samples mean.
const (
	whiteIsZero = 0
	blackIsZero = 1
	rgb         = 2
	palette     = 3
	separated   = 5
	yCbCr       = 6
	cieLab      = 8
	iccLab      = 9 // the same with a* and b* shifted to be positive
)

// coverage is what the sample after the colours gives.
type coverage int

const (
	opaque   coverage = iota // none, or something else than coverage
	straight                 // colours are as if nothing were covered
	premultiplied
)

// form is how a picture's samples are coded.
type form struct {
	order       binary.ByteOrder
	photometric int
	compression int
	bits        int // a sample
	samples     int // a pixel, all planes
	colours     int // samples that are colours
	alpha       coverage
	predicted   bool // each sample is the difference to its left neighbour
	reversed    bool // the lowest bit of a byte comes first
	t4Options   uint64
	subsampling [2]int // of Cb and Cr, across and down
	colourMap   [][3]uint8
	tables      []byte // JPEG tables that all strips share
}

const maxSamples = 16

func readForm(dir directory) (form, error) {
	f := form{
		order:       dir.order,
		photometric: int(min(dir.number(tagPhotometric, blackIsZero), 1<<16)),
		compression: int(min(dir.number(tagCompression, uncompressed), 1<<16)),
		bits:        int(min(dir.number(tagBits, 1), 1<<16)),
		samples:     int(min(dir.number(tagSamples, 1), 1<<16)),
		reversed:    dir.number(tagFillOrder, 1) == 2,
		t4Options:   dir.number(tagT4Options, 0),
		tables:      dir.find(tagJPEGTables).raw,
		subsampling: [2]int{1, 1},
	}
	if err := f.checkSamples(dir); err != nil {
		return f, err
	}
	if err := f.readColours(dir); err != nil {
		return f, err
	}
	if !known(f.compression) {
		return f, unsupported("compression %d", f.compression)
	}
	if f.compression == lzwCoded || f.compression == deflate || f.compression == deflateOld { // others have none
		predictor := dir.number(tagPredictor, 1)
		f.predicted = predictor == 2
		if predictor > 2 || f.predicted && (f.bits%8 != 0 || f.photometric == yCbCr) {
			return f, unsupported("predictor %d with %d bits a sample", predictor, f.bits)
		}
	}
	f.alpha = f.readCoverage(dir)
	return f, nil
}

func (f *form) checkSamples(dir directory) error {
	if f.bits < 1 || f.samples < 1 {
		return ErrDamaged
	}
	if f.bits > 32 || f.bits > 16 && f.bits != 32 {
		return unsupported("%d bits a sample", f.bits)
	}
	if f.samples > maxSamples {
		return unsupported("%d samples a pixel", f.samples)
	}
	depths := dir.find(tagBits)
	for i := range min(depths.len(), f.samples) {
		if depths.at(i) != uint64(f.bits) {
			return unsupported("samples of several depths")
		}
	}
	if format := dir.number(tagSampleFormat, 1); format != 1 && format != 4 { // 4: said to be undefined
		return unsupported("samples that are signed or have a fraction")
	}
	return nil
}

func (f *form) readColours(dir directory) error {
	switch f.photometric {
	case whiteIsZero, blackIsZero:
		f.colours = 1
	case palette:
		f.colours = 1
		if f.bits > 8 {
			return unsupported("a palette of %d bits", f.bits)
		}
		f.colourMap = readColourMap(dir.find(tagColourMap), 1<<f.bits)
		if f.colourMap == nil {
			return ErrDamaged
		}
	case rgb:
		f.colours = 3
	case yCbCr:
		f.colours = 3
		if f.bits != 8 || f.samples != 3 {
			return unsupported("YCbCr of %d samples of %d bits", f.samples, f.bits)
		}
		f.subsampling = [2]int{2, 2}
		if s := dir.find(tagSubsampling); s.len() == 2 {
			f.subsampling = [2]int{int(s.at(0) & 7), int(s.at(1) & 7)}
		}
		for _, s := range f.subsampling {
			if s != 1 && s != 2 && s != 4 {
				return ErrDamaged
			}
		}
	case cieLab, iccLab:
		f.colours = 3
		if f.bits != 8 && f.bits != 16 {
			return unsupported("Lab of %d bits", f.bits)
		}
	case separated:
		f.colours = 4
		if dir.number(tagInkSet, 1) != 1 {
			return unsupported("inks other than CMYK")
		}
	default:
		return unsupported("photometric interpretation %d", f.photometric)
	}
	if f.samples < f.colours {
		return ErrDamaged
	}
	return nil
}

// readCoverage reads what the first extra sample is. A single one that is not said to be
// anything counts as alpha too, as libvips and ImageMagick take it.
func (f *form) readCoverage(dir directory) coverage {
	extra := f.samples - f.colours
	if extra == 0 || f.photometric == palette {
		return opaque
	}
	switch dir.number(tagExtraSamples, 0) {
	case 1:
		return premultiplied
	case 2:
		return straight
	}
	if extra == 1 {
		return straight
	}
	return opaque
}

// readColourMap returns a palette's colours in 8 bits: all reds come first, then all
// greens, in 16 bits; some writers put 8-bit values there. Nil when colours are missing.
func readColourMap(v values, n int) [][3]uint8 {
	if v.len() < 3*n { // libtiff takes no such palette either
		return nil
	}
	shift := 0
	for i := range v.len() {
		if v.at(i) > 0xFF {
			shift = 8
			break
		}
	}
	colours := make([][3]uint8, n)
	for i := range colours {
		for c := range 3 {
			colours[i][c] = uint8(v.at(c*(v.len()/3)+i) >> shift)
		}
	}
	return colours
}
