package palette

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"
)

func random() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// many has n different opaque colours, in order, as often as there is room.
func many(w, h, n int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		c := i % n
		copy(img.Pix[4*i:], []uint8{uint8(c), uint8(c >> 8 * 50), uint8(3 * c), 0xFF})
	}
	return img
}

// slope changes smoothly in two directions: more colours than a palette has.
func slope(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(255 * x / w), uint8(255 * y / h), uint8(128 + 127*math.Sin(float64(x+y)/50)), 0xFF})
		}
	}
	return img
}

func noise(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := random()
	for i := range img.Pix {
		img.Pix[i] = uint8(r.Uint32())
		if i%4 == 3 {
			img.Pix[i] = 0xFF
		}
	}
	return img
}

func TestExact(t *testing.T) {
	glass := image.NewRGBA(image.Rect(0, 0, 16, 16)) // every alpha, premultiplied
	for i := range 256 {
		copy(glass.Pix[4*i:], []uint8{uint8(i), uint8(i / 2), uint8(i / 3), uint8(i)})
	}
	part := many(40, 40, 500).SubImage(image.Rect(7, 3, 17, 9)).(*image.RGBA)
	for name, test := range map[string]struct {
		img     *image.RGBA
		colours int
	}{
		"one pixel":     {many(1, 1, 1), 1},
		"clear":         {image.NewRGBA(image.Rect(0, 0, 3, 5)), 1},
		"two":           {many(9, 7, 2), 2},
		"as many as go": {many(64, 64, 256), 256},
		"every alpha":   {glass, 256},
		"a part":        {part, 60},
		"one too many":  {many(64, 64, 257), 0},
		"noise":         {noise(64, 64), 0},
	} {
		t.Run(name, func(t *testing.T) {
			p, ok := Exact(test.img)
			if ok != (test.colours > 0) {
				t.Fatal(ok)
			}
			if !ok {
				return
			}
			if len(p.Palette) != test.colours {
				t.Errorf("%d colours, want %d", len(p.Palette), test.colours)
			}
			var out bytes.Buffer
			if err := png.Encode(&out, p); err != nil {
				t.Fatal(err)
			}
			got, err := png.Decode(&out)
			if err != nil {
				t.Fatal(err)
			}
			b := test.img.Rect
			for y := range b.Dy() {
				for x := range b.Dx() {
					want := test.img.RGBAAt(b.Min.X+x, b.Min.Y+y)
					if c := premultiplied(got.At(x, y)); c != want {
						t.Fatalf("%d, %d is %v, want %v", x, y, c, want)
					}
				}
			}
		})
	}
}

// premultiplied rounds 16 bits to 8.
func premultiplied(c color.Color) color.RGBA {
	r, g, b, a := c.RGBA()
	to8 := func(v uint32) uint8 { return uint8((v + 128) / 257) }
	return color.RGBA{to8(r), to8(g), to8(b), to8(a)}
}

func TestStraightIsFoundAgain(t *testing.T) {
	for a := range 256 {
		for v := range a + 1 {
			pixel := []uint8{uint8(v), uint8(v), uint8(v), uint8(a)}
			c := Straight(pixel)
			if got := premultiplied(c); got != (color.RGBA{uint8(v), uint8(v), uint8(v), uint8(a)}) {
				t.Fatalf("%v became %v and then %v", pixel, c, got)
			}
			if got := (int(c.R)*a + 127) / 255; got != v {
				t.Fatalf("%v became %v and then %d in whole numbers", pixel, c, got)
			}
		}
	}
	if c := Straight([]uint8{200, 9, 9, 100}); c.R != 0xFF { // no colour exceeds its alpha, but nothing checks
		t.Errorf("brighter than its alpha: %v", c)
	}
}

func TestHistogram(t *testing.T) {
	for name, img := range map[string]*image.RGBA{
		"one": many(1, 1, 1), "few": many(50, 50, 300), "slope": slope(200, 100), "noise": noise(200, 150),
	} {
		h := Count(img)
		var sum cell
		for _, c := range h.cells {
			sum.add(c)
		}
		var want cell
		for i := 0; i < len(img.Pix); i += 4 {
			want.add(cell{1, float64(img.Pix[i]), float64(img.Pix[i+1]), float64(img.Pix[i+2])})
		}
		if sum != want {
			t.Errorf("%s: %+v in the cells, %+v in the picture", name, sum, want)
		}
		if len(h.cells) > mostCells {
			t.Errorf("%s: %d cells", name, len(h.cells))
		}
	}
	if n := len(Count(many(50, 50, 300)).cells); n != 300 {
		t.Errorf("%d of 300 colours", n)
	}
}

func TestShades(t *testing.T) {
	img := many(64, 8, 4) // 0 to 3 in red: the same without the last two bits; 0 to 9 in blue
	if n := Shades(img, 1); n != 3 {
		t.Errorf("%d shades", n)
	}
	copy(img.Pix[img.PixOffset(5, 3):], []uint8{200, 0, 0, 0xFF})
	if all, some := Shades(img, 1), Shades(img, 2); all != 4 || some != 3 {
		t.Errorf("%d in all rows, %d in every other", all, some)
	}
}

func TestQuantiseFindsFewColours(t *testing.T) {
	for _, n := range []int{1, 2, 3, 255, 256} {
		img := many(64, 64, n)
		p := Count(img).Quantise()
		if len(p.Colours) != n {
			t.Fatalf("%d of %d", len(p.Colours), n)
		}
		for _, drawn := range []*image.Paletted{p.Plain(img), p.Dithered(img)} {
			if !bytes.Equal(Pixels(drawn).Pix, img.Pix) {
				t.Errorf("%d colours: other pixels", n)
			}
		}
	}
}

func TestQuantiseHasASoundPalette(t *testing.T) {
	for name, img := range map[string]*image.RGBA{"slope": slope(120, 80), "noise": noise(60, 50), "just too many": many(64, 64, 300)} {
		p, again := Count(img).Quantise(), Count(img).Quantise()
		if len(p.Colours) > Most || len(p.Colours) < Most*9/10 {
			t.Errorf("%s: %d colours", name, len(p.Colours))
		}
		for i, c := range p.Colours {
			if c != again.Colours[i] {
				t.Fatalf("%s: not the same twice", name)
			}
		}
	}
	if p := Count(image.NewRGBA(image.Rectangle{})).Quantise(); len(p.Colours) != 1 {
		t.Errorf("of nothing: %v", p.Colours)
	}
}

func TestQuantiseKeepsARareColour(t *testing.T) {
	img := slope(150, 100)
	for i := range 12 {
		img.SetRGBA(70+i%4, 50+i/4, color.RGBA{255, 0, 255, 255})
	}
	c := Pixels(Count(img).Quantise().Plain(img)).RGBAAt(71, 51)
	if c.R < 230 || c.G > 25 || c.B < 230 {
		t.Errorf("a small magenta mark became %v", c)
	}
}

func TestNearestIsTheNearest(t *testing.T) {
	r := random()
	for _, n := range []int{1, 2, 17, 256} {
		channels := make([][3]int, n)
		for i := range channels {
			for c := range 3 { // crowded in a corner, where a search is hardest
				channels[i][c] = int(r.Uint32() % 256 >> (i % 3))
			}
		}
		p := newPalette(channels)
		find := search{palette: p}
		for range 4000 {
			want := [3]int{int(r.Uint32() % 256), int(r.Uint32() % 256), int(r.Uint32() % 256)}
			least := math.MaxInt
			for _, c := range channels {
				least = min(least, distance(c, want))
			}
			if got := distance(channels[find.nearest(want)], want); got != least {
				t.Fatalf("%d colours: %v found at %d, the nearest is at %d", n, want, got, least)
			}
		}
	}
}

func TestDitheringKeepsTheMeans(t *testing.T) {
	img := slope(160, 120)
	p := Count(img).Quantise()
	off := func(drawn *image.Paletted) float64 { // of the means of blocks, squared
		got := Pixels(drawn)
		sum := 0.0
		for y := 0; y < 120; y += 8 {
			for x := 0; x < 160; x += 8 {
				for c := range 3 {
					d := 0
					for i := range 64 {
						at := img.PixOffset(x+i%8, y+i/8) + c
						d += int(got.Pix[at]) - int(img.Pix[at])
					}
					sum += float64(d*d) / (64 * 64)
				}
			}
		}
		return sum / (15 * 20 * 3)
	}
	plain, dithered := off(p.Plain(img)), off(p.Dithered(img))
	if dithered > plain/2 {
		t.Errorf("the means miss by %.2f dithered and %.2f plain", dithered, plain)
	}
}

func TestDitheringLeavesItsOwnColoursAlone(t *testing.T) {
	img := slope(200, 100)
	white := color.RGBA{255, 255, 255, 255}
	for y := 30; y < 60; y++ {
		for x := 50; x < 150; x++ {
			img.SetRGBA(x, y, white)
		}
	}
	got := Pixels(Count(img).Quantise().Dithered(img))
	for y := 30; y < 60; y++ {
		for x := 50; x < 150; x++ {
			if got.RGBAAt(x, y) != white {
				t.Fatalf("%d, %d in the white is %v", x, y, got.RGBAAt(x, y))
			}
		}
	}
}

func BenchmarkBanner(b *testing.B) {
	img := slope(1500, 500)
	p := Count(img).Quantise()
	for name, work := range map[string]func(){
		"exact":    func() { Exact(img) },
		"quantise": func() { Count(img).Quantise() },
		"plain":    func() { p.Plain(img) },
		"dithered": func() { p.Dithered(img) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				work()
			}
		})
	}
}
