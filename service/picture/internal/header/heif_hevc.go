package header

import (
	"image"
)

// stream is what a bitstream's own header says.
type stream struct {
	size   image.Point
	grey   bool
	deep   bool
	chroma int // HEVC's chroma_format_idc: 0 none, 1 half both ways, 2 half across, 3 full
	depth  int // in bits
	coding *Coding
}

func readStream(codec string, config []byte, data [][]byte) (stream, error) {
	if codec == "av01" {
		return readAV1(config, data)
	}
	return readHEVC(config)
}

// readHEVC reads the sequence parameter set of a decoder configuration (ISO/IEC
// 14496-15, section 8.3.3.1).
func readHEVC(config []byte) (stream, error) {
	if len(config) < 23 {
		return stream{}, ErrShort
	}
	r := reader{data: config[22:]}
	for range r.int(1) {
		kind := r.int(1) & 0x3F
		for range r.int(2) {
			length := r.int(2)
			if r.short || length > len(r.data) {
				return stream{}, ErrShort
			}
			if kind == 33 && length > 2 { // a sequence parameter set, after its two bytes of header
				return readSPS(unescape(r.data[2:length]))
			}
			r.skip(length)
		}
	}
	return stream{}, ErrShort
}

// unescape takes out the bytes that keep start codes from appearing.
func unescape(nal []byte) []byte {
	nal = nal[:min(len(nal), 4096)]
	out := make([]byte, 0, len(nal))
	zeros := 0
	for _, v := range nal {
		if zeros >= 2 && v == 3 {
			zeros = 0
			continue
		}
		zeros++
		if v != 0 {
			zeros = 0
		}
		out = append(out, v)
	}
	return out
}

// readSPS reads a sequence parameter set (ITU-T H.265, section 7.3.2.2) as far as its
// colour description.
func readSPS(data []byte) (stream, error) {
	b := &bitReader{data: data}
	b.skip(4)
	sublayers := b.u(3)
	b.skip(1)
	skipProfile(b, sublayers)
	b.ue() // its number
	chroma := b.ue()
	if chroma > 3 {
		return stream{}, ErrShort
	}
	separate := chroma == 3 && b.flag()
	s := stream{grey: chroma == 0, chroma: chroma, size: image.Pt(b.ue(), b.ue())}
	if separate {
		return s, ErrUnsupported
	}
	if b.flag() { // what the last block row and column have too much
		across, down := 1, 1
		if chroma == 1 || chroma == 2 {
			across = 2
		}
		if chroma == 1 {
			down = 2
		}
		s.size.X -= across * (b.ue() + b.ue())
		s.size.Y -= down * (b.ue() + b.ue())
	}
	luma := b.ue()
	if other := b.ue(); luma > 8 || other != luma && !s.grey {
		return s, ErrUnsupported
	}
	s.depth, s.deep = 8+luma, luma > 0
	if b.short || s.size.X <= 0 || s.size.Y <= 0 {
		return s, ErrShort
	}
	s.coding = readVUI(b, sublayers)
	return s, nil
}

// skipProfile skips profile_tier_level (section 7.3.3).
func skipProfile(b *bitReader, sublayers int) {
	b.skip(96)
	length := 0
	for i := range 8 {
		if sublayers == 0 {
			break
		}
		present := b.u(2)
		if i < sublayers {
			length += 88*(present>>1) + 8*(present&1)
		}
	}
	b.skip(length)
}

// readVUI goes on to the colour description. Nil when there is none, or when the rest is
// not understood. A description without code points still tells the range.
func readVUI(b *bitReader, sublayers int) *Coding {
	pocBits := b.ue() + 4
	from := sublayers
	if b.flag() {
		from = 0
	}
	for range 3 * (sublayers - from + 1) {
		b.ue()
	}
	for range 6 {
		b.ue()
	}
	if b.flag() { // scaling lists
		if own := b.flag(); own {
			skipScalingLists(b)
		}
	}
	b.skip(2)
	if b.flag() { // PCM
		b.skip(8)
		b.ue()
		b.ue()
		b.skip(1)
	}
	if !skipReferenceSets(b) {
		return nil
	}
	if b.flag() {
		for range min(b.ue(), 33) {
			b.skip(pocBits + 1)
		}
	}
	b.skip(2)
	if !b.flag() {
		return nil
	}
	if b.flag() && b.u(8) == 255 { // the pixel's shape
		b.skip(32)
	}
	if b.flag() { // overscan
		b.skip(1)
	}
	if !b.flag() || b.short {
		return nil
	}
	b.skip(3)
	c := &Coding{Primaries: unspecified, Transfer: unspecified, Matrix: unspecified, FullRange: b.flag()}
	if b.flag() {
		c.Primaries, c.Transfer, c.Matrix = b.u(8), b.u(8), b.u(8)
	}
	if b.short {
		return nil
	}
	return c
}

// unspecified is the code point of ITU-T H.273 for what is not said.
const unspecified = 2

// skipScalingLists skips scaling_list_data (section 7.3.4).
func skipScalingLists(b *bitReader) {
	for size := range 4 {
		step := 1
		if size == 3 {
			step = 3
		}
		for matrix := 0; matrix < 6; matrix += step {
			if !b.flag() {
				b.ue()
				continue
			}
			if size > 1 {
				b.ue()
			}
			for range min(64, 16<<(2*size)) {
				b.ue()
			}
		}
	}
}

// skipReferenceSets skips the short-term reference picture sets (section 7.3.7); false
// when they are not what can be.
func skipReferenceSets(b *bitReader) bool {
	n := b.ue()
	if n > 64 {
		return false
	}
	pictures := 0 // of the set before
	for i := range n {
		if i > 0 && b.flag() { // told by the set before
			b.skip(1)
			b.ue()
			kept := 0
			for range pictures + 1 {
				used := b.u(1)
				if used == 0 {
					used = b.u(1)
				}
				kept += used
			}
			pictures = kept
		} else {
			pictures = b.ue() + b.ue()
			if pictures > 32 {
				return false
			}
			for range pictures {
				b.ue()
				b.skip(1)
			}
		}
		if b.short {
			return false
		}
	}
	return true
}
