package sandbox

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"math"
	"net/url"
	"strings"
	"testing"

	"masthead/service"
)

func mendCRC(data []byte) []byte {
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// TestEveryVariant fetches every size of an uploaded avatar and banner by the URLs that
// the program forms, and holds each against a box average of the source.
func TestEveryVariant(t *testing.T) {
	for _, c := range []struct {
		kind   service.Kind
		send   func(*bench, []byte) answer
		sent   []byte
		format string
	}{
		{service.Avatar, sendAvatar, asPNG(t, plasma(400, 400)), "png"},
		{service.Avatar, sendAvatar, asJPEG(t, plasma(400, 400), 95), "jpeg"},
		{service.Banner, sendBanner, asJPEG(t, plasma(900, 300), 85), "jpeg"},
	} {
		t.Run(c.kind.String()+" "+c.format, func(t *testing.T) {
			b := newBench(t, Options{})
			if a := c.send(b, c.sent); a.StatusCode/100 != 2 {
				t.Fatalf("%d %s", a.StatusCode, a.body)
			}
			u := b.show("adalindqvist")
			account := service.Account{ID: u.IDStr, AvatarURL: u.Avatar, BannerURL: u.Banner}
			whole, _ := decoded(t, c.sent)
			source := luma(whole)
			for _, v := range service.Variants(c.kind) {
				where, ok := account.URL(v)
				a := b.unsigned(where)
				if !ok || a.StatusCode != 200 {
					t.Fatalf("%s: %v %d", where, ok, a.StatusCode)
				}
				head, format, err := header(a.body)
				if err != nil {
					t.Fatalf("%s: %v", where, err)
				}
				if format != c.format || a.Header.Get("Content-Type") != "image/"+c.format {
					t.Errorf("%s is %s, labelled %s", where, format, a.Header.Get("Content-Type"))
				}
				if v.Sized() && (head.Width != v.Width || head.Height != v.Height) {
					t.Errorf("%s is %d×%d", where, head.Width, head.Height)
				}
				if head.Width > 640 {
					continue // the larger ones are scaled by the same lines, and slow to compare
				}
				got, _ := decoded(t, a.body)
				if dB := psnr(luma(got), source); dB < 30 {
					t.Errorf("%s: %.1f dB from its source", v.Name, dB)
				}
			}
		})
	}
}

func sendAvatar(b *bench, data []byte) answer {
	return b.upload(avatarCall, part{"image", "", data})
}

func sendBanner(b *bench, data []byte) answer {
	return b.upload(bannerCall, part{"banner", "", data})
}

// flat is a picture that is far smaller as PNG than as JPEG.
func flat(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{uint8(40 + 120*(2*x/w)), 90, uint8(60 + 100*(2*y/h)), 255})
		}
	}
	return img
}

// psnr compares the brightness of a picture with the box average of the centred cut
// of its source, in dB.
func psnr(got, source *image.Gray) float64 {
	b := got.Bounds()
	cut := middle(source.Bounds(), b.Dx(), b.Dy())
	sum := 0.0
	for y := range b.Dy() {
		for x := range b.Dx() {
			x0, x1 := cut.Min.X+x*cut.Dx()/b.Dx(), cut.Min.X+(x+1)*cut.Dx()/b.Dx()
			y0, y1 := cut.Min.Y+y*cut.Dy()/b.Dy(), cut.Min.Y+(y+1)*cut.Dy()/b.Dy()
			mean, n := 0, 0
			for sy := y0; sy < max(y1, y0+1); sy++ {
				for sx := x0; sx < max(x1, x0+1); sx++ {
					mean, n = mean+int(source.GrayAt(sx, sy).Y), n+1
				}
			}
			d := float64(got.GrayAt(x, y).Y) - float64(mean)/float64(n)
			sum += d * d
		}
	}
	return 10 * math.Log10(255*255*float64(b.Dx()*b.Dy())/(sum+1e-9))
}

func luma(img image.Image) *image.Gray {
	gray := image.NewGray(img.Bounds())
	draw.Draw(gray, gray.Rect, img, img.Bounds().Min, draw.Src)
	return gray
}

// TestStore holds the keeping against X's rules.
func TestStore(t *testing.T) {
	fine, coarse := asJPEG(t, plasma(100, 100), 95), asJPEG(t, plasma(100, 100), 85)
	small, noisy, palette := asPNG(t, plasma(90, 60)), asPNG(t, noise(1000, 100)), asPNG(t, paletted(1000, 100))
	for _, c := range []struct {
		name          string
		data          []byte
		maxWidth      int
		width, height int
		extension     string
		same          bool
	}{
		{"JPEG at 85 passes through", coarse, 100, 100, 100, ".jpg", true},
		{"JPEG above 85 is encoded anew", fine, 100, 100, 100, ".jpg", false},
		{"wide JPEG is scaled down", asJPEG(t, plasma(160, 80), 85), 100, 100, 50, ".jpg", false},
		{"small PNG is left alone", small, 100, 90, 60, ".png", true},
		{"wide PNG stays a PNG", asPNG(t, plasma(160, 160)), 100, 100, 100, ".png", false},
		{"large photographic PNG becomes JPEG", noisy, 1500, 1000, 100, ".jpg", false},
		{"large flat PNG stays", asPNG(t, flat(1200, 300)), 1500, 1200, 300, ".png", true},
		{"palette stays", palette, 1500, 1000, 100, ".png", true},
		{"animation keeps its first frame", asGIF(t, color.NRGBA{200, 0, 0, 255}, color.NRGBA{0, 0, 200, 255}), 400, 40, 40, ".png", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := store(c.data, c.maxWidth, nil)
			if err != nil {
				t.Fatal(err)
			}
			img, _ := decoded(t, p.data)
			if img.Bounds().Dx() != c.width || img.Bounds().Dy() != c.height || p.extension != c.extension || bytes.Equal(p.data, c.data) != c.same {
				t.Errorf("%v %s, same bytes %v", img.Bounds(), p.extension, bytes.Equal(p.data, c.data))
			}
			if strings.HasPrefix(c.name, "animation") && !near(img.At(20, 20), color.NRGBA{200, 0, 0, 255}) {
				t.Errorf("it shows %v", img.At(20, 20))
			}
		})
	}
}

func noise(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = byte(seed >> 24)
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func paletted(w, h int) image.Image {
	from := noise(w, h)
	img := image.NewPaletted(from.Bounds(), color.Palette{color.Black, color.White, color.NRGBA{200, 0, 0, 255}, color.NRGBA{0, 0, 200, 255}})
	for y := range h {
		for x := range w {
			img.Set(x, y, from.At(x, y))
		}
	}
	return img
}

func FuzzQuantised(f *testing.F) {
	f.Add([]byte{0xff, 0xd8, 0xff, 0xdb, 0, 67, 0})
	f.Add([]byte{0xff, 0xd8, 0xff, 0xdb, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		quantised(data) // reads nothing beyond the data
		_, _ = store(data, 400, nil)
	})
}

// TestDemoPictures are the seeded pictures: kept as they are, at their own size.
func TestDemoPictures(t *testing.T) {
	avatar, banner := asJPEG(t, plasma(440, 440), 92), asPNG(t, plasma(150, 50))
	b := newBench(t, Options{Avatar: avatar, Banner: banner})
	u := b.show("adalindqvist")
	if a := b.unsigned(strings.Replace(u.Avatar, "_normal", "", 1)); !bytes.Equal(a.body, avatar) {
		t.Error("the original is not what was given")
	}
	if got, _ := decoded(t, b.unsigned(u.Banner+"/300x100").body); got.Bounds().Dx() != 300 {
		t.Errorf("banner is %v", got.Bounds())
	}
	for handle, variants := range map[string][]string{
		"dunes":  {"_mini", "_normal", "_bigger", "_x96", "_reasonably_small", "_200x200", "_400x400", ""},
		"beetle": {"_mini", ""},
	} {
		where := b.show(handle).Avatar
		for _, variant := range variants {
			if a := b.unsigned(strings.Replace(where, "_normal", variant, 1)); a.StatusCode != 200 {
				t.Errorf("%s %s: %d", handle, variant, a.StatusCode)
			}
		}
	}
}

func TestPicturesNotThere(t *testing.T) {
	b := newBench(t, Options{})
	u := b.show("adalindqvist")
	for _, where := range []string{
		u.Banner, u.Banner + "/", u.Banner + "/huge", strings.Replace(u.Avatar, "_normal", "_huge", 1),
		strings.Replace(u.Avatar, "_normal", "normal", 1), strings.Replace(u.Avatar, ".jpg", ".png", 1),
		strings.TrimSuffix(u.Avatar, ".jpg"), b.base + "/profile_images/1/x_normal.jpg",
		b.base + "/profile_banners/48213377/1/web", b.base + "/sticky/default_profile_images/default_profile_huge.png",
	} {
		if a := b.unsigned(where); a.StatusCode != 404 {
			t.Errorf("%s answers %d", where, a.StatusCode)
		}
	}
	parsed, _ := url.Parse(u.Avatar)
	head := b.do(b.plain, b.request("HEAD", parsed.String(), "", nil))
	if head.StatusCode != 200 || len(head.body) != 0 || head.Header.Get("Content-Length") == "0" {
		t.Errorf("HEAD: %d, %d bytes, %v", head.StatusCode, len(head.body), head.Header)
	}
}
