package sandbox

import (
	"bytes"
	"image"
	"image/color"
	"net/http"
	"strings"
	"testing"
)

// TestAlteredPictures holds what is served under the fault against what is served
// without it: near, but further off than any encoding is.
func TestAlteredPictures(t *testing.T) {
	for name, o := range map[string]Options{
		"JPEG": {Avatar: asJPEG(t, plasma(300, 300), 85), Banner: asJPEG(t, plasma(600, 200), 85)},
		"PNG":  {Avatar: asPNG(t, plasma(300, 300)), Banner: asPNG(t, plasma(600, 200))},
		"flat": {Avatar: asGIF(t, color.NRGBA{200, 40, 0, 255}), Banner: asPNG(t, paletted(300, 100))},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, o)
			u := b.show("adalindqvist")
			for _, where := range []string{
				u.Avatar, strings.Replace(u.Avatar, "_normal", "", 1), strings.Replace(u.Avatar, "_normal", "_x96", 1),
				u.Banner + "/300x100", u.Banner + "/mobile", b.show("dunes").Avatar,
			} {
				b.server.SetFaults()
				before := b.unsigned(where)
				b.server.SetFaults(mustFaults(t, "image:alter")...)
				altered := b.unsigned(where)
				if altered.StatusCode != 200 || altered.Header.Get("Content-Type") != before.Header.Get("Content-Type") {
					t.Fatalf("%s: %d, %v", where, altered.StatusCode, altered.Header)
				}
				was, format := decoded(t, before.body)
				is, formatNow := decoded(t, altered.body)
				if formatNow != format || is.Bounds() != was.Bounds() {
					t.Errorf("%s: %s of %v became %s of %v", where, format, was.Bounds(), formatNow, is.Bounds())
				}
				if dB := psnr(luma(is), luma(was)); dB < 22 || dB > 30 {
					t.Errorf("%s: %.1f dB from the unaltered", where, dB)
				}
				b.server.SetFaults()
				if again := b.unsigned(where); !bytes.Equal(again.body, before.body) {
					t.Errorf("%s: what is stored was altered", where)
				}
			}
		})
	}
}

func TestAlterNeedsAPicture(t *testing.T) {
	b := newBench(t, Options{Faults: mustFaults(t, "image:alter")})
	if a := b.unsigned(b.base + "/profile_images/1/x_normal.jpg"); a.StatusCode != http.StatusNotFound || len(a.body) != 0 {
		t.Errorf("%d with %d bytes", a.StatusCode, len(a.body))
	}
}

func TestAlterPixels(t *testing.T) {
	for _, c := range []struct{ from, to color.NRGBA }{
		{color.NRGBA{0, 100, 250, 255}, color.NRGBA{15, 115, 255, 255}},
		{color.NRGBA{255, 255, 255, 255}, color.NRGBA{255, 255, 255, 255}},
		{color.NRGBA{50, 100, 255, 51}, color.NRGBA{65, 115, 255, 51}}, // a fifth opaque
		{color.NRGBA{0, 0, 0, 0}, color.NRGBA{0, 0, 0, 0}},
	} {
		plain := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		plain.SetNRGBA(0, 0, c.from)
		coloured := image.NewPaletted(plain.Rect, color.Palette{c.from})
		for name, img := range map[string]image.Image{"NRGBA": plain, "palette": coloured} {
			data, err := alter(asPNG(t, img))
			if err != nil {
				t.Fatal(err)
			}
			got, _ := decoded(t, data)
			if _, isPalette := got.(*image.Paletted); isPalette != (name == "palette") {
				t.Errorf("%s became %T", name, got)
			}
			if is := color.NRGBAModel.Convert(got.At(0, 0)).(color.NRGBA); is != c.to {
				t.Errorf("%s: %v became %v, want %v", name, c.from, is, c.to)
			}
		}
	}
}
