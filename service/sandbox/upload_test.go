package sandbox

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const (
	avatarCall = "/1.1/account/update_profile_image.json"
	bannerCall = "/1.1/account/update_profile_banner.json"
	removeCall = "/1.1/account/remove_profile_banner.json"
)

// TestWaysToUpload sends one avatar in every way that clients have.
func TestWaysToUpload(t *testing.T) {
	picture := asPNG(t, plasma(64, 64))
	text := base64.StdEncoding.EncodeToString(picture)
	for name, send := range map[string]func(*bench) answer{
		"part with a file name":    func(b *bench) answer { return b.upload(avatarCall, part{"image", "a.png", picture}) },
		"part without a file name": func(b *bench) answer { return b.upload(avatarCall, part{"image", "", picture}) },
		"text parts before it": func(b *bench) answer {
			return b.upload(avatarCall, part{"skip_status", "", []byte("1")}, part{"image", "", picture})
		},
		"signed query beside a part": func(b *bench) answer {
			return b.upload(avatarCall+"?include_entities=false&skip_status=true", part{"image", "a.png", picture})
		},
		"base64 in a form": func(b *bench) answer { return b.form(avatarCall, url.Values{"image": {text}}) },
		"base64 in lines":  func(b *bench) answer { return b.form(avatarCall, url.Values{"image": {text[:60] + "\n" + text[60:]}}) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{})
			wants(t, send(b), 200, 0)
			u := b.show("adalindqvist")
			if a := b.unsigned(strings.Replace(u.Avatar, "_normal", "", 1)); !bytes.Equal(a.body, picture) {
				t.Errorf("%s serves %d bytes, not the %d sent", u.Avatar, len(a.body), len(picture))
			}
		})
	}
}

// TestFormCharset signs by hand: the client's library leaves such a body unsigned.
func TestFormCharset(t *testing.T) {
	b := newBench(t, Options{})
	r := b.request(http.MethodPost, removeCall, "application/x-www-form-urlencoded;charset=UTF-8", []byte("a=1"))
	in := readInput(r)
	if len(in.params) != 1 || in.params[0] != (param{"a", "1"}) {
		t.Errorf("read %v", in.params)
	}
}

func TestUploadRefusals(t *testing.T) {
	good := asPNG(t, plasma(64, 64))
	text := base64.StdEncoding.EncodeToString(good)
	padded := func(n int) []byte { return append(bytes.Clone(good), make([]byte, n-len(good))...) }
	for _, c := range []struct {
		name         string
		send         func(*bench) answer
		status, code int
		says         string
	}{
		{"no avatar", func(b *bench) answer { return b.upload(avatarCall, part{"other", "", good}) }, 400, 38, "image parameter is missing"},
		{"no avatar in a form", func(b *bench) answer { return b.form(avatarCall, url.Values{"x": {"1"}}) }, 400, 38, ""},
		{"no body at all", func(b *bench) answer { return b.do(b.signed, b.request(http.MethodPost, bannerCall, "", nil)) }, 400, 38, "banner parameter is missing"},
		{"data URL", func(b *bench) answer {
			return b.form(avatarCall, url.Values{"image": {"data:image/png;base64," + text}})
		}, 400, 0, "media type unrecognized"},
		{"URL-safe base64", func(b *bench) answer { return b.form(avatarCall, url.Values{"image": {"_-_-"}}) }, 400, 0, "media type unrecognized"},
		{"base64 in a part", func(b *bench) answer { return b.upload(avatarCall, part{"image", "a", []byte(text)}) }, 400, 0, "problem with your picture"},
		{"not a picture", func(b *bench) answer { return b.upload(avatarCall, part{"image", "a", []byte("hello")}) }, 400, 0, ""},
		{"cut short", func(b *bench) answer { return b.upload(avatarCall, part{"image", "a", good[:len(good)/2]}) }, 400, 0, ""},
		{"699,999 bytes", func(b *bench) answer { return b.upload(avatarCall, part{"image", "a", padded(699_999)}) }, 200, 0, ""},
		{"700,000 bytes", func(b *bench) answer { return b.upload(avatarCall, part{"image", "a", padded(700_000)}) }, 400, 0, "too big"},
		{"banner is no picture", func(b *bench) answer { return b.upload(bannerCall, part{"banner", "a", []byte("hello")}) }, 400, 0, ""},
		{"banner of 5 MB", func(b *bench) answer { return b.upload(bannerCall, part{"banner", "a", padded(5_000_000)}) }, 201, 0, ""},
		{"banner over 5 MB", func(b *bench) answer { return b.upload(bannerCall, part{"banner", "a", padded(5_000_001)}) }, 422, 0, "too large"},
		{"over every limit", func(b *bench) answer { return b.upload(bannerCall, part{"banner", "a", padded(maxBody)}) }, 413, 0, ""},
		{"three of four", func(b *bench) answer {
			return b.upload(bannerCall+"?width=3&height=1&offset_left=0", part{"banner", "a", good})
		}, 400, 38, "belong together"},
		{"no number", func(b *bench) answer {
			return b.upload(bannerCall+"?width=x&height=1&offset_left=0&offset_top=0", part{"banner", "a", good})
		}, 400, 44, "width"},
		{"section outside", func(b *bench) answer {
			return b.upload(bannerCall+"?width=64&height=20&offset_left=1&offset_top=0", part{"banner", "a", good})
		}, 422, 0, ""},
		{"too many pixels", func(b *bench) answer {
			return b.upload(bannerCall, part{"banner", "a", declaring(good, 1<<16)})
		}, 422, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, Options{})
			before := b.show("adalindqvist")
			a := c.send(b)
			wants(t, a, c.status, c.code)
			if !strings.Contains(string(a.body), c.says) {
				t.Errorf("%s", a.body)
			}
			if c.status >= 400 && b.show("adalindqvist") != before {
				t.Error("a refused upload changed the account")
			}
		})
	}
}

// declaring is a PNG whose header claims to be side×side pixels.
func declaring(data []byte, side int) []byte {
	data = bytes.Clone(data)
	for _, at := range []int{16, 20} {
		copy(data[at:], []byte{byte(side >> 24), byte(side >> 16), byte(side >> 8), byte(side)})
	}
	return mendCRC(data)
}

// TestBannerAnswer pins what was recorded of X: 201, empty, text/html.
func TestBannerAnswer(t *testing.T) {
	b := newBench(t, Options{})
	a := b.upload(bannerCall, part{"banner", "b.jpg", asJPEG(t, plasma(300, 100), 85)})
	if a.StatusCode != 201 || len(a.body) != 0 || a.Header.Get("Content-Type") != "text/html;charset=utf-8" || a.Header.Get("Content-Length") != "0" {
		t.Errorf("%d %q %v", a.StatusCode, a.body, a.Header)
	}
	first := b.show("adalindqvist").Banner
	b.upload(bannerCall, part{"banner", "b.jpg", asJPEG(t, plasma(300, 100), 85)})
	if second := b.show("adalindqvist").Banner; second == first {
		t.Errorf("two banners within a second share %s", first)
	}
	if a := b.form(removeCall, nil); a.StatusCode != 200 || len(a.body) != 0 {
		t.Errorf("removal: %d %q", a.StatusCode, a.body)
	}
	wants(t, b.get("/1.1/users/profile_banner.json?screen_name=adalindqvist"), 404, 34)
	if a := b.unsigned(first + "/web"); a.StatusCode != 404 {
		t.Errorf("a removed banner answers %d", a.StatusCode)
	}
}

// TestBannerURLsAreNeverShared replaces a banner, removes it and sets another, all
// within a second: each has a URL of its own, for pictures are cached by it.
func TestBannerURLsAreNeverShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{})
		seen := []string{b.show("adalindqvist").Banner}
		for range 3 {
			b.upload(bannerCall, part{"banner", "b.png", asPNG(t, plasma(300, 100))})
			banner := b.show("adalindqvist").Banner
			if slices.Contains(seen, banner) {
				t.Errorf("%s is served a second time", banner)
			}
			seen = append(seen, banner)
			b.form(removeCall, nil)
		}
	})
}

// TestSection uploads a picture of two halves and chooses one, in every way that the
// four values are sent.
func TestSection(t *testing.T) {
	red, blue := color.NRGBA{200, 30, 30, 255}, color.NRGBA{30, 30, 200, 255}
	img := image.NewNRGBA(image.Rect(0, 0, 1200, 400))
	for y := range 400 {
		for x := range 1200 {
			img.SetNRGBA(x, y, red)
			if x >= 600 {
				img.SetNRGBA(x, y, blue)
			}
		}
	}
	data := asPNG(t, img)
	values := url.Values{"width": {"600"}, "height": {"200"}, "offset_left": {"600"}, "offset_top": {"10"}}
	for name, send := range map[string]func(*bench) answer{
		"query": func(b *bench) answer { return b.upload(bannerCall+"?"+values.Encode(), part{"banner", "b", data}) },
		"parts": func(b *bench) answer {
			return b.upload(bannerCall, part{"width", "", []byte("600")}, part{"height", "", []byte("200")},
				part{"offset_left", "", []byte("600")}, part{"offset_top", "", []byte("10")}, part{"banner", "", data})
		},
		"form": func(b *bench) answer {
			form := url.Values{"banner": {base64.StdEncoding.EncodeToString(data)}}
			for name := range values {
				form[name] = values[name]
			}
			return b.form(bannerCall, form)
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{})
			wants(t, send(b), 201, 0)
			got, _ := decoded(t, b.unsigned(b.show("adalindqvist").Banner+"/600x200").body)
			for _, at := range []image.Point{{2, 100}, {300, 2}, {597, 197}} {
				if !near(got.At(at.X, at.Y), blue) {
					t.Errorf("%v is %v, not of the chosen half", at, got.At(at.X, at.Y))
				}
			}
		})
	}
}

// TestProcessing follows an upload through its delay in virtual time: the old URL lives
// until the new one does, and never after.
func TestProcessing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{Delay: 8 * time.Second})
		before := b.show("adalindqvist")
		wants(t, b.upload(avatarCall, part{"image", "", asPNG(t, plasma(40, 40))}), 200, 0)
		wants(t, b.upload(bannerCall, part{"banner", "", asJPEG(t, plasma(60, 20), 80)}), 201, 0)

		time.Sleep(7 * time.Second) // virtual, as all below
		if b.show("adalindqvist") != before {
			t.Error("changed before it was processed")
		}
		if a := b.unsigned(before.Avatar); a.StatusCode != 200 {
			t.Errorf("old avatar answers %d while the new one is processed", a.StatusCode)
		}
		time.Sleep(time.Second)
		after := b.show("adalindqvist")
		if after.Avatar == before.Avatar || after.Banner == before.Banner {
			t.Error("unchanged after it was processed")
		}
		for url, want := range map[string]int{
			before.Avatar: 404, after.Avatar: 200, before.Banner + "/web": 404, after.Banner + "/web": 200, after.Banner: 404,
		} {
			if a := b.unsigned(url); a.StatusCode != want {
				t.Errorf("%s answers %d, want %d", url, a.StatusCode, want)
			}
		}
		if want := after.Banner[strings.LastIndex(after.Banner, "/")+1:]; want != stamp(time.Now().Add(-8*time.Second)) {
			t.Errorf("the banner's number is %s, not the second of the upload", want)
		}
	})
}

// TestLaterUploadWins shows that an upload replaces one that is still being processed.
func TestLaterUploadWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{Delay: 10 * time.Second})
		b.upload(avatarCall, part{"image", "", asPNG(t, plasma(30, 30))})
		time.Sleep(6 * time.Second)
		b.upload(avatarCall, part{"image", "", asPNG(t, plasma(60, 60))})
		before := b.show("adalindqvist").Avatar
		time.Sleep(9 * time.Second)
		if b.show("adalindqvist").Avatar != before {
			t.Error("the first upload was shown")
		}
		time.Sleep(time.Second)
		got, _ := decoded(t, b.unsigned(strings.Replace(b.show("adalindqvist").Avatar, "_normal", "", 1)).body)
		if got.Bounds().Dx() != 60 {
			t.Errorf("served is %v", got.Bounds())
		}
	})
}
