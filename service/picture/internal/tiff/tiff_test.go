package tiff

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"testing"
)

// written is a TIFF written tag by tag.
type written struct {
	order  binary.ByteOrder
	big    bool
	tags   map[uint16][]uint64 // all values as LONG, but bytes for tagProfile and tagJPEGTables
	chunks [][]byte
	tiled  bool
	next   uint64 // 0 for none
}

func (w written) file() []byte {
	put := func(b []byte, size int, v uint64) []byte {
		switch size {
		case 1:
			return append(b, byte(v))
		case 2:
			return w.order.(binary.AppendByteOrder).AppendUint16(b, uint16(v))
		case 4:
			return w.order.(binary.AppendByteOrder).AppendUint32(b, uint32(v))
		}
		return w.order.(binary.AppendByteOrder).AppendUint64(b, v)
	}
	word, counts := 4, 2
	b := []byte("II")
	if w.order == binary.ByteOrder(binary.BigEndian) {
		b = []byte("MM")
	}
	if w.big {
		word, counts = 8, 8
		b = put(put(put(b, 2, 43), 2, 8), 2, 0)
	} else {
		b = put(b, 2, 42)
	}
	b = append(b, make([]byte, word)...)
	tags := map[uint16][]uint64{}
	for tag, v := range w.tags {
		tags[tag] = v
	}
	offsets, lengths := uint16(tagStripOffsets), uint16(tagStripByteCounts)
	if w.tiled {
		offsets, lengths = tagTileOffsets, tagTileByteCounts
	}
	tags[offsets], tags[lengths] = nil, nil
	for _, c := range w.chunks {
		tags[offsets] = append(tags[offsets], uint64(len(b)))
		tags[lengths] = append(tags[lengths], uint64(len(c)))
		b = append(b, c...)
	}
	places := map[uint16]uint64{}
	kinds := map[uint16][2]int{} // type, size
	for tag, list := range tags {
		kinds[tag] = [2]int{4, 4}
		if tag == tagProfile || tag == tagJPEGTables {
			kinds[tag] = [2]int{7, 1}
		}
		if size := kinds[tag][1]; size*len(list) > word {
			places[tag] = uint64(len(b))
			for _, v := range list {
				b = put(b, size, v)
			}
		}
	}
	start := uint64(len(b))
	b = put(b, counts, uint64(len(tags)))
	for _, tag := range slices.Sorted(func(yield func(uint16) bool) {
		for tag := range tags {
			if !yield(tag) {
				return
			}
		}
	}) {
		b = put(put(put(b, 2, uint64(tag)), 2, uint64(kinds[tag][0])), word, uint64(len(tags[tag])))
		if place, ok := places[tag]; ok {
			b = put(b, word, place)
			continue
		}
		from := len(b)
		for _, v := range tags[tag] {
			b = put(b, kinds[tag][1], v)
		}
		b = append(b, make([]byte, word-(len(b)-from))...)
	}
	b = put(b, word, w.next)
	if w.big {
		w.order.PutUint64(b[8:], start)
	} else {
		w.order.PutUint32(b[4:], uint32(start))
	}
	return b
}

// sampled is a picture given by its samples.
type sampled struct {
	width, height, samples, bits int
	values                       []uint32
}

func random(width, height, samples, bits int) sampled {
	r := rand.New(rand.NewPCG(uint64(samples), uint64(bits)))
	s := sampled{width, height, samples, bits, nil}
	for range width * height * samples {
		s.values = append(s.values, r.Uint32()>>(32-bits))
	}
	return s
}

// at is a sample; those outside are zero.
func (s sampled) at(x, y, c int) uint32 {
	if x >= s.width || y >= s.height {
		return 0
	}
	return s.values[(y*s.width+x)*s.samples+c]
}

// chunk packs the pixels of a rectangle, samples from to to; differences where predicted.
func (s sampled) chunk(order binary.ByteOrder, r image.Rectangle, from, to int, predicted bool) (out []byte) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		bits := 0
		for x := r.Min.X; x < r.Max.X; x++ {
			for c := from; c < to; c++ {
				v := s.at(x, y, c)
				if predicted && x > r.Min.X {
					v -= s.at(x-1, y, c)
				}
				switch {
				case s.bits == 16:
					out = order.(binary.AppendByteOrder).AppendUint16(out, uint16(v))
				case s.bits == 32:
					out = order.(binary.AppendByteOrder).AppendUint32(out, v)
				default:
					for i := s.bits - 1; i >= 0; i-- {
						if bits%8 == 0 {
							out = append(out, 0)
						}
						out[len(out)-1] |= byte(v>>i&1) << (7 - bits%8)
						bits++
					}
				}
			}
		}
	}
	return out
}

func deflated(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// packedBits codes single bytes and runs in turn.
func packedBits(b []byte) (out []byte) {
	for len(b) > 0 {
		n := 1
		for n < len(b) && n < 128 && b[n] == b[0] {
			n++
		}
		if n > 1 {
			out = append(out, byte(1-n), b[0], 0x80)
		} else {
			out = append(out, 0, b[0])
		}
		b = b[n:]
	}
	return out
}

type layoutForm struct {
	order               binary.ByteOrder
	big, tiled, planar  bool
	rows                int // of a strip, 0 for all
	compression         int
	predicted, reversed bool
}

// file writes a picture in a layout, with further tags.
func (s sampled) file(l layoutForm, tags map[uint16][]uint64) []byte {
	w := written{order: l.order, big: l.big, tiled: l.tiled, tags: map[uint16][]uint64{
		tagWidth: {uint64(s.width)}, tagHeight: {uint64(s.height)}, tagSamples: {uint64(s.samples)},
		tagBits: slices.Repeat([]uint64{uint64(s.bits)}, s.samples), tagCompression: {uint64(l.compression)},
	}}
	width, height := s.width, s.height
	if l.tiled {
		width, height = 16, 16
		w.tags[tagTileWidth], w.tags[tagTileHeight] = []uint64{16}, []uint64{16}
	} else if l.rows > 0 {
		height = l.rows
		w.tags[tagRowsPerStrip] = []uint64{uint64(l.rows)}
	}
	if l.predicted {
		w.tags[tagPredictor] = []uint64{2}
	}
	if l.reversed {
		w.tags[tagFillOrder] = []uint64{2}
	}
	planes := [][2]int{{0, s.samples}}
	if l.planar {
		w.tags[tagPlanar] = []uint64{2}
		planes = nil
		for c := range s.samples {
			planes = append(planes, [2]int{c, c + 1})
		}
	}
	for _, p := range planes {
		for y := 0; y < s.height; y += height {
			for x := 0; x < s.width; x += width {
				r := image.Rect(x, y, x+width, y+height)
				if !l.tiled {
					r.Max.Y = min(r.Max.Y, s.height)
				}
				b := s.chunk(l.order, r, p[0], p[1], l.predicted)
				switch l.compression {
				case deflate, deflateOld:
					b = deflated(b)
				case packBits:
					b = packedBits(b)
				case lzwCoded:
					b = literals(b)
				}
				if l.reversed {
					for i, v := range b {
						b[i] = 0
						for bit := range 8 {
							b[i] |= v >> bit & 1 << (7 - bit)
						}
					}
				}
				w.chunks = append(w.chunks, b)
			}
		}
	}
	for tag, v := range tags {
		w.tags[tag] = v
	}
	return w.file()
}

func noJPEG([]byte, image.Point) (*image.RGBA, error) { return nil, errors.New("no JPEG here") }

func decoded(t *testing.T, data []byte) (*File, image.Image) {
	t.Helper()
	f, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	img, err := f.Decode(t.Context(), noJPEG)
	if err != nil {
		t.Fatal(err)
	}
	return f, img
}

var layouts = map[string]layoutForm{
	"one strip":               {order: binary.LittleEndian, compression: 1},
	"without a compression":   {order: binary.LittleEndian},
	"strips":                  {order: binary.BigEndian, compression: 1, rows: 3},
	"packed strips":           {order: binary.LittleEndian, compression: packBits, rows: 4},
	"planes":                  {order: binary.LittleEndian, compression: 1, planar: true},
	"planes in strips":        {order: binary.BigEndian, compression: deflateOld, planar: true, rows: 2},
	"tiles":                   {order: binary.LittleEndian, compression: 1, tiled: true},
	"deflated tiles, big":     {order: binary.BigEndian, big: true, compression: deflate, tiled: true},
	"planes in tiles":         {order: binary.BigEndian, compression: packBits, tiled: true, planar: true},
	"big":                     {order: binary.LittleEndian, big: true, compression: 1, rows: 5},
	"bits reversed":           {order: binary.LittleEndian, compression: 1, rows: 5, reversed: true},
	"bits reversed, deflated": {order: binary.BigEndian, compression: deflate, rows: 5, reversed: true},
	"predicted":               {order: binary.LittleEndian, compression: deflate, predicted: true},
	"predicted, big-endian":   {order: binary.BigEndian, compression: deflate, rows: 3, predicted: true},
	"predicted planes":        {order: binary.BigEndian, compression: deflate, tiled: true, planar: true, predicted: true},
}

func TestEveryLayoutAndDepth(t *testing.T) {
	for name, l := range layouts {
		for _, bits := range []int{1, 2, 4, 8, 10, 12, 16, 32} {
			if l.predicted && bits != 8 && bits != 16 && bits != 32 {
				continue
			}
			for samples, tags := range map[int]map[uint16][]uint64{
				1: {tagPhotometric: {blackIsZero}}, 2: {tagPhotometric: {blackIsZero}, tagExtraSamples: {2}},
				3: {tagPhotometric: {rgb}}, 4: {tagPhotometric: {rgb}, tagExtraSamples: {2}},
				5: {tagPhotometric: {rgb}, tagExtraSamples: {0, 0}},
			} {
				s := random(19, 17, samples, bits)
				t.Run(fmt.Sprintf("%s/%d samples of %d bits", name, samples, bits), func(t *testing.T) {
					f, img := decoded(t, s.file(l, tags))
					if f.Deep() != (bits > 8) || f.Alpha != (samples == 2 || samples == 4) || f.Pages != 1 || f.Ink() {
						t.Errorf("%+v", f)
					}
					for y := range s.height {
						for x := range s.width {
							if got, want := img.At(x, y), s.want(x, y); got != want {
								t.Fatalf("%d, %d: %v, want %v", x, y, got, want)
							}
						}
					}
				})
			}
		}
	}
}

// want is a grey or RGB pixel, straight.
func (s sampled) want(x, y int) color.Color {
	most := float64(uint64(1)<<s.bits - 1)
	full := 255.0
	if s.bits > 8 {
		full = 65535
	}
	v := func(c int) uint16 { return uint16(float64(s.at(x, y, c))/most*full + 0.5) }
	p := [4]uint16{v(0), v(0), v(0), uint16(full)}
	if s.samples >= 3 {
		p[1], p[2] = v(1), v(2)
	}
	if s.samples == 2 || s.samples == 4 {
		p[3] = v(s.samples - 1)
	}
	if s.bits > 8 {
		return color.NRGBA64{p[0], p[1], p[2], p[3]}
	}
	return color.NRGBA{uint8(p[0]), uint8(p[1]), uint8(p[2]), uint8(p[3])}
}

func TestMeanings(t *testing.T) {
	l := layouts["one strip"]
	one := func(bits int, values ...uint32) sampled { return sampled{1, 1, len(values), bits, values} }
	colours := []uint64{1 << 8, 2 << 8, 3 << 8, 4 << 8, 11 << 8, 12 << 8, 13 << 8, 14 << 8, 0xFFFF, 22 << 8, 23 << 8, 24 << 8}
	for name, test := range map[string]struct {
		s    sampled
		tags map[uint16][]uint64
		want color.Color
	}{
		"white is zero":           {one(8, 50), map[uint16][]uint64{tagPhotometric: {whiteIsZero}}, color.NRGBA{205, 205, 205, 255}},
		"white is zero, one bit":  {one(1, 1), map[uint16][]uint64{tagPhotometric: {whiteIsZero}}, color.NRGBA{0, 0, 0, 255}},
		"palette":                 {one(2, 0), map[uint16][]uint64{tagPhotometric: {palette}, tagColourMap: colours}, color.NRGBA{1, 11, 255, 255}},
		"palette of 8 bits":       {one(1, 1), map[uint16][]uint64{tagPhotometric: {palette}, tagColourMap: {1, 2, 3, 4, 5, 255}}, color.NRGBA{2, 4, 255, 255}},
		"premultiplied":           {one(8, 100, 50, 25, 100), map[uint16][]uint64{tagPhotometric: {rgb}, tagExtraSamples: {1}}, color.RGBA{100, 50, 25, 100}},
		"premultiplied, too much": {one(8, 200, 50, 25, 100), map[uint16][]uint64{tagPhotometric: {rgb}, tagExtraSamples: {1}}, color.RGBA{100, 50, 25, 100}},
		"premultiplied, deep":     {one(16, 100, 50, 25, 100), map[uint16][]uint64{tagPhotometric: {rgb}, tagExtraSamples: {1}}, color.RGBA64{100, 50, 25, 100}},
		"alpha that is not said":  {one(8, 100, 50, 25, 100), map[uint16][]uint64{tagPhotometric: {rgb}}, color.NRGBA{100, 50, 25, 100}},
		"ink":                     {one(8, 0, 128, 255, 51), map[uint16][]uint64{tagPhotometric: {separated}}, color.NRGBA{204, 102, 0, 255}},
		"deep ink":                {one(16, 0, 0x8000, 0xFFFF, 0), map[uint16][]uint64{tagPhotometric: {separated}}, color.NRGBA64{0xFFFF, 0x7FFF, 0, 0xFFFF}},
	} {
		t.Run(name, func(t *testing.T) {
			f, img := decoded(t, test.s.file(l, test.tags))
			if got := img.At(0, 0); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
			if f.Ink() != (test.tags[tagPhotometric][0] == separated) {
				t.Errorf("ink: %v", f.Ink())
			}
		})
	}
}

func TestYCbCr(t *testing.T) {
	for _, sub := range [][2]int{{1, 1}, {2, 1}, {2, 2}, {4, 2}} {
		w := written{order: binary.LittleEndian, tags: map[uint16][]uint64{
			tagWidth: {5}, tagHeight: {3}, tagSamples: {3}, tagBits: {8, 8, 8}, tagPhotometric: {yCbCr},
			tagSubsampling: {uint64(sub[0]), uint64(sub[1])},
		}}
		light := func(x, y int) uint8 { return uint8(50 + 10*x + 40*y) }
		var b []byte
		for y := 0; y < 3; y += sub[1] {
			for x := 0; x < 5; x += sub[0] {
				for i := range sub[0] * sub[1] {
					b = append(b, light(x+i%sub[0], y+i/sub[0]))
				}
				b = append(b, uint8(100+x), uint8(140-y))
			}
		}
		w.chunks = [][]byte{b}
		_, img := decoded(t, w.file())
		for y := range 3 {
			for x := range 5 {
				r, g, b := color.YCbCrToRGB(light(x, y), uint8(100+x/sub[0]*sub[0]), uint8(140-y/sub[1]*sub[1]))
				if got := img.At(x, y); got != (color.NRGBA{r, g, b, 255}) {
					t.Fatalf("%v at %d, %d: %v, want %v", sub, x, y, got, [3]uint8{r, g, b})
				}
			}
		}
	}
}

func TestJPEGWithin(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 24, 16))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i % 24 * 10)
	}
	var coded bytes.Buffer
	if err := jpeg.Encode(&coded, grey, nil); err != nil {
		t.Fatal(err)
	}
	plain := coded.Bytes()
	// As libtiff does it: the tables in the directory, the rest in the strip.
	frame := bytes.Index(plain, []byte{0xFF, 0xC0})
	huffman := bytes.Index(plain, []byte{0xFF, 0xC4})
	scan := bytes.Index(plain, []byte{0xFF, 0xDA})
	tables := slices.Concat(plain[:frame], plain[huffman:scan], []byte{0xFF, 0xD9})
	strip := slices.Concat(plain[:2], plain[frame:huffman], plain[scan:])
	for name, w := range map[string]written{
		"whole":         {chunks: [][]byte{plain}, tags: map[uint16][]uint64{}},
		"shared tables": {chunks: [][]byte{strip}, tags: map[uint16][]uint64{tagJPEGTables: longs(tables)}},
	} {
		w.order = binary.LittleEndian
		for tag, v := range map[uint16][]uint64{tagWidth: {24}, tagHeight: {16}, tagBits: {8}, tagCompression: {jpegCoded}, tagPhotometric: {blackIsZero}} {
			w.tags[tag] = v
		}
		f, err := Parse(w.file())
		if err != nil {
			t.Fatal(err)
		}
		img, err := f.Decode(t.Context(), func(data []byte, size image.Point) (*image.RGBA, error) {
			img, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				return nil, err
			}
			out := image.NewRGBA(image.Rectangle{Max: size})
			for i := range 24 * 16 {
				out.Set(i%24, i/24, img.At(i%24, i/24))
			}
			return out, nil
		})
		if err != nil {
			t.Fatal(name, err)
		}
		for x := range 24 {
			if got := int(img.(*image.NRGBA).NRGBAAt(x, 8).R); got < 10*x-12 || got > 10*x+12 {
				t.Errorf("%s: %d at %d", name, got, x)
			}
		}
	}
}

func longs(b []byte) (out []uint64) {
	for _, v := range b {
		out = append(out, uint64(v))
	}
	return out
}

func TestFacts(t *testing.T) {
	s := random(7, 5, 3, 8)
	tags := map[uint16][]uint64{tagPhotometric: {rgb}, tagOrientation: {6}, tagProfile: longs([]byte("a profile"))}
	f, _ := decoded(t, s.file(layouts["big"], tags))
	if f.Width != 7 || f.Height != 5 || f.Orientation != 6 || string(f.Profile) != "a profile" {
		t.Errorf("%+v", f)
	}
	tags[tagOrientation] = []uint64{9}
	if f, _ := decoded(t, s.file(layouts["strips"], tags)); f.Orientation != 1 {
		t.Errorf("orientation %d", f.Orientation)
	}
}

func TestPages(t *testing.T) {
	w := written{order: binary.BigEndian, tags: map[uint16][]uint64{tagWidth: {1}, tagHeight: {1}, tagBits: {8}}, chunks: [][]byte{{9}}}
	first := w.file()
	start := uint64(binary.BigEndian.Uint32(first[4:]))
	for next, pages := range map[uint64]int{0: 1, start: 2, 1 << 30: 1} { // none, a circle, beyond the end
		w.next = next
		f, err := Parse(w.file())
		if err != nil || f.Pages != pages {
			t.Errorf("next at %d: %d pages, %v", next, f.Pages, err)
		}
	}
}

func TestRefuses(t *testing.T) {
	s := random(7, 5, 3, 8)
	for name, tags := range map[string]map[uint16][]uint64{
		"compression":         {tagCompression: {50000}},
		"Lab of another sort": {tagPhotometric: {10}},
		"fractions":           {tagPhotometric: {rgb}, tagSampleFormat: {3, 3, 3}},
		"several depths":      {tagPhotometric: {rgb}, tagBits: {5, 6, 5}},
		"predictor of floats": {tagPhotometric: {rgb}, tagCompression: {deflate}, tagPredictor: {3}},
		"tiny tiles":          {tagPhotometric: {rgb}, tagTileWidth: {1}, tagTileHeight: {1}},
		"giant tiles":         {tagPhotometric: {rgb}, tagTileWidth: {1 << 20}, tagTileHeight: {1 << 20}},
		"other inks":          {tagPhotometric: {separated}, tagInkSet: {2}},
		"20 bits":             {tagPhotometric: {rgb}, tagBits: {20, 20, 20}},
	} {
		if _, err := Parse(s.file(layouts["one strip"], tags)); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, tags := range map[string]map[uint16][]uint64{
		"no width":         {tagWidth: {0}},
		"too few colours":  {tagPhotometric: {separated}},
		"a short palette":  {tagPhotometric: {palette}, tagSamples: {1}, tagBits: {8}, tagColourMap: {1, 2, 3}},
		"a giant":          {tagWidth: {1 << 31}},
		"strange sampling": {tagPhotometric: {yCbCr}, tagSubsampling: {3, 0}},
	} {
		if _, err := Parse(s.file(layouts["one strip"], tags)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file that promises far more than it holds is refused before room is made for it.
func TestBombs(t *testing.T) {
	w := written{order: binary.LittleEndian, chunks: [][]byte{make([]byte, 100)}, tags: map[uint16][]uint64{
		tagWidth: {60_000}, tagHeight: {60_000}, tagBits: {8}, tagPhotometric: {blackIsZero},
	}}
	f, err := Parse(w.file())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Decode(t.Context(), noJPEG); !errors.Is(err, ErrUnsupported) { // one piece of 3.6 GB
		t.Error(err)
	}
	w.tags[tagHeight] = []uint64{6_000}
	if f, err = Parse(w.file()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Decode(t.Context(), noJPEG); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

func TestCutShort(t *testing.T) {
	s := random(21, 18, 3, 8)
	for name, l := range layouts {
		data := s.file(l, map[uint16][]uint64{tagPhotometric: {rgb}})
		for n := 0; n < len(data)-16; n += 1 + len(data)/70 {
			f, err := Parse(data[:n])
			if err != nil {
				continue
			}
			if _, err := f.Decode(t.Context(), noJPEG); err == nil {
				t.Errorf("%s: %d of %d bytes were taken for a picture", name, n, len(data))
			}
		}
	}
}

// literals codes bytes as LZW that repeats nothing: codes of nine bits, the highest first.
func literals(b []byte) (out []byte) {
	bits := 0
	put := func(code int) {
		for i := 8; i >= 0; i-- {
			if bits%8 == 0 {
				out = append(out, 0)
			}
			out[len(out)-1] |= byte(code>>i&1) << (7 - bits%8)
			bits++
		}
	}
	const restart, end = 256, 257
	for i, v := range b {
		if i%200 == 0 {
			put(restart)
		}
		put(int(v))
	}
	put(end)
	return out
}

func TestLZW(t *testing.T) {
	s := random(21, 18, 3, 8)
	for _, predicted := range []bool{false, true} {
		l := layoutForm{order: binary.LittleEndian, compression: lzwCoded, rows: 7, predicted: predicted}
		_, img := decoded(t, s.file(l, map[uint16][]uint64{tagPhotometric: {rgb}}))
		for i := range 21 * 18 {
			if got, want := img.At(i%21, i/21), s.want(i%21, i/21); got != want {
				t.Fatalf("%d: %v, want %v", i, got, want)
			}
		}
	}
}

// A row like the one above is a single bit in Group 4; before the first all is white.
func TestFax(t *testing.T) {
	for _, photometric := range []uint64{whiteIsZero, blackIsZero} {
		w := written{order: binary.LittleEndian, chunks: [][]byte{{0xFF, 0x00, 0x10, 0x01}}, tags: map[uint16][]uint64{
			tagWidth: {24}, tagHeight: {8}, tagCompression: {ccittGroup4}, tagPhotometric: {photometric},
		}}
		_, img := decoded(t, w.file())
		for i := range 24 * 8 {
			if got := img.At(i%24, i/24); got != (color.NRGBA{255, 255, 255, 255}) {
				t.Fatalf("photometric %d, pixel %d: %v", photometric, i, got)
			}
		}
	}
}

func TestShortChunks(t *testing.T) {
	s := random(21, 18, 1, 8)
	short := s.chunk(binary.LittleEndian, image.Rect(0, 0, 21, 17), 0, 1, false)
	for compression, chunk := range map[uint64][]byte{
		uncompressed: short, packBits: packedBits(short), deflate: deflated(short), lzwCoded: literals(short), jpegCoded: short,
	} {
		w := written{order: binary.LittleEndian, chunks: [][]byte{chunk}, tags: map[uint16][]uint64{
			tagWidth: {21}, tagHeight: {18}, tagBits: {8}, tagCompression: {compression},
		}}
		f, err := Parse(w.file())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Decode(t.Context(), noJPEG); !errors.Is(err, ErrDamaged) {
			t.Errorf("compression %d: %v", compression, err)
		}
	}
}

func TestEndsWithItsContext(t *testing.T) {
	s := random(21, 18, 3, 8)
	f, err := Parse(s.file(layouts["strips"], map[uint16][]uint64{tagPhotometric: {rgb}}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Decode(ctx, noJPEG); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
