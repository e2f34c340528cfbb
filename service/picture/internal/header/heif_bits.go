package header

// bitReader reads numbers of single bits, the most significant first, as HEVC and AV1 code
// their headers. Reading past the end gives zeros and sets short.
type bitReader struct {
	data  []byte
	at    int // in bits
	short bool
}

// u reads an unsigned number of so many bits, 0 to 32.
func (b *bitReader) u(n int) int {
	v := 0
	for range n {
		if b.at>>3 >= len(b.data) {
			b.short = true
			return 0
		}
		v = v<<1 | int(b.data[b.at>>3]>>(7-b.at&7)&1)
		b.at++
	}
	return v
}

func (b *bitReader) flag() bool { return b.u(1) != 0 }

func (b *bitReader) skip(n int) {
	b.at += n
	b.short = b.short || b.at > 8*len(b.data)
}

// ue reads an Exp-Golomb number (ITU-T H.265, section 9.2).
func (b *bitReader) ue() int {
	zeros := 0
	for !b.flag() {
		if zeros++; zeros > 31 || b.short {
			b.short = true
			return 0
		}
	}
	return 1<<zeros - 1 + b.u(zeros)
}
