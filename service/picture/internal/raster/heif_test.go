package raster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"masthead/service/picture/internal/header"
)

var quarters = [4]color.RGBA{{220, 20, 20, 255}, {20, 200, 20, 255}, {20, 20, 220, 255}, {240, 240, 240, 255}}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func drawn(t testing.TB, data []byte) (*image.RGBA, header.Header) {
	t.Helper()
	h, err := header.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	img, err := Decode(t.Context(), data, h, nil)
	if err != nil {
		t.Fatal(err)
	}
	return img, h
}

// wantQuarters looks at the middle of each quarter.
func wantQuarters(t *testing.T, img *image.RGBA, want [4]color.RGBA, tolerance int) {
	t.Helper()
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for i, at := range []image.Point{{w / 4, h / 4}, {3 * w / 4, h / 4}, {w / 4, 3 * h / 4}, {3 * w / 4, 3 * h / 4}} {
		got := img.RGBAAt(at.X, at.Y)
		for _, pair := range [4][2]uint8{{got.R, want[i].R}, {got.G, want[i].G}, {got.B, want[i].B}, {got.A, want[i].A}} {
			if d := int(pair[0]) - int(pair[1]); d > tolerance || d < -tolerance {
				t.Errorf("quarter %d is %v, want %v", i, got, want[i])
				break
			}
		}
	}
}

func TestHEIFColours(t *testing.T) {
	for name, want := range map[string]struct {
		size      image.Point
		tolerance int
		deep      bool
		frames    int
	}{
		"corners.heic":       {image.Pt(64, 48), 2, false, 1},
		"full-chroma.heic":   {image.Pt(64, 48), 1, false, 1},
		"ten-bit.heic":       {image.Pt(64, 48), 2, true, 1},
		"corners.avif":       {image.Pt(64, 48), 2, false, 1},
		"bt709-limited.avif": {image.Pt(64, 48), 10, false, 1}, // its encoder's own error
		"ten-bit.avif":       {image.Pt(64, 48), 2, true, 1},
		"grid.avif":          {image.Pt(128, 128), 2, false, 1},
		"animated.avif":      {image.Pt(64, 48), 2, false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			img, h := drawn(t, fixture(t, name))
			if img.Rect.Size() != want.size || h.Deep != want.deep || h.Frames != want.frames {
				t.Errorf("%v, %+v", img.Rect, h)
			}
			wantQuarters(t, img, quarters, want.tolerance)
		})
	}
}

// grid writes a file as phones do: one picture of columns × rows tiles, all of them the
// picture of another file, with what sticks out on the right and at the bottom left out.
func grid(t *testing.T, of []byte, columns, rows int, size image.Point) []byte {
	t.Helper()
	f, err := header.ParseHEIF(of)
	if err != nil {
		t.Fatal(err)
	}
	tile := f.Colour.Tiles[0]
	config, n := "hvcC", columns*rows
	if f.Colour.Codec == "av01" {
		config = "av1C"
	}
	short := func(v int) []byte { return []byte{byte(v >> 8), byte(v)} }
	entries := putBox(nil, "infe", []byte{2, 0, 0, 0, 0, 1, 0, 0}, []byte("grid\x00"))
	links, places := []byte{}, []byte{}
	for i := range n {
		entries = putBox(entries, "infe", []byte{2, 0, 0, 1}, short(2+i), []byte{0, 0}, []byte(f.Colour.Codec), []byte{0})
		links = append(links, 0, byte(2+i), 2, 0x81, 2)
	}
	properties := putBox(nil, config, tile.Config)
	properties = putBox(properties, "ispe", make([]byte, 4), number(tile.Size.X), number(tile.Size.Y))
	parts := append(append(short(1), short(n)...), places...)
	for i := range n {
		parts = append(parts, short(2+i)...)
	}
	file := putBox(nil, "ftyp", []byte("mif1\x00\x00\x00\x00mif1"))
	build := func(at int) []byte {
		places = []byte{1, 0, 0, 0, 0x44, 0}
		places = append(places, short(n+1)...)
		places = append(places, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 8) // in idat
		for i := range n {
			places = append(places, 0, byte(2+i), 0, 0, 0, 0, 0, 1)
			places = append(append(places, number(at)...), number(len(tile.Data[0]))...)
		}
		meta := putBox(make([]byte, 4), "pitm", []byte{0, 0, 0, 0, 0, 1})
		meta = putBox(meta, "iinf", []byte{0, 0, 0, 0}, short(n+1), entries)
		meta = putBox(meta, "iref", make([]byte, 4), putBox(nil, "dimg", parts))
		meta = putBox(meta, "iprp", putBox(nil, "ipco", properties), putBox(nil, "ipma", []byte{0, 0, 0, 0}, number(n), links))
		meta = putBox(meta, "idat", []byte{0, 0, byte(rows - 1), byte(columns - 1)}, short(size.X), short(size.Y))
		meta = putBox(meta, "iloc", places)
		return putBox(file[:len(file):len(file)], "meta", meta)
	}
	at := len(build(0)) + 8
	return putBox(build(at), "mdat", tile.Data...)
}

func TestHEIFGrid(t *testing.T) {
	for _, name := range []string{"corners.heic", "full-chroma.heic", "corners.avif"} {
		f, err := header.ParseHEIF(fixture(t, name))
		if err != nil {
			t.Fatal(err)
		}
		w, h := f.Colour.Tiles[0].Size.X, f.Colour.Tiles[0].Size.Y
		tile, _ := drawn(t, grid(t, fixture(t, name), 1, 1, image.Pt(w, h)))
		for _, size := range []image.Point{{3 * w, 2 * h}, {3*w - 3, h + 7}, {2*w + 1, h + 1}} {
			img, facts := drawn(t, grid(t, fixture(t, name), 3, 2, size))
			if img.Rect.Size() != size || facts.Frames != 1 {
				t.Fatalf("%s: %v", name, img.Rect)
			}
			for y := range size.Y {
				for x := range size.X {
					if x%w < 2 || x%w > w-3 || y%h < 2 || y%h > h-3 || x > size.X-3 || y > size.Y-3 {
						continue // chroma reaches over borders
					}
					if got, want := img.RGBAAt(x, y), tile.RGBAAt(x%w, y%h); got != want {
						t.Fatalf("%s: %v at %d, %d, want %v", name, got, x, y, want)
					}
				}
			}
		}
	}
}

func TestHEIFGreyAndGlass(t *testing.T) {
	for _, name := range []string{"grey.heic", "grey.avif"} {
		img, _ := drawn(t, fixture(t, name))
		wantQuarters(t, img, [4]color.RGBA{{30, 30, 30, 255}, {90, 90, 90, 255}, {150, 150, 150, 255}, {210, 210, 210, 255}}, 1)
	}
	for _, name := range []string{"glass.heic", "glass.avif"} {
		img, h := drawn(t, fixture(t, name))
		if !h.Alpha {
			t.Errorf("%s: no alpha in the header", name)
		}
		wantQuarters(t, img, [4]color.RGBA{quarters[0], {10, 100, 10, 128}, quarters[2], {120, 120, 120, 128}}, 2)
	}
}

// turning replaces the property that tells the depth, which is as long, by one that turns.
func turning(data []byte, kind string, value byte) []byte {
	out := bytes.Clone(data)
	at := bytes.Index(out, []byte("pixi"))
	copy(out[at:], kind)
	out[at+4] = value
	return out
}

func TestHEIFArrivesUpright(t *testing.T) {
	// What each quarter shows, as numbers of the stored quarters.
	for _, test := range []struct {
		kind  string
		value byte
		want  [4]int
	}{
		{"irot", 0, [4]int{0, 1, 2, 3}},
		{"irot", 1, [4]int{1, 3, 0, 2}},
		{"irot", 2, [4]int{3, 2, 1, 0}},
		{"irot", 3, [4]int{2, 0, 3, 1}},
		{"imir", 0, [4]int{2, 3, 0, 1}},
		{"imir", 1, [4]int{1, 0, 3, 2}},
	} {
		for _, name := range []string{"corners.heic", "corners.avif"} {
			t.Run(fmt.Sprintf("%s/%s%d", name, test.kind, test.value), func(t *testing.T) {
				img, h := drawn(t, turning(fixture(t, name), test.kind, test.value))
				if h.Orientation != 1 || img.Rect.Size() != image.Pt(h.Width, h.Height) || (h.Width == 48) != (test.kind == "irot" && test.value%2 == 1) {
					t.Errorf("%v, %+v", img.Rect, h)
				}
				var want [4]color.RGBA
				for i, from := range test.want {
					want[i] = quarters[from]
				}
				wantQuarters(t, img, want, 2)
			})
		}
	}
}

func TestHEIFRefusesTheDamaged(t *testing.T) {
	for _, name := range []string{"corners.heic", "glass.heic", "corners.avif", "grid.avif"} {
		data := fixture(t, name)
		h, err := header.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(t.Context(), data[:len(data)-3], h, nil); err == nil {
			t.Errorf("%s cut short was taken for a picture", name)
		}
		coded := bytes.Clone(data)
		f, err := header.ParseHEIF(coded)
		if err != nil {
			t.Fatal(err)
		}
		clear(f.Colour.Tiles[0].Data[0])
		if _, err := Decode(t.Context(), coded, h, nil); err == nil {
			t.Errorf("%s with an empty bitstream was taken for a picture", name)
		}
		h.Width++
		if _, err := Decode(t.Context(), data, h, nil); err == nil {
			t.Errorf("%s of another size was taken for a picture", name)
		}
	}
}

func TestHEIFEndsWithItsContext(t *testing.T) {
	gate <- struct{}{} // another decoder is at work
	defer func() { <-gate }()
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("no longer wanted")
	data := fixture(t, "corners.heic")
	h, err := header.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := Decode(ctx, data, h, nil)
		done <- err
	}()
	cancel(why)
	if err := <-done; !errors.Is(err, why) && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestForeignTakesPanicsAndOpensTheGate(t *testing.T) {
	for range 2 {
		if _, err := foreign(t.Context(), func() (int, error) { panic("broken") }); err == nil {
			t.Error("a panic was no error")
		}
	}
	if n, err := foreign(t.Context(), func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Error(n, err)
	}
}

func TestModuleMemoryIsBounded(t *testing.T) {
	err := hevcDecoder.run(t.Context(), 16<<20, 16<<20, func(i *instance) error {
		_, err := i.room(64 << 20)
		return err
	})
	if !errors.Is(err, errForeign) {
		t.Errorf("64 MiB out of 16: %v", err)
	}
}

func FuzzHEIF(f *testing.F) {
	for _, name := range []string{"corners.heic", "glass.heic", "corners.avif", "grid.avif", "animated.avif"} {
		f.Add(fixture(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzDecode(t, data) })
}

// fuzzDecode decodes what has a header and a bearable size.
func fuzzDecode(t *testing.T, data []byte) {
	h, err := header.Read(data)
	if err != nil || h.Width*h.Height > 1<<16 {
		return
	}
	img, err := Decode(t.Context(), data, h, nil)
	if err == nil && img.Rect != image.Rect(0, 0, h.Width, h.Height) {
		t.Errorf("%v where the header says %d × %d", img.Rect, h.Width, h.Height)
	}
}
