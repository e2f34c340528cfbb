package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/jpegio"
)

var red = color.RGBA{200, 0, 0, 255}

// logo has n plain colours in blocks.
func logo(w, h, n, block int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := (x/block + 31*(y/block)) % n
			img.SetRGBA(x, y, color.RGBA{uint8(40 * c), uint8(255 - c), uint8(c >> 8 * 99), 255})
		}
	}
	return img
}

// poster is a gradient from top to bottom, or with a slant, with bars as hard as letters.
func poster(w, h, slant int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			at := (y + x*slant/8) * 256 / (h + w*slant/8)
			c := color.RGBA{uint8(at), uint8(90 + at/3), uint8(255 - at/2), 255}
			if x/9%7 == 0 && y > h/4 && y < h*3/4 {
				c = color.RGBA{255, 255, 255, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func noise(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(3, 4))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.Uint32())
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func greyed(img *image.RGBA) *image.RGBA {
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i+1], img.Pix[i+2] = img.Pix[i], img.Pix[i]
	}
	return img
}

// seeThrough gives every pixel some alpha.
func seeThrough(img *image.RGBA) *image.RGBA {
	for i := 0; i < len(img.Pix); i += 4 {
		a := uint8(i / 4 * 7)
		for c := range 3 {
			img.Pix[i+c] = uint8(int(img.Pix[i+c]) * int(a) / 255)
		}
		img.Pix[i+3] = a
	}
	return img
}

// half is red glass on the left and clear on the right.
func half(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w / 2 {
			img.SetRGBA(x, y, color.RGBA{60, 0, 0, 128})
		}
	}
	return img
}

func TestEncodeChooses(t *testing.T) {
	passed := "passed through at quality 85"
	if jpegio.FullColour {
		passed += " in full colour"
	}
	for _, test := range []struct {
		name   string
		img    *image.RGBA
		k      service.Kind
		format service.Format
		kind   byte // PNG's colour type: 0 grey, 2 colours, 3 palette, 6 colours with alpha
		lossy  bool
		why    string
	}{
		{"a photograph", photo(400, 400), service.Avatar, service.PNG, 2, false, "kept without loss"},
		{"a small photograph", photo(120, 120), service.Avatar, service.PNG, 2, false, "kept without loss"},
		{"noise", noise(400, 400), service.Avatar, service.PNG, 2, false, "kept without loss"},
		{"noise behind glass", seeThrough(noise(400, 400)), service.Avatar, service.PNG, 6, false, "kept without loss"},
		{"a logo", logo(400, 400, 5, 50), service.Avatar, service.PNG, 3, false, "kept without loss"},
		{"a grey photograph", greyed(photo(400, 400)), service.Avatar, service.PNG, 0, false, "kept without loss"},
		{"a grey logo", greyed(logo(400, 400, 3, 50)), service.Avatar, service.PNG, 3, false, "kept without loss"},
		{"one pixel", photo(1, 1), service.Avatar, service.PNG, 3, false, "kept without loss"},
		{"a column", photo(1, 300), service.Avatar, service.PNG, 3, false, "kept without loss"},
		{"clear", image.NewRGBA(image.Rect(0, 0, 400, 400)), service.Avatar, service.PNG, 3, false, "kept without loss"},
		{"half clear", half(400, 400), service.Avatar, service.PNG, 3, false, "kept without loss"},

		{"a photograph", photo(1500, 100), service.Banner, service.JPEG, 0, true, passed},
		{"a small photograph", photo(900, 100), service.Banner, service.PNG, 2, false, "kept without loss"},
		{"a photograph just too wide", photo(901, 100), service.Banner, service.JPEG, 0, true, passed},
		{"a grey photograph", greyed(photo(960, 100)), service.Banner, service.PNG, 3, false, "kept without loss, in 2"},
		{"a logo", logo(1200, 200, 5, 50), service.Banner, service.PNG, 3, false, "kept without loss, in 5 colours"},
		{"one colour", logo(960, 320, 1, 50), service.Banner, service.PNG, 3, false, "kept without loss, in one colour"},
		{"pixel art of 300 colours", logo(960, 320, 300, 8), service.Banner, service.PNG, 2, false, "kept without loss, smaller than JPEG"},
		{"a gradient with letters", poster(960, 320, 0), service.Banner, service.PNG, 2, false, "kept without loss, smaller than JPEG"},
		{"noise", noise(960, 120), service.Banner, service.JPEG, 0, true, passed},
		{"one pixel", photo(1, 1), service.Banner, service.PNG, 3, false, "kept without loss, in one colour"},
		{"a row", photo(1500, 1), service.Banner, service.JPEG, 0, true, passed},
		{"clear", image.NewRGBA(image.Rect(0, 0, 960, 320)), service.Banner, service.PNG, 3, false, "kept without loss, in one colour"},
		{"half clear", half(960, 100), service.Banner, service.PNG, 3, false, "kept without loss, in 2 colours"},
		{"a photograph behind glass", seeThrough(photo(960, 120)), service.Banner, service.JPEG, 0, true, passed},
	} {
		t.Run(test.k.String()+"/"+test.name, func(t *testing.T) {
			before := bytes.Clone(test.img.Pix)
			u, err := Encode(t.Context(), test.img, test.k, red)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(test.img.Pix, before) {
				t.Error("the picture was changed")
			}
			if u.Picture.Format != test.format || u.Lossless == test.lossy || !strings.HasPrefix(u.Why, test.why) {
				t.Errorf("%v, lossless %v: %s", u.Picture, u.Lossless, u.Why)
			}
			if test.format == service.PNG && u.Picture.Data[25] != test.kind {
				t.Errorf("PNG's colour type is %d, want %d", u.Picture.Data[25], test.kind)
			}
			if test.format == service.JPEG && jpegio.Quality(u.Picture.Data) != 85 {
				t.Errorf("quality %d", jpegio.Quality(u.Picture.Data))
			}
			want := test.img
			if test.k == service.Banner {
				want = Flatten(want, red)
			}
			sound(t, u, want, test.k)
		})
	}
}

// sound checks what holds for every upload of some pixels.
func sound(t *testing.T, u Upload, of *image.RGBA, k service.Kind) {
	t.Helper()
	p := u.Picture
	if p.Bytes() >= k.UploadLimit() || p.Width != of.Rect.Dx() || p.Height != of.Rect.Dy() {
		t.Errorf("%v", p)
	}
	bare(t, p)
	got, facts, err := Decode(t.Context(), p.Data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Pix, u.Pixels.Pix) || got.Rect != u.Pixels.Rect {
		t.Error("pixels and bytes disagree")
	}
	if facts.Format != p.Format || facts.Width != p.Width || facts.Height != p.Height || facts.Alpha != p.Alpha ||
		facts.Profile != "" || facts.Orientation != 1 || p.Orientation != 1 || p.Frames != 1 {
		t.Errorf("said %+v, is %+v", p, facts)
	}
	if u.Lossless && !bytes.Equal(got.Pix, of.Pix) {
		t.Error("not without loss")
	}
	stored, err := Store(t.Context(), p, k)
	if err != nil || !bytes.Equal(stored.Data, p.Data) {
		t.Errorf("X would not keep it as it is: %v, %v", stored, err)
	}
}

// bare walks through a file and names everything that is no picture.
func bare(t *testing.T, p service.Picture) {
	t.Helper()
	data := p.Data
	if p.Format == service.PNG {
		for data = data[8:]; len(data) >= 12; data = data[12+binary.BigEndian.Uint32(data):] {
			if name := string(data[4:8]); !strings.Contains("IHDR PLTE tRNS IDAT IEND", name) {
				t.Errorf("there is %q in it", name)
			}
		}
	} else {
		for data = data[2:]; len(data) > 4 && data[0] == 0xFF && data[1] != 0xDA; data = data[2+binary.BigEndian.Uint16(data[2:]):] {
			switch marker := data[1]; {
			case marker == 0xE0 && string(data[4:9]) == "JFIF\x00" && binary.BigEndian.Uint16(data[2:]) == 16: // without a thumbnail
			case marker >= 0xE0 && marker <= 0xEF, marker == 0xFE:
				t.Errorf("there is a segment %#x in it", marker)
			}
		}
		if at := bytes.Index(data, []byte{0xFF, 0xD9}); at != len(data)-2 {
			t.Errorf("the end is at %d of %d", at, len(data))
		}
		return
	}
	if len(data) != 0 {
		t.Errorf("%d bytes behind its end", len(data))
	}
}

// Between a palette and JPEG the measured loss decides, and nothing else.
func TestEncodeMeasuresWhatIsFlat(t *testing.T) {
	slant := image.NewRGBA(image.Rect(0, 0, 960, 160)) // 766 colours, one after the other, and letters
	slopes := poster(960, 160, 3)                      // two slopes across each other: thousands
	for y := range 160 {
		for x := range 960 {
			at := (x + 2*y) * 766 / 1280
			c := color.RGBA{uint8(at / 3), uint8((at + 1) / 3), uint8(255 - (at+2)/3), 255}
			if x/9%7 == 0 && y > 40 && y < 120 {
				c = color.RGBA{255, 255, 255, 255}
			} else {
				slopes.Pix[slopes.PixOffset(x, y)+1] += uint8(x / 16)
			}
			slant.SetRGBA(x, y, c)
		}
	}
	for name, test := range map[string]struct {
		img    *image.RGBA
		format service.Format
		why    string
	}{
		"many colours": {slant, service.PNG, "256 colours, closer to the picture than JPEG"},
		"too many":     {slopes, service.JPEG, "passed through at quality 85"},
	} {
		u, err := Encode(t.Context(), test.img, service.Banner, red)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, u, test.img, service.Banner)
		if !jpegio.FullColour && u.Lossless { // image/jpeg takes more bytes, and so X's JPEG seems to
			continue
		}
		if u.Picture.Format != test.format || !strings.HasPrefix(u.Why, test.why) || u.Lossless {
			t.Errorf("%s: %v: %s", name, u.Picture, u.Why)
		}
		data, err := jpegio.Encode(test.img, jpegio.Options{Quality: 85, FullColour: true})
		if err != nil {
			t.Fatal(err)
		}
		jpeg, err := jpegio.Decode(t.Context(), data, test.img.Rect.Max, jpegio.Request{Shrink: 1})
		if err != nil {
			t.Fatal(err)
		}
		against := newYardstick(test.img)
		if !against.measure(u.Pixels).atLeast(against.measure(jpeg)) {
			t.Errorf("%s: %+v, JPEG %+v", name, against.measure(u.Pixels), against.measure(jpeg))
		}
	}
	tall := image.NewRGBA(image.Rect(0, 0, 960, 1120)) // the first one again and again
	for at := 0; at < len(tall.Pix); {
		at += copy(tall.Pix[at:], slant.Pix)
	}
	if u, err := Encode(t.Context(), tall, service.Banner, red); err != nil || u.Picture.Format != service.JPEG {
		t.Errorf("more pixels than are measured: %v, %v", u.Picture, err)
	}
}

func TestEncodeDithersWhereThatHelps(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 300, 200)) // smooth in two directions
	for y := range 200 {
		for x := range 300 {
			img.SetRGBA(x, y, color.RGBA{uint8(50 + x/2), uint8(50 + y*3/4), uint8(50 + (x+y)/4), 255})
		}
	}
	// What a JPEG might be: wrong by some from pixel to pixel, nearly right from afar.
	rough := func(step, shift int) Upload {
		coded := image.NewRGBA(img.Rect)
		for i := range img.Pix {
			wrong := step - 2*step*((i/4+i/1200)%2) + shift
			coded.Pix[i] = uint8(min(max(int(img.Pix[i])+wrong, 0), 255))
		}
		return Upload{Pixels: coded, Why: "JPEG"}
	}
	e := encoder{limit: 1 << 20}
	for _, test := range []struct {
		name        string
		step, shift int
		why         string
	}{
		{"rough and wrong", 40, 40, "256 colours, closer to the picture than JPEG"},
		{"rough alone", 40, 1, "256 colours, dithered, closer to the picture than JPEG"},
		{"nearly right", 1, 0, "JPEG"},
	} {
		u, err := e.closer(t.Context(), img, rough(test.step, test.shift))
		if err != nil || u.Why != test.why || u.Lossless {
			t.Errorf("%s: %s, lossless %v, %v", test.name, u.Why, u.Lossless, err)
		}
	}
	if u, err := (encoder{limit: 100}).closer(t.Context(), img, rough(40, 40)); err != nil || u.Why != "JPEG" {
		t.Errorf("under a hundred bytes: %s, %v", u.Why, err)
	}
}

func TestEncodeFindsTheHighestQuality(t *testing.T) {
	img := noise(300, 100)
	size := func(quality int, progressive bool) int {
		data, err := jpegio.Encode(img, jpegio.Options{Quality: quality, FullColour: true, Progressive: progressive})
		if err != nil {
			t.Fatal(err)
		}
		return len(data)
	}
	full := size(85, false)
	last := 85
	for _, limit := range []int{full + 1, full, full * 3 / 4, full / 2, full / 3, size(1, true) + 1} { // ever fewer
		u, err := encoder{limit: limit}.jpeg(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		if u.Picture.Bytes() >= limit {
			t.Errorf("%d bytes under a limit of %d", u.Picture.Bytes(), limit)
		}
		quality := jpegio.Quality(u.Picture.Data)
		if quality > last {
			t.Errorf("quality %d under %d bytes, and %d under more", quality, limit, last)
		}
		last = quality
		if quality < 85 && size(quality+1, true) < limit {
			t.Errorf("quality %d under %d bytes, but the next fits as well", quality, limit)
		}
		if lower := strings.Contains(u.Why, "to stay under"); lower != (quality < 85) || limit > full && lower {
			t.Errorf("quality %d under %d bytes: %s", quality, limit, u.Why)
		}
		bare(t, u.Picture)
	}
	if _, err := (encoder{limit: 100}).jpeg(t.Context(), img); service.CodeOf(err) != service.TooLarge {
		t.Errorf("nothing fits: %v", err)
	}
}

func TestEncodeUnderALowLimit(t *testing.T) {
	e := encoder{limit: 20_000}
	for name, send := range map[string]func() (Upload, error){
		"avatar":       func() (Upload, error) { return e.avatar(t.Context(), noise(200, 200), red) },
		"glass avatar": func() (Upload, error) { return e.avatar(t.Context(), seeThrough(noise(200, 200)), red) },
		"banner":       func() (Upload, error) { return e.banner(t.Context(), noise(300, 100)) },
		"grey banner":  func() (Upload, error) { return e.banner(t.Context(), greyed(noise(300, 100))) },
	} {
		u, err := send()
		if err != nil || u.Picture.Format != service.JPEG || u.Picture.Bytes() >= e.limit || u.Lossless ||
			!strings.HasSuffix(u.Why, "to stay under 20.0 kB") {
			t.Errorf("%s: %v, %s, %v", name, u.Picture, u.Why, err)
		}
	}
	// A photograph that the quickest compression leaves too large, and a better one not.
	img := photo(400, 400)
	quick, err := encodePNG(img, png.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	u, err := encoder{limit: len(quick)}.avatar(t.Context(), img, red)
	if err != nil || !u.Lossless || u.Picture.Bytes() >= len(quick) {
		t.Errorf("a byte too few for the quickest: %v, %v", u.Picture, err)
	}
}

// The avatar that is sent looks no less like the picture than any JPEG of as many bytes.
func TestEncodeBeatsEveryJPEG(t *testing.T) {
	for name, img := range map[string]*image.RGBA{"photo": photo(64, 64), "logo": logo(64, 64, 7, 12), "poster": poster(64, 64, 3)} {
		u, err := Encode(t.Context(), img, service.Avatar, red)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := SSIM(img, u.Pixels)
		if err != nil {
			t.Fatal(err)
		}
		for quality := 1; quality <= 100; quality += 3 {
			for _, full := range []bool{false, true} {
				data, err := jpegio.Encode(img, jpegio.Options{Quality: quality, FullColour: full})
				if err != nil {
					t.Fatal(err)
				}
				if len(data) >= service.Avatar.UploadLimit() {
					continue
				}
				jpeg, err := jpegio.Decode(t.Context(), data, img.Rect.Max, jpegio.Request{Shrink: 1})
				if err != nil {
					t.Fatal(err)
				}
				if theirs, err := SSIM(img, jpeg); err != nil || theirs > ours {
					t.Errorf("%s: %.5f, a JPEG of quality %d has %.5f, %v", name, ours, quality, theirs, err)
				}
			}
		}
	}
}

func TestEncodePNGKeepsEveryAlpha(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 256, 256))
	for a := range 256 {
		for v := range a + 1 {
			img.SetRGBA(v, a, color.RGBA{uint8(v), uint8(a - v), uint8(v / 2), uint8(a)})
		}
	}
	for name, encode := range map[string]func(*image.RGBA) ([]byte, error){"best": EncodePNG, "quick": QuickPNG} {
		data, err := encode(img)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := Decode(t.Context(), data)
		if err != nil || !bytes.Equal(got.Pix, img.Pix) {
			t.Errorf("%s: other pixels, %v", name, err)
		}
		bare(t, service.Picture{Format: service.PNG, Data: data})
	}
	if _, err := EncodePNG(image.NewRGBA(image.Rectangle{})); err == nil {
		t.Error("a picture without pixels was encoded")
	}
}

func TestEncodeRefusesNothingAndStops(t *testing.T) {
	for _, k := range service.Kinds {
		if _, err := Encode(t.Context(), image.NewRGBA(image.Rectangle{}), k, red); service.CodeOf(err) != service.BadCrop {
			t.Errorf("no pixels: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := encoder{op: "test", limit: 1 << 20}
	img := photo(40, 40)
	for name, send := range map[string]func() (Upload, error){
		"avatar":  func() (Upload, error) { return Encode(ctx, img, service.Avatar, red) },
		"PNG":     func() (Upload, error) { return e.lossless(ctx, img, img) },
		"JPEG":    func() (Upload, error) { return e.jpeg(ctx, img) },
		"smaller": func() (Upload, error) { return e.smaller(ctx, img) },
		"closer":  func() (Upload, error) { return e.closer(ctx, img, Upload{Pixels: img}) },
	} {
		if _, err := send(); service.CodeOf(err) != service.Canceled {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, test := range []struct {
		name string
		k    service.Kind
		img  *image.RGBA
	}{
		{"photograph", service.Avatar, photo(400, 400)},
		{"noise", service.Avatar, noise(400, 400)},
		{"logo", service.Avatar, logo(400, 400, 5, 50)},
		{"photograph", service.Banner, photo(1500, 500)},
		{"noise", service.Banner, noise(1500, 500)},
		{"logo", service.Banner, logo(1500, 500, 5, 50)},
		{"pixel art", service.Banner, logo(1500, 500, 300, 10)},
		{"poster", service.Banner, poster(1500, 500, 3)},
	} {
		b.Run(test.k.String()+"/"+test.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Encode(b.Context(), test.img, test.k, red); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSSIM(b *testing.B) {
	one, other := photo(1500, 500), noise(1500, 500)
	for b.Loop() {
		if _, err := SSIM(one, other); err != nil {
			b.Fatal(err)
		}
	}
}
