package header

import "image"

// readAV1 reads the sequence header that a decoder configuration (AV1 Codec ISO Media
// File Format Binding, section 2.3) or else the bitstream itself begins with.
func readAV1(config []byte, data [][]byte) (stream, error) {
	if len(config) < 4 || config[0] != 0x81 {
		return stream{}, ErrShort
	}
	// Depth and chroma stand in the configuration already.
	s := stream{deep: config[2]&0x40 != 0, grey: config[2]&0x10 != 0}
	sequence := sequenceHeader(config[4:])
	if sequence == nil && len(data) > 0 {
		sequence = sequenceHeader(data[0])
	}
	if sequence != nil {
		s.readSequence(&bitReader{data: sequence}, int(config[1]>>5))
	}
	return s, nil
}

// sequenceHeader finds the first sequence header OBU (AV1 bitstream specification,
// section 5.3), which stands at the beginning or after a delimiter.
func sequenceHeader(data []byte) []byte {
	for range 8 {
		if len(data) < 2 || data[0]&0x80 != 0 || data[0]&2 == 0 {
			return nil
		}
		kind := data[0] >> 3 & 15
		at := 1 + int(data[0]>>2&1)
		size, shift := 0, 0
		for {
			if at >= len(data) || shift > 28 {
				return nil
			}
			v := int(data[at])
			at++
			size |= v & 0x7F << shift
			shift += 7
			if v&0x80 == 0 {
				break
			}
		}
		if size > len(data)-at {
			return nil
		}
		if kind == 1 {
			return data[at : at+size]
		}
		data = data[at+size:]
	}
	return nil
}

// readSequence reads a sequence header (section 5.5) to its colours. One with timing is
// not followed all the way: such files say their colours in the container.
func (s *stream) readSequence(b *bitReader, profile int) {
	b.skip(4)
	if !b.flag() { // reduced_still_picture_header
		if !skipOperatingPoints(b) {
			return
		}
		s.frameSize(b)
		skipTools(b)
	} else {
		b.skip(5)
		s.frameSize(b)
		b.skip(3)
	}
	b.skip(3) // superres, cdef, restoration
	s.readColours(b, profile)
}

func (s *stream) frameSize(b *bitReader) {
	across, down := b.u(4)+1, b.u(4)+1
	s.size = image.Pt(b.u(across)+1, b.u(down)+1)
}

// skipOperatingPoints skips timing and operating points; false when there is timing,
// which no still picture has.
func skipOperatingPoints(b *bitReader) bool {
	if b.flag() { // timing_info_present
		return false
	}
	delays := b.flag()
	for range b.u(5) + 1 {
		b.skip(12)
		if b.u(5) > 7 {
			b.skip(1)
		}
		if delays && b.flag() {
			b.skip(4)
		}
	}
	return !b.short
}

// skipTools skips the coding tools between the size and superres.
func skipTools(b *bitReader) {
	if b.flag() { // frame numbers
		b.skip(7)
	}
	b.skip(7)        // superblocks, filter intra, edge filter; inter-intra, masked, warped, dual filter
	hint := b.flag() // order hints, with two tools that need them
	if hint {
		b.skip(2)
	}
	screen := b.u(1) // screen content tools: chosen by each picture, or else forced on or off
	if screen == 0 {
		screen = b.u(1)
	}
	if screen != 0 && !b.flag() { // whole motion vectors: the same
		b.skip(1)
	}
	if hint {
		b.skip(3)
	}
}

// readColours reads color_config (section 5.5.2).
func (s *stream) readColours(b *bitReader, profile int) {
	deep := b.flag()
	if profile == 2 && deep {
		b.skip(1)
	}
	grey := profile != 1 && b.flag()
	c := &Coding{Primaries: unspecified, Transfer: unspecified, Matrix: unspecified}
	if b.flag() {
		c.Primaries, c.Transfer, c.Matrix = b.u(8), b.u(8), b.u(8)
	}
	if !grey && c.Primaries == 1 && c.Transfer == 13 && c.Matrix == 0 {
		c.FullRange = true
	} else {
		c.FullRange = b.flag()
	}
	if !b.short {
		s.coding = c
	}
}
