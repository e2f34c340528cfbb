package gallery

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/fetch"
	"masthead/service/picture"
)

// flat is a whole PNG of one colour, of so many pixels: small, and large once decoded.
func flat(w, h int) []byte {
	chunk := func(kind string, body []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
		out = append(append(out, kind...), body...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	row := make([]byte, 1+(w+7)/8) // no filter, one bit a pixel
	for range h {
		_, _ = z.Write(row)
	}
	_ = z.Close()
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h))
	out := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 1, 0, 0, 0, 0))...)
	out = append(out, chunk("IDAT", packed.Bytes())...)
	return append(out, chunk("IEND", nil)...)
}

// server answers every address.
type server func(*http.Request) (*http.Response, error)

func (s server) RoundTrip(req *http.Request) (*http.Response, error) { return s(req) }

func body(r io.Reader, length int) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{}, Body: io.NopCloser(r), ContentLength: int64(length)}
}

// counting counts the pixels that are decoded.
type counting struct {
	mu     sync.Mutex
	pixels int
}

func (c *counting) decode(ctx context.Context, data []byte, most image.Point) (*image.RGBA, service.Picture, error) {
	img, p, err := picture.DecodeWithin(ctx, data, most)
	if err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.pixels += p.Width * p.Height
	}
	return img, p, err
}

// A server answers every size of a pasted address with a picture of 100 million pixels,
// then the cache holds one.
func TestAPictureLargerThanItsVariantIsRefusedUnderThatSizeAlone(t *testing.T) {
	huge := flat(10_000, 10_000)
	const honest = "normal"
	images := fetch.New(fetch.Params{Dir: t.TempDir(), Transport: server(func(req *http.Request) (*http.Response, error) {
		data := huge
		if strings.Contains(req.URL.Path, "_"+honest) {
			data = flat(48, 48)
		}
		return body(bytes.NewReader(data), len(data)), nil
	})})
	for _, address := range []string{"https://example.com/profile_images/1/a_normal.png", "https://example.com/profile_banners/1/2/web"} {
		var decoded counting
		g := New(nil, images, decoded.decode, func() time.Time { return noon })
		a, err := g.Link(address)
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, k := range service.Kinds {
			if a.PictureURL(k) == "" {
				continue
			}
			w := newWatcher(t, a)
			g.Load(t.Context(), a, k, w.show, w.heal)
			g.Recall(t.Context(), a, k, func(s service.Shot) {
				if s.Variant.Name != honest {
					t.Errorf("%s is shown from the cache", s.Variant.Name)
				}
			})
			for _, v := range service.Variants(k) {
				shots := w.shots[v.Name]
				if v.Name == honest {
					if got := states(shots); got != "live" {
						t.Errorf("%s went %q", v.Name, got)
					}
					continue
				}
				most, _ := v.Most()
				var e *service.Error
				want := fmt.Sprintf("10000 × 10000 where %d × %d belongs", most.X, most.Y)
				if len(shots) != 1 || !errors.As(shots[0].Err, &e) || e.Code != service.TooLarge || e.Detail != want {
					t.Errorf("%s: %q, %v", v.Name, states(shots), shots[0].Err)
				}
			}
		}
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 16<<20 {
			t.Errorf("%s allocated in all", service.ByteCount(int(allocated)))
		}
		if decoded.pixels > 2*48*48 {
			t.Errorf("%d pixels were decoded", decoded.pixels)
		}
	}
}

// A server that never ends its answers.
func TestNoMoreBytesAreReadThanTheVariantCanHave(t *testing.T) {
	var mu sync.Mutex
	read := map[string]int64{}
	images := fetch.New(fetch.Params{Transport: server(func(req *http.Request) (*http.Response, error) {
		return body(endless(func(n int) {
			mu.Lock()
			defer mu.Unlock()
			read[req.URL.Path] += int64(n)
		}), -1), nil
	})})
	const address = "https://example.com/profile_banners/1/2"
	a := service.Account{BannerURL: address, Reader: service.ReaderLink}
	w := newWatcher(t, a)
	New(nil, images, picture.DecodeWithin, func() time.Time { return noon }).Load(t.Context(), a, service.Banner, w.show, w.heal)
	for _, v := range service.Variants(service.Banner) {
		_, most := v.Most()
		shot := w.shots[v.Name][0]
		if n := read["/profile_banners/1/2/"+v.Name]; service.CodeOf(shot.Err) != service.TooLarge || n > most+1 {
			t.Errorf("%s: %v after %d bytes of %d", v.Name, shot.Err, n, most)
		}
	}
}

// endless is a body without an end, which tells what is read of it.
type endless func(n int)

func (e endless) Read(p []byte) (int, error) {
	e(len(p))
	return len(p), nil
}

// What the cache holds may be older than the limits.
func TestTheCacheIsHeldToTheSameLimits(t *testing.T) {
	mini, _ := service.VariantNamed(service.Avatar, "mini")
	_, most := mini.Most()
	for name, tt := range map[string]struct {
		data []byte
		want int
	}{
		"as it should be": {flat(24, 24), 1},
		"too many pixels": {flat(25, 24), 0},
		"too many bytes":  {append(flat(24, 24), make([]byte, most)...), 0},
	} {
		g := New(nil, holding(tt.data), picture.DecodeWithin, func() time.Time { return noon })
		shown := 0
		g.Recall(t.Context(), service.Account{AvatarURL: oldURL}, service.Avatar, func(s service.Shot) {
			if s.Variant == mini {
				shown++
			}
		})
		if shown != tt.want {
			t.Errorf("%s: shown %d times", name, shown)
		}
	}
}

// holding is a cache with one picture at every address.
type holding []byte

func (h holding) Cached(url string) (fetch.Item, bool) {
	return fetch.Item{Data: h, URL: url, At: noon}, true
}

func (h holding) GetWithin(context.Context, string, fetch.Trust, int64) (fetch.Item, error) {
	return fetch.Item{}, errors.New("nobody was to ask")
}
