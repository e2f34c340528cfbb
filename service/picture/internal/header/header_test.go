package header

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"testing"

	"golang.org/x/image/tiff"

	"masthead/service"
)

func read(t *testing.T, data []byte) Header {
	t.Helper()
	h, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// segment is a JPEG marker segment.
func segment(marker byte, body ...[]byte) []byte {
	b := bytes.Join(body, nil)
	return append([]byte{0xFF, marker, byte((len(b) + 2) >> 8), byte(len(b) + 2)}, b...)
}

// frame is a frame header of 32 × 16 pixels.
func frame(marker byte, depth, components int) []byte {
	b := []byte{byte(depth), 0, 16, 0, 32, byte(components)}
	for i := range components {
		b = append(b, byte(i+1), 0x11, 0)
	}
	return segment(marker, b)
}

// scan is a scan header of so many components.
func scan(components int) []byte {
	return segment(markerSOS, append([]byte{byte(components)}, make([]byte, 2*components+3)...))
}

func jpegOf(segments ...[]byte) []byte {
	return append([]byte{0xFF, 0xD8}, bytes.Join(segments, nil)...)
}

// exif is EXIF data with an orientation.
func exif(order binary.AppendByteOrder, turned uint16) []byte {
	b := []byte("II")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM")
	}
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 1)
	b = order.AppendUint16(b, 0x112)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, turned)
	return append(b, 0, 0, 0, 0, 0, 0)
}

func part(number, count byte, text string) []byte {
	return segment(markerAPP2, []byte(iccPrefix), []byte{number, count}, []byte(text))
}

func TestJPEGForms(t *testing.T) {
	for name, test := range map[string]struct {
		data        []byte
		ink, waits  bool
		unsupported bool
	}{
		"baseline":                 {data: jpegOf(frame(0xC0, 8, 3), scan(3))},
		"grey":                     {data: jpegOf(frame(0xC0, 8, 1), scan(1))},
		"inks":                     {data: jpegOf(frame(0xC0, 8, 4), scan(4)), ink: true},
		"progressive":              {data: jpegOf(frame(0xC2, 8, 3), scan(3)), waits: true},
		"progressive, arithmetic":  {data: jpegOf(frame(0xCA, 8, 3), scan(3)), waits: true},
		"arithmetic":               {data: jpegOf(frame(0xC9, 8, 3), scan(3))},
		"a scan for each":          {data: jpegOf(frame(0xC0, 8, 3), scan(1)), waits: true},
		"two scans":                {data: jpegOf(frame(0xC1, 8, 3), scan(2)), waits: true},
		"two components":           {data: jpegOf(frame(0xC0, 8, 2), scan(2)), unsupported: true},
		"12 bits":                  {data: jpegOf(frame(0xC1, 12, 3), scan(3)), unsupported: true},
		"lossless":                 {data: jpegOf(frame(0xC3, 8, 3), scan(3)), unsupported: true},
		"hierarchical":             {data: jpegOf(frame(0xC5, 8, 3), scan(3)), unsupported: true},
		"junk between the markers": {data: jpegOf(frame(0xC0, 8, 3), []byte{1, 2, 0xFF, 0xFF}, scan(3)[1:])},
	} {
		h, err := Read(test.data)
		if test.unsupported {
			if !errors.Is(err, ErrUnsupported) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || h.Width != 32 || h.Height != 16 || h.Ink != test.ink || h.Progressive != test.waits || h.Frames != 1 {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
}

func TestJPEGProfile(t *testing.T) {
	end := jpegOf(frame(0xC0, 8, 3), scan(3))[2:]
	for name, test := range map[string]struct {
		parts [][]byte
		want  string
	}{
		"none":              {nil, ""},
		"one":               {[][]byte{part(1, 1, "whole")}, "whole"},
		"in order":          {[][]byte{part(1, 2, "first "), part(2, 2, "second")}, "first second"},
		"out of order":      {[][]byte{part(3, 3, "three"), part(1, 3, "one "), part(2, 3, "two ")}, "one two three"},
		"a missing part":    {[][]byte{part(1, 3, "one"), part(3, 3, "three")}, ""},
		"a part twice":      {[][]byte{part(1, 1, "whole"), part(1, 1, "again")}, "whole"},
		"a part of no kind": {[][]byte{part(0, 1, "nothing")}, ""},
	} {
		if h := read(t, jpegOf(append(test.parts, end)...)); string(h.ICC) != test.want || (h.ICC == nil) != (test.want == "") {
			t.Errorf("%s: %q", name, h.ICC)
		}
	}
	// Some writers put it behind the frame header.
	if h := read(t, jpegOf(frame(0xC0, 8, 3), part(1, 1, "late"), scan(3))); string(h.ICC) != "late" {
		t.Errorf("late: %q", h.ICC)
	}
}

func TestJPEGOrientation(t *testing.T) {
	end := jpegOf(frame(0xC0, 8, 3), scan(3))[2:]
	jfif := segment(0xE0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	xmp := segment(markerAPP1, []byte("http://ns.adobe.com/xap/1.0/\x00<x tiff:Orientation='3'/>"))
	for turned := uint16(1); turned <= 8; turned++ {
		little := segment(markerAPP1, []byte("Exif\x00\x00"), exif(binary.LittleEndian, turned))
		big := segment(markerAPP1, []byte("Exif\x00\x00"), exif(binary.BigEndian, turned))
		for name, data := range map[string][]byte{
			"alone": jpegOf(little, end), "after JFIF": jpegOf(jfif, big, end), "after XMP": jpegOf(xmp, little, end),
			"before XMP": jpegOf(big, xmp, end), "twice": jpegOf(little, segment(markerAPP1, []byte("Exif\x00\x00"), exif(binary.BigEndian, 1)), end),
		} {
			if h := read(t, data); h.Orientation != int(turned) {
				t.Errorf("%s: %d, want %d", name, h.Orientation, turned)
			}
		}
	}
	for _, turned := range []uint16{0, 9, 300} {
		if h := read(t, jpegOf(segment(markerAPP1, []byte("Exif\x00\x00"), exif(binary.LittleEndian, turned)), end)); h.Orientation != 1 {
			t.Errorf("%d was taken for %d", turned, h.Orientation)
		}
	}
	// Broken EXIF data never spoils a picture.
	block := exif(binary.LittleEndian, 6)
	for at := range block {
		for _, v := range []byte{0, 0x7F, 0xFF} {
			broken := bytes.Clone(block)
			broken[at] = v
			read(t, jpegOf(segment(markerAPP1, []byte("Exif\x00\x00"), broken), end))
		}
	}
}

func chunkOf(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// pngOf has chunks before and after its pixels.
func pngOf(depth, colour byte, before, after []byte) []byte {
	b := append([]byte(pngSignature), chunkOf("IHDR", []byte{0, 0, 0, 32, 0, 0, 0, 16, depth, colour, 0, 0, 0})...)
	b = append(append(b, before...), chunkOf("IDAT", []byte{1, 2, 3})...)
	return append(append(b, after...), chunkOf("IEND", nil)...)
}

func packedProfile(text string) []byte {
	out := bytes.NewBufferString("name\x00\x00")
	w := zlib.NewWriter(out)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return out.Bytes()
}

func TestPNGFacts(t *testing.T) {
	profile := chunkOf("iCCP", packedProfile("a profile"))
	p3 := chunkOf("cICP", []byte{12, 13, 0, 1})
	turned := chunkOf("eXIf", exif(binary.BigEndian, 6))
	for name, test := range map[string]struct {
		data []byte
		want Header
	}{
		"RGB":              {pngOf(8, 2, nil, nil), Header{}},
		"deep, with alpha": {pngOf(16, 6, nil, nil), Header{Deep: true, Alpha: true}},
		"palette":          {pngOf(4, 3, nil, nil), Header{Palette: true}},
		"clear colour":     {pngOf(8, 3, chunkOf("tRNS", []byte{0}), nil), Header{Palette: true, Alpha: true}},
		"profile":          {pngOf(8, 2, profile, nil), Header{ICC: []byte("a profile")}},
		"profile and sRGB": {pngOf(8, 2, append(chunkOf("sRGB", []byte{0}), profile...), nil), Header{ICC: []byte("a profile")}},
		"coding":           {pngOf(8, 2, p3, nil), Header{Coding: &Coding{12, 13, 0, true}}},
		"coding, profile":  {pngOf(8, 2, append(bytes.Clone(p3), profile...), nil), Header{Coding: &Coding{12, 13, 0, true}}},
		"turned":           {pngOf(8, 2, turned, nil), Header{Orientation: 6}},
		"turned, late":     {pngOf(8, 2, nil, turned), Header{Orientation: 6}},
		"animation":        {pngOf(8, 2, chunkOf("acTL", []byte{0, 0, 0, 7, 0, 0, 0, 0}), nil), Header{Frames: 7}},
		"gamma alone":      {pngOf(8, 2, chunkOf("gAMA", []byte{0, 1, 0, 0}), nil), Header{}},
	} {
		want := test.want
		want.Format, want.Width, want.Height = service.PNG, 32, 16
		want.Orientation, want.Frames = max(want.Orientation, 1), max(want.Frames, 1)
		got := read(t, test.data)
		if (got.Coding == nil) != (want.Coding == nil) || got.Coding != nil && *got.Coding != *want.Coding || string(got.ICC) != string(want.ICC) {
			t.Errorf("%s: %v, %q", name, got.Coding, got.ICC)
		}
		got.Coding, want.Coding, got.ICC, want.ICC = nil, nil, nil, nil
		if !equal(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// equal compares what is not behind a pointer.
func equal(a, b Header) bool {
	return a.Format == b.Format && a.Width == b.Width && a.Height == b.Height && a.Orientation == b.Orientation &&
		a.Frames == b.Frames && a.Alpha == b.Alpha && a.Deep == b.Deep && a.Ink == b.Ink &&
		a.Progressive == b.Progressive && a.Palette == b.Palette
}

func TestGIFFacts(t *testing.T) {
	head := func(w, h byte) []byte {
		return append([]byte("GIF89a"), w, 0, h, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6)
	}
	image := []byte{0x2C, 0, 0, 0, 0, 20, 0, 10, 0, 0, 2, 1, 0x44, 0}
	clear := []byte{0x21, 0xF9, 4, 1, 0, 0, 1, 0}
	comment := []byte{0x21, 0xFE, 3, 'a', 'b', 'c', 0}
	join := func(b ...[]byte) []byte { return bytes.Join(b, nil) }
	for name, test := range map[string]struct {
		data []byte
		want Header
	}{
		"one":                    {join(head(20, 10), image, []byte{0x3B}), Header{Width: 20, Height: 10, Frames: 1}},
		"no trailer":             {join(head(20, 10), image), Header{Width: 20, Height: 10, Frames: 1}},
		"three":                  {join(head(20, 10), image, comment, image, clear, image), Header{Width: 20, Height: 10, Frames: 3}},
		"clear":                  {join(head(20, 10), clear, image), Header{Width: 20, Height: 10, Frames: 1, Alpha: true}},
		"within":                 {join(head(30, 30), comment, image), Header{Width: 30, Height: 30, Frames: 1, Alpha: true}},
		"jutting out":            {join(head(5, 5), image), Header{Width: 20, Height: 10, Frames: 1}},
		"no size":                {join(head(0, 0), image), Header{Width: 20, Height: 10, Frames: 1}},
		"nothing":                {join(head(9, 9)), Header{Width: 9, Height: 9, Frames: 1, Alpha: true}},
		"cut in a later frame":   {join(head(20, 10), image, image[:12]), Header{Width: 20, Height: 10, Frames: 2}},
		"cut before a size byte": {join(head(20, 10), image, image[:8]), Header{Width: 20, Height: 10, Frames: 1}},
	} {
		test.want.Format, test.want.Orientation = service.GIF, 1
		if got := read(t, test.data); !equal(got, test.want) {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
	if _, err := Read(head(0, 0)); !errors.Is(err, ErrShort) {
		t.Errorf("no size, no frame: %v", err)
	}
}

func TestBMPFacts(t *testing.T) {
	file := make([]byte, 14+124+16)
	copy(file, "BM")
	le := binary.LittleEndian
	le.PutUint32(file[10:], 138)
	for at, v := range map[int]uint32{14: 124, 18: 2, 22: 1<<32 - 2, 30: 3, 54: 0xFF0000, 58: 0xFF00, 62: 0xFF, 66: 0xFF000000} {
		le.PutUint32(file[at:], v)
	}
	le.PutUint16(file[28:], 32)
	copy(file[14+56:], "DEBM")
	le.PutUint32(file[14+112:], 138-14+3)
	le.PutUint32(file[14+116:], 9)
	copy(file[141:], "a profile")
	h := read(t, file)
	if h.Width != 2 || h.Height != 2 || !h.Alpha || string(h.ICC) != "a profile" {
		t.Errorf("%+v", h)
	}
	le.PutUint32(file[14+116:], 1<<31)
	if h := read(t, file); h.ICC != nil {
		t.Errorf("a profile beyond the end: %q", h.ICC)
	}
}

func TestTIFFFacts(t *testing.T) {
	var out bytes.Buffer
	if err := tiff.Encode(&out, image.NewNRGBA64(image.Rect(0, 0, 5, 4)), nil); err != nil {
		t.Fatal(err)
	}
	h := read(t, out.Bytes())
	if want := (Header{Format: service.TIFF, Width: 5, Height: 4, Orientation: 1, Frames: 1, Alpha: true, Deep: true}); !equal(h, want) {
		t.Errorf("%+v", h)
	}
}

// Reading takes no room for what a header promises.
func TestReadAllocatesLittle(t *testing.T) {
	var before, after runtime.MemStats
	for name, data := range seeds(t) {
		runtime.ReadMemStats(&before)
		_, _ = Read(data)
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 500_000 {
			t.Errorf("%s: %d bytes", name, n)
		}
	}
}

func seeds(t testing.TB) map[string][]byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 5, 4))
	files := map[string][]byte{}
	for name, encode := range map[string]func(*bytes.Buffer) error{
		"jpeg": func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) },
		"png":  func(b *bytes.Buffer) error { return png.Encode(b, img) },
		"gif":  func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) },
		"tiff": func(b *bytes.Buffer) error { return tiff.Encode(b, img, nil) },
	} {
		var out bytes.Buffer
		if err := encode(&out); err != nil {
			t.Fatal(err)
		}
		files[name] = out.Bytes()
	}
	end := jpegOf(frame(0xC0, 8, 3), scan(3))[2:]
	files["jpeg with all"] = jpegOf(segment(markerAPP1, []byte("Exif\x00\x00"), exif(binary.BigEndian, 6)), part(2, 2, "b"), part(1, 2, "a"), end)
	files["png with all"] = pngOf(8, 3, append(chunkOf("iCCP", packedProfile("x")), chunkOf("eXIf", exif(binary.LittleEndian, 3))...), nil)
	files["bmp"] = append([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x1a\x00\x00\x00\x0c\x00\x00\x00\x02\x00\x02\x00\x01\x00\x18\x00"), make([]byte, 16)...)
	files["a giant"] = append([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x1a\x00\x00\x00\x0c\x00\x00\x00\xff\xff\xff\xff\x01\x00\x08\x00"), make([]byte, 16)...)
	return files
}

func FuzzRead(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add(data)
	}
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Read(data)
		if err != nil {
			if !errors.Is(err, ErrNotPicture) && !errors.Is(err, ErrShort) && !errors.Is(err, ErrUnsupported) {
				t.Errorf("an error of no kind: %v", err)
			}
			return
		}
		if h.Width < 1 || h.Height < 1 || h.Frames < 1 || h.Orientation < 1 || h.Orientation > 8 {
			t.Errorf("impossible facts: %+v", h)
		}
	})
}
