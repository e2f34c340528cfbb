package header

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"

	"masthead/service"
)

func heifFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "raster", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestHEIFHeaders(t *testing.T) {
	size := image.Pt(64, 48)
	for name, want := range map[string]struct {
		format service.Format
		size   image.Point
		alpha  bool
		deep   bool
		frames int
		matrix int
		full   bool
	}{
		"corners.heic":       {service.HEIC, size, false, false, 1, 6, true},
		"glass.heic":         {service.HEIC, size, true, false, 1, 6, true},
		"grey.heic":          {service.HEIC, size, false, false, 1, 2, true},
		"ten-bit.heic":       {service.HEIC, size, false, true, 1, 6, true},
		"full-chroma.heic":   {service.HEIC, size, false, false, 1, 6, true},
		"corners.avif":       {service.AVIF, size, false, false, 1, 6, true},
		"glass.avif":         {service.AVIF, size, true, false, 1, 6, true},
		"ten-bit.avif":       {service.AVIF, size, false, true, 1, 6, true},
		"bt709-limited.avif": {service.AVIF, size, false, false, 1, 1, false},
		"grid.avif":          {service.AVIF, image.Pt(128, 128), false, false, 1, 6, true},
		"animated.avif":      {service.AVIF, size, true, false, 2, 6, true},
	} {
		data := heifFile(t, name)
		h, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if h.Format != want.format || image.Pt(h.Width, h.Height) != want.size || h.Alpha != want.alpha ||
			h.Deep != want.deep || h.Frames != want.frames || h.Orientation != 1 {
			t.Errorf("%s: %+v", name, h)
		}
		f, err := ParseHEIF(data)
		if err != nil || !f.Whole() {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c := f.Colour.Coding; c == nil || c.Matrix != want.matrix || c.FullRange != want.full {
			t.Errorf("%s: coding %+v", name, c)
		}
	}
}

func TestHEIFBitstreamsSayTheirCoding(t *testing.T) {
	for name, want := range map[string]Coding{
		"corners.heic":       {2, 2, 6, true},
		"grey.heic":          {2, 2, 2, true},
		"corners.avif":       {1, 13, 6, true},
		"bt709-limited.avif": {1, 13, 1, false},
		"animated.avif":      {1, 13, 6, true},
	} {
		f, err := ParseHEIF(heifFile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		tile := f.Colour.Tiles[0]
		s, err := readStream(f.Colour.Codec, tile.Config, tile.Data)
		if err != nil || s.coding == nil || *s.coding != want || s.size != tile.Size {
			t.Errorf("%s: %+v %+v, %v", name, s, s.coding, err)
		}
	}
}

func TestHEIFCutShort(t *testing.T) {
	for _, name := range []string{"glass.heic", "grid.avif", "animated.avif"} {
		data := heifFile(t, name)
		for n := range data {
			if f, err := ParseHEIF(data[:n]); err == nil && f.Whole() && n < len(data)/2 {
				t.Errorf("%d of %d bytes of %s are whole", n, len(data), name)
			}
		}
		if f, err := ParseHEIF(data[:len(data)-3]); err != nil || f.Whole() && name != "animated.avif" {
			t.Errorf("%s without its end: %v", name, err)
		}
	}
}

func TestHEIFBrands(t *testing.T) {
	for brand, want := range map[string]service.Format{"avif": service.AVIF, "avis": service.AVIF, "heic": service.HEIC, "hevx": service.HEIC, "mif1": service.HEIC} {
		if f, ok := Sniff([]byte("\x00\x00\x00\x10ftyp" + brand + "\x00\x00\x00\x00")); f != want || !ok {
			t.Errorf("%s: %q", brand, f)
		}
	}
	if f, ok := Sniff([]byte("\x00\x00\x00\x10ftypisom\x00\x00\x00\x00")); ok {
		t.Errorf("a film: %q", f)
	}
	general := heifFile(t, "corners.avif") // what codes it decides
	copy(general[8:], "mif1")
	for at := 16; string(general[at+4:at+8]) != "meta"; at += 4 {
		copy(general[at:], "mif1")
	}
	if h, err := Read(general); err != nil || h.Format != service.AVIF {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestHEIFHostileBoxes(t *testing.T) {
	for name, data := range map[string]string{
		"a huge box":      "\x00\x00\x00\x01meta\xff\xff\xff\xff\xff\xff\xff\xff",
		"less than none":  "\x00\x00\x00\x04meta",
		"to the end":      "\x00\x00\x00\x00meta",
		"64 bits missing": "\x00\x00\x00\x01meta",
	} {
		if _, err := ParseHEIF([]byte(data)); !errors.Is(err, ErrShort) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTurnArea(t *testing.T) {
	for _, test := range []struct {
		crop Crop
		want image.Rectangle
	}{
		{Crop{}, image.Rect(0, 0, 10, 8)},
		{Crop{Width: 6, Height: 4}, image.Rect(2, 2, 8, 6)},
		{Crop{Width: 6, Height: 4, Right: -2, Down: 2}, image.Rect(0, 4, 6, 8)},
		{Crop{Width: 7, Height: 8, Right: -1.5}, image.Rect(0, 0, 7, 8)},
		{Crop{Width: 60, Height: 40}, image.Rect(0, 0, 10, 8)},
		{Crop{Width: 2, Height: 2, Right: 100}, image.Rectangle{}},
	} {
		if got := (Turn{Crop: test.crop}).Area(image.Pt(10, 8)); got != test.want && !(got.Empty() && test.want.Empty()) {
			t.Errorf("%+v: %v, want %v", test.crop, got, test.want)
		}
	}
}

func FuzzHEIF(f *testing.F) {
	for _, name := range []string{"corners.heic", "glass.heic", "grid.avif", "animated.avif"} {
		f.Add(heifFile(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := ParseHEIF(data)
		if err != nil {
			return
		}
		for _, tile := range parsed.Colour.Tiles {
			if parsed.Colour.Codec == "hvc1" && len(tile.Config) < 23 || len(tile.Config) < 4 {
				t.Error("a configuration that is too short for a decoder")
			}
		}
		if h, err := Read(data); err == nil && (h.Width <= 0 || h.Height <= 0 || h.Frames < 1) {
			t.Errorf("%+v", h)
		}
	})
}

func FuzzWebP(f *testing.F) {
	for _, name := range []string{"corners.webp", "glass.webp", "lossless.webp"} {
		f.Add(heifFile(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if format, ok := Sniff(data); !ok || format != service.WebP {
			return
		}
		if w, err := ParseWebP(data); err == nil && w.Whole && !w.Frame.In(image.Rectangle{Max: w.Canvas}) {
			t.Errorf("a frame at %v on a canvas of %v", w.Frame, w.Canvas)
		}
	})
}
