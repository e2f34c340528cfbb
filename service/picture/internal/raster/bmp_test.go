package raster

import (
	"encoding/binary"
	"fmt"
	"image/color"
	"testing"
)

// bmpForm is a bitmap written by hand.
type bmpForm struct {
	head          int // bytes of the second header
	width, height int
	topDown       bool
	bits          int
	compression   int
	masks         []uint32
	colours       [][3]byte // red, green, blue
	rows          []byte    // as stored
	offset        int       // 0: where the rows are
	gap           int       // bytes before the rows
}

func (f bmpForm) file() []byte {
	info := make([]byte, f.head)
	le := binary.LittleEndian
	le.PutUint32(info, uint32(f.head))
	entry := 4
	if f.head == 12 {
		entry = 3
		le.PutUint16(info[4:], uint16(f.width))
		le.PutUint16(info[6:], uint16(f.height))
		le.PutUint16(info[8:], 1)
		le.PutUint16(info[10:], uint16(f.bits))
	} else {
		height := f.height
		if f.topDown {
			height = -height
		}
		le.PutUint32(info[4:], uint32(f.width))
		le.PutUint32(info[8:], uint32(height))
		le.PutUint16(info[12:], 1)
		le.PutUint16(info[14:], uint16(f.bits))
		if f.head >= 40 {
			le.PutUint32(info[16:], uint32(f.compression))
			le.PutUint32(info[32:], uint32(len(f.colours)))
		}
	}
	var behind []byte
	for i, m := range f.masks {
		if f.head >= 52 {
			le.PutUint32(info[40+4*i:], m)
		} else {
			behind = le.AppendUint32(behind, m)
		}
	}
	for _, c := range f.colours {
		behind = append(behind, c[2], c[1], c[0], 0)[:len(behind)+entry]
	}
	behind = append(behind, make([]byte, f.gap)...)
	offset := 14 + len(info) + len(behind)
	if f.offset != 0 {
		offset = f.offset
	}
	b := append([]byte("BM"), make([]byte, 12)...)
	le.PutUint32(b[10:], uint32(offset))
	b = append(append(b, info...), behind...)
	return append(b, f.rows...)
}

var bmpColours16 = func() (c [][3]byte) {
	for i := range 16 {
		c = append(c, [3]byte{byte(i * 17), byte(255 - i*5), byte(i * i)})
	}
	return c
}()

// indexed is a bitmap of palette numbers that vary.
func indexed(head, bits, n int, topDown bool) (bmpForm, func(x, y int) color.NRGBA) {
	colours := bmpColours16[:n]
	f := bmpForm{head: head, width: 13, height: 5, bits: bits, topDown: topDown, colours: colours}
	index := func(x, y int) int { return (x*y + x + 3*y) % n }
	stride := (13*bits + 31) / 32 * 4
	f.rows = make([]byte, stride*5)
	for line := range 5 {
		y := 4 - line
		if topDown {
			y = line
		}
		for x := range 13 {
			f.rows[line*stride+x*bits/8] |= byte(index(x, y)) << (8 - bits - x*bits%8)
		}
	}
	return f, func(x, y int) color.NRGBA {
		c := colours[index(x, y)]
		return color.NRGBA{c[0], c[1], c[2], 255}
	}
}

func TestBMPWithPalette(t *testing.T) {
	for _, head := range []int{12, 16, 40, 52, 56, 64, 108, 124} {
		for _, bits := range []int{1, 2, 4, 8} {
			for _, topDown := range []bool{false, true} {
				n := min(1<<bits, 16)
				if head < 40 && (topDown || bits == 8) {
					continue // these headers have no count of colours
				}
				f, want := indexed(head, bits, n, topDown)
				t.Run(fmt.Sprintf("header %d bits %d top down %v", head, bits, topDown), func(t *testing.T) {
					same(t, decoded(t, f.file()), want)
				})
			}
		}
	}
}

func TestBMPWithOddPalette(t *testing.T) {
	f, want := indexed(40, 8, 7, false)
	f.gap = 9
	same(t, decoded(t, f.file()), want)
	f.gap, f.offset = 0, 1 // an offset that points nowhere
	same(t, decoded(t, f.file()), want)
	f.offset = 0
	f.rows[3] = 200 // beyond the palette: the first colour
	same(t, decoded(t, f.file()), func(x, y int) color.NRGBA {
		if x == 3 && y == 4 {
			return color.NRGBA{f.colours[0][0], f.colours[0][1], f.colours[0][2], 255}
		}
		return want(x, y)
	})
}

func TestBMPOfTrueColour(t *testing.T) {
	const w, h = 5, 3
	source := func(x, y int) color.NRGBA {
		return color.NRGBA{uint8(40*x + y), uint8(90*y + x), uint8(255 - 50*x), uint8(255 - 100*y + 3*x)}
	}
	for name, form := range map[string]struct {
		bits, compression, head int
		masks                   [4]uint32
		alpha                   bool
	}{
		"24":                        {bits: 24, head: 40},
		"24 of OS/2":                {bits: 24, head: 12},
		"16":                        {bits: 16, head: 40, masks: [4]uint32{0x7C00, 0x3E0, 0x1F}},
		"32":                        {bits: 32, head: 40, masks: [4]uint32{0xFF0000, 0xFF00, 0xFF, 0xFF000000}, alpha: true},
		"565":                       {bits: 16, head: 40, compression: 3, masks: [4]uint32{0xF800, 0x7E0, 0x1F}},
		"565 in a newer header":     {bits: 16, head: 124, compression: 3, masks: [4]uint32{0xF800, 0x7E0, 0x1F}},
		"4444":                      {bits: 16, head: 108, compression: 3, masks: [4]uint32{0xF00, 0xF0, 0xF, 0xF000}, alpha: true},
		"1555":                      {bits: 16, head: 56, compression: 3, masks: [4]uint32{0x7C00, 0x3E0, 0x1F, 0x8000}, alpha: true},
		"8888 turned round":         {bits: 32, head: 108, compression: 3, masks: [4]uint32{0xFF, 0xFF00, 0xFF0000, 0xFF000000}, alpha: true},
		"8888 with alpha behind":    {bits: 32, head: 40, compression: 6, masks: [4]uint32{0xFF, 0xFF00, 0xFF0000, 0xFF000000}, alpha: true},
		"three masks of ten":        {bits: 32, head: 52, compression: 3, masks: [4]uint32{0x3FF00000, 0xFFC00, 0x3FF}},
		"opaque with an empty byte": {bits: 32, head: 124, compression: 3, masks: [4]uint32{0xFF0000, 0xFF00, 0xFF}},
	} {
		t.Run(name, func(t *testing.T) {
			f := bmpForm{head: form.head, width: w, height: h, bits: form.bits, compression: form.compression}
			if form.compression != 0 {
				f.masks = form.masks[:3]
				if form.alpha {
					f.masks = form.masks[:]
				}
			}
			kept := func(v uint8, mask uint32) (coded uint32, seen uint8) {
				low := 0
				for mask>>low&1 == 0 {
					low++
				}
				full := float64(mask >> low)
				level := uint32(float64(v) / 255 * full)
				return level << low, uint8(float64(level)/full*255 + 0.5)
			}
			for y := h - 1; y >= 0; y-- {
				start := len(f.rows)
				for x := range w {
					c := source(x, y)
					if form.bits == 24 {
						f.rows = append(f.rows, c.B, c.G, c.R)
						continue
					}
					var v uint32
					for i, channel := range [4]uint8{c.R, c.G, c.B, c.A} {
						if form.masks[i] != 0 {
							coded, _ := kept(channel, form.masks[i])
							v |= coded
						}
					}
					f.rows = append(f.rows, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))[:len(f.rows)+form.bits/8]
				}
				for (len(f.rows)-start)%4 != 0 {
					f.rows = append(f.rows, 0)
				}
			}
			data := f.file()
			same(t, decoded(t, data), func(x, y int) color.NRGBA {
				c := source(x, y)
				if form.bits == 24 {
					c.A = 255
					return c
				}
				channels := [4]*uint8{&c.R, &c.G, &c.B, &c.A}
				for i, mask := range form.masks {
					if mask == 0 {
						*channels[i] = 255
					} else {
						_, *channels[i] = kept(*channels[i], mask)
					}
				}
				return c
			})
			cuts(t, data, 3) // a missing end of the last row's padding does no harm
		})
	}
}

func TestBMPWhoseAlphaIsNothing(t *testing.T) {
	f := bmpForm{head: 40, width: 1, height: 1, bits: 32, rows: []byte{1, 2, 3, 0}}
	same(t, decoded(t, f.file()), func(int, int) color.NRGBA { return color.NRGBA{3, 2, 1, 255} })
}

func TestBMPInRuns(t *testing.T) {
	at := func(rows ...string) func(x, y int) color.NRGBA {
		return func(x, y int) color.NRGBA {
			c := bmpColours16[rows[y][x]-'a']
			return color.NRGBA{c[0], c[1], c[2], 255}
		}
	}
	for name, test := range map[string]struct {
		bits  int
		rows  []byte
		want  []string
		spare int // bytes of the mark of the end, where all pixels are there without it
	}{
		"8 bits":        {8, []byte{3, 1, 2, 2, 0, 0, 0, 5, 3, 4, 5, 6, 7, 0, 0, 0, 5, 8, 0, 1}, []string{"iiiii", "defgh", "bbbcc"}, 2},
		"4 bits":        {4, []byte{5, 0x12, 0, 0, 0, 5, 0x34, 0x56, 0x70, 0, 0, 0, 5, 0x88, 0, 1}, []string{"iiiii", "defgh", "bcbcb"}, 2},
		"skips":         {8, []byte{1, 1, 0, 2, 2, 1, 2, 2, 0, 0, 1, 3, 0, 1}, []string{"daaaa", "aaacc", "baaaa"}, 0},
		"no end":        {8, []byte{5, 1, 0, 0, 5, 2, 0, 0, 5, 3}, []string{"ddddd", "ccccc", "bbbbb"}, 0},
		"too long rows": {8, []byte{9, 1, 0, 0, 9, 2, 0, 0, 9, 3}, []string{"ddddd", "ccccc", "bbbbb"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := bmpForm{head: 40, width: 5, height: 3, bits: test.bits, compression: 1, colours: bmpColours16, rows: test.rows}
			if test.bits == 4 {
				f.compression = 2
			}
			data := f.file()
			same(t, decoded(t, data), at(test.want...))
			cuts(t, data, test.spare)
		})
	}
}

func TestBMPUnsupported(t *testing.T) {
	for _, f := range []bmpForm{
		{head: 40, width: 5, height: 5, bits: 24, compression: 4},
		{head: 40, width: 5, height: 5, bits: 0, compression: 5},
		{head: 40, width: 5, height: 5, bits: 32, compression: 3, masks: []uint32{0xF0F, 0xF0, 0xF000}},
		{head: 64, width: 5, height: 5, bits: 1, compression: 3},
		{head: 40, width: 5, height: 5, bits: 7},
	} {
		f.rows = make([]byte, 1000)
		refused(t, fmt.Sprint(f.bits, f.compression), f.file())
	}
}
