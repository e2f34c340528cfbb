package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/picture/internal/jpegio"
)

func TestDecodeEveryFormat(t *testing.T) {
	want := corners(64, 48)
	for _, f := range allFormats {
		t.Run(string(f), func(t *testing.T) {
			data := asFormat(t, f, want)
			got, p, err := Decode(t.Context(), data)
			if err != nil {
				t.Fatal(err)
			}
			if p.Format != f || p.Width != 64 || p.Height != 48 || p.Frames != 1 || p.Orientation != 1 {
				t.Errorf("facts: %+v", p)
			}
			if got.Rect != want.Rect || got.Stride != 4*64 {
				t.Fatalf("bounds %v, stride %d", got.Rect, got.Stride)
			}
			tolerance := 0
			switch f {
			case service.JPEG:
				tolerance = 8
			case service.GIF:
				tolerance = 52 // half a step of its palette
			}
			for i, at := range []image.Point{{8, 8}, {56, 8}, {8, 40}, {56, 40}} {
				if c := got.RGBAAt(at.X, at.Y); !near(c, cornerColours[i], tolerance) {
					t.Errorf("%v is %v, want %v", at, c, cornerColours[i])
				}
			}
		})
	}
}

func TestDecodeTurnsUpright(t *testing.T) {
	// What each quarter shows once upright, as numbers of the stored quarters (Exif 2.3).
	upright := [9][4]int{
		1: {0, 1, 2, 3}, 2: {1, 0, 3, 2}, 3: {3, 2, 1, 0}, 4: {2, 3, 0, 1},
		5: {0, 2, 1, 3}, 6: {2, 0, 3, 1}, 7: {3, 1, 2, 0}, 8: {1, 3, 0, 2},
	}
	for _, f := range []service.Format{service.JPEG, service.PNG, service.WebP, service.TIFF} {
		plain := asFormat(t, f, corners(64, 32))
		for o := 1; o <= 8; o++ {
			t.Run(fmt.Sprintf("%s/%d", f, o), func(t *testing.T) {
				got, p, err := Decode(t.Context(), withOrientation(t, f, plain, o))
				if err != nil {
					t.Fatal(err)
				}
				w, h := 64, 32
				if o >= 5 {
					w, h = h, w
				}
				if p.Orientation != o || p.Width != w || p.Height != h || got.Rect != image.Rect(0, 0, w, h) {
					t.Fatalf("%+v, bounds %v", p, got.Rect)
				}
				for i, at := range []image.Point{{w / 4, h / 4}, {3 * w / 4, h / 4}, {w / 4, 3 * h / 4}, {3 * w / 4, 3 * h / 4}} {
					if c := got.RGBAAt(at.X, at.Y); !near(c, cornerColours[upright[o][i]], 16) {
						t.Errorf("quarter %d is %v, want %v", i, c, cornerColours[upright[o][i]])
					}
				}
			})
		}
	}
}

func TestDecodeSurvivesBrokenEXIF(t *testing.T) {
	data := withOrientation(t, service.JPEG, asFormat(t, service.JPEG, corners(32, 32)), 6)
	for at := 12; at < 12+len(exifBlock(6)); at++ {
		for _, v := range []byte{0x00, 0x7F, 0xFF} {
			broken := bytes.Clone(data)
			broken[at] = v
			if _, _, err := Decode(t.Context(), broken); err != nil {
				t.Fatalf("byte %d as %#x: %v", at, v, err)
			}
		}
	}
}

func TestDecodeRefusesTheTruncated(t *testing.T) {
	for _, f := range allFormats {
		data := asFormat(t, f, photo(160, 120))
		for _, keep := range []int{1000, 990, 900, 500, 200} {
			n := len(data) * keep / 1000
			if keep == 1000 {
				if f == service.GIF || f == service.TIFF || f == service.PNG {
					continue // what stands last is no pixel's
				}
				n = len(data) - 3
			}
			t.Run(fmt.Sprintf("%s/%d", f, keep), func(t *testing.T) {
				img, _, err := Decode(t.Context(), data[:n])
				if service.CodeOf(err) != service.CutShort || img != nil {
					t.Errorf("%d of %d bytes: %v", n, len(data), err)
				}
			})
		}
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	data := asFormat(t, service.PNG, photo(64, 64))
	data[len(data)/2] ^= 0x10 // its checksum tells
	if _, _, err := Decode(t.Context(), data); service.CodeOf(err) != service.CutShort {
		t.Errorf("a damaged PNG: %v", err)
	}
}

func TestDecodeHeadersWithNothingBehind(t *testing.T) {
	for _, f := range allFormats {
		if data := declaring(f, 2048, 2048); data != nil {
			if _, _, err := Decode(t.Context(), data); service.CodeOf(err) != service.CutShort {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
}

func TestDecodePremultipliesAndRounds(t *testing.T) {
	for _, f := range []service.Format{service.PNG, service.WebP, service.TIFF} {
		got, p, err := Decode(t.Context(), asFormat(t, f, glass(16, 4)))
		if err != nil {
			t.Fatal(f, err)
		}
		if c := got.RGBAAt(0, 0); !near(c, color.RGBA{100, 50, 25, 128}, 1) || !p.Alpha {
			t.Errorf("%s: %v, alpha %v", f, c, p.Alpha)
		}
		if c := got.RGBAAt(15, 0); c != (color.RGBA{}) {
			t.Errorf("%s: clear is %v", f, c)
		}
	}
	deep := image.NewNRGBA64(image.Rect(0, 0, 2, 1))
	deep.SetNRGBA64(0, 0, color.NRGBA64{0x80FF, 0x8000, 0x00FF, 0xFFFF})
	got, _, err := Decode(t.Context(), asFormat(t, service.PNG, deep))
	if err != nil {
		t.Fatal(err)
	}
	if c := got.RGBAAt(0, 0); c != (color.RGBA{0x80, 0x80, 0x01, 0xFF}) {
		t.Errorf("16 bits became %v", c)
	}
}

func TestDecodeGreyAndPalette(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 4, 4))
	deepGrey := image.NewGray16(image.Rect(0, 0, 4, 4))
	deepGrey.SetGray16(1, 1, color.Gray16{0xC0C0})
	grey.SetGray(1, 1, color.Gray{0xC0})
	paletted := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.RGBA{0, 0, 0, 255}, color.Gray{0xC0}})
	paletted.SetColorIndex(1, 1, 1)
	for name, img := range map[string]image.Image{"grey": grey, "deep grey": deepGrey, "palette": paletted} {
		got, _, err := Decode(t.Context(), asFormat(t, service.PNG, img))
		if err != nil {
			t.Fatal(name, err)
		}
		if c := got.RGBAAt(1, 1); c != (color.RGBA{0xC0, 0xC0, 0xC0, 0xFF}) {
			t.Errorf("%s: %v", name, c)
		}
	}
}

func TestDecodeGIFPlacesItsFirstFrame(t *testing.T) {
	frame := image.NewPaletted(image.Rect(5, 3, 9, 6), palette.Plan9)
	for i := range frame.Pix {
		frame.Pix[i] = 200
	}
	second := image.NewPaletted(image.Rect(0, 0, 12, 10), palette.Plan9)
	data := must(t, func(out *bytes.Buffer) error {
		return gif.EncodeAll(out, &gif.GIF{
			Image: []*image.Paletted{frame, second}, Delay: []int{10, 10},
			Config: image.Config{Width: 12, Height: 10, ColorModel: color.Palette(palette.Plan9)},
		})
	})
	got, p, err := Decode(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	if p.Frames != 2 || p.Width != 12 || p.Height != 10 {
		t.Errorf("facts: %+v", p)
	}
	want := color.RGBAModel.Convert(palette.Plan9[200])
	if got.RGBAAt(4, 3) != (color.RGBA{}) || got.RGBAAt(5, 3) != want || got.RGBAAt(8, 5) != want || got.RGBAAt(9, 5) != (color.RGBA{}) {
		t.Errorf("the frame is not at 5, 3: %v %v", got.RGBAAt(4, 3), got.RGBAAt(5, 3))
	}
	if again, _, err := Decode(t.Context(), data[:len(data)-10]); err != nil || !bytes.Equal(again.Pix, got.Pix) {
		t.Errorf("cut in its second frame, which nobody looks at: %v", err)
	}
}

func TestDecodeAnimatedWebP(t *testing.T) {
	still := asFormat(t, service.WebP, corners(8, 6))
	frame := make([]byte, 16)
	putUint24(frame[0:], 2) // at 4, 2
	putUint24(frame[3:], 1)
	putUint24(frame[6:], 7)
	putUint24(frame[9:], 5)
	frame = append(frame, still[12:]...)
	extended := make([]byte, 10)
	extended[0] = 0x12
	putUint24(extended[4:], 19)
	putUint24(extended[7:], 9)
	body := appendChunk([]byte("WEBP"), "VP8X", extended)
	body = appendChunk(body, "ANIM", make([]byte, 6))
	for range 3 {
		body = appendChunk(body, "ANMF", frame)
	}
	got, p, err := Decode(t.Context(), appendChunk(nil, "RIFF", body))
	if err != nil {
		t.Fatal(err)
	}
	if p.Frames != 3 || p.Width != 20 || p.Height != 10 || !p.Alpha {
		t.Errorf("facts: %+v", p)
	}
	if got.RGBAAt(3, 2) != (color.RGBA{}) || got.RGBAAt(4, 2) != cornerColours[0] || got.RGBAAt(11, 7) != cornerColours[3] {
		t.Errorf("the frame is not at 4, 2: %v %v %v", got.RGBAAt(3, 2), got.RGBAAt(4, 2), got.RGBAAt(11, 7))
	}
}

func TestDecodeLosslessWebPKeepsFineColour(t *testing.T) {
	stripes := image.NewRGBA(image.Rect(0, 0, 16, 4))
	for i := range 16 * 4 {
		stripes.SetRGBA(i%16, i/16, cornerColours[i%2])
	}
	got, _, err := Decode(t.Context(), asFormat(t, service.WebP, stripes))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Pix, stripes.Pix) {
		t.Error("one-pixel stripes of colour were blurred")
	}
}

func TestDecodeLossyWebPKeepsTheDark(t *testing.T) {
	dark := image.NewRGBA(image.Rect(0, 0, 32, 32))
	for i := range 32 * 32 {
		dark.SetRGBA(i%32, i/32, color.RGBA{37, 31, 49, 255})
	}
	data := must(t, func(out *bytes.Buffer) error { return encodeLossyWebP(out, dark) })
	got, _, err := Decode(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	if c := got.RGBAAt(16, 16); !near(c, color.RGBA{37, 31, 49, 255}, 3) {
		t.Errorf("near-black became %v", c)
	}
}

func TestDecodeConcurrently(t *testing.T) {
	data := asFormat(t, service.WebP, corners(64, 64))
	errs := make(chan error)
	for range 8 {
		go func() {
			_, _, err := Decode(context.Background(), data)
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestDecodeEndsWithItsContext(t *testing.T) {
	for f, data := range map[service.Format][]byte{
		service.JPEG: asFormat(t, service.JPEG, photo(2400, 1200)),
		service.PNG:  asFormat(t, service.PNG, photo(1200, 900)),
		service.WebP: asFormat(t, service.WebP, photo(700, 500)),
	} {
		best := time.Hour // of some tries: the machine may be busy with something else
		for range 5 {
			ctx, cancel := context.WithCancel(t.Context())
			var ended time.Time
			timer := time.AfterFunc(time.Millisecond, func() { ended = time.Now(); cancel() })
			_, _, err := Decode(ctx, data)
			if timer.Stop() || err == nil { // decoded before it was to end
				cancel()
				continue
			}
			<-ctx.Done()
			if service.CodeOf(err) != service.Canceled {
				t.Fatalf("%s: %v", f, err)
			}
			best = min(best, time.Since(ended))
		}
		if best > 50*time.Millisecond {
			t.Errorf("%s: released after %v", f, best)
		}
	}
}

func TestDecodeInkJPEG(t *testing.T) {
	// A flat CMYK picture as Photoshop writes one, made by hand: an 8×8 block of one
	// component each, all with a DC difference of zero, is mid grey in every ink.
	data := inkJPEG()
	got, _, err := Decode(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	// Inverted 128 of each: 128·128/255 = 64.
	if c := got.RGBAAt(3, 3); !near(c, color.RGBA{64, 64, 64, 255}, 1) {
		t.Errorf("%v", c)
	}
}

func inkJPEG() []byte {
	b := []byte{0xFF, 0xD8}
	b = append(b, 0xFF, 0xEE, 0, 14)
	b = append(b, "Adobe\x00\x64\x00\x00\x00\x00\x00"...) // transform 0: CMYK
	b = append(b, 0xFF, 0xDB, 0, 67, 0)
	for range 64 {
		b = append(b, 1)
	}
	b = append(b, 0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4)
	for c := range 4 {
		b = append(b, byte(c+1), 0x11, 0)
	}
	for _, class := range []byte{0x00, 0x10} { // one code of one bit: 0, meaning no difference, end of block
		b = append(b, 0xFF, 0xC4, 0, 20, class, 1)
		b = append(b, make([]byte, 15)...)
		b = append(b, 0)
	}
	b = append(b, 0xFF, 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0)
	return append(b, 0x00, 0xFF, 0xD9) // 4 blocks × 2 bits
}

func TestDecodeLeavesNoHalfPicture(t *testing.T) {
	whole := asFormat(t, service.JPEG, photo(256, 256))
	progressive, err := jpegio.Encode(photo(256, 256), jpegio.Options{Quality: 80, Progressive: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{whole, progressive} {
		for n := len(data) - 10; n > 700; n -= len(data) / 40 {
			if _, _, err := Decode(t.Context(), data[:n]); err == nil {
				t.Errorf("%d of %d bytes were taken for a picture", n, len(data))
			}
		}
	}
}

func TestDecodeForgivesTrailingBytes(t *testing.T) {
	for _, f := range []service.Format{service.JPEG, service.PNG, service.GIF, service.WebP, service.BMP} {
		data := append(asFormat(t, f, corners(16, 16)), "and then a second picture"...)
		if _, _, err := Decode(t.Context(), data); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestPNGRoundTrip(t *testing.T) {
	want := photo(31, 17)
	data, err := EncodePNG(want)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := Decode(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Pix, want.Pix) {
		t.Error("pixels changed")
	}
}
