package sandbox

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/dghubble/oauth1"

	"masthead/service/sandbox/sandboxtest"
)

// bench is a sandbox without a socket and a client that signs for its demo account
// with an OAuth library that is not ours.
type bench struct {
	t      *testing.T
	server *Server
	base   string
	signed *http.Client
	plain  *http.Client
}

func newBench(t *testing.T, o Options) *bench {
	t.Helper()
	// Small pictures: most tests look at everything but them.
	if o.Avatar == nil {
		o.Avatar = asJPEG(t, plasma(32, 32), 85)
	}
	if o.Banner == nil {
		o.Banner = asPNG(t, plasma(48, 16))
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return benchFor(t, s, sandboxtest.Transport(s))
}

func benchFor(t *testing.T, s *Server, transport http.RoundTripper) *bench {
	t.Helper()
	c := s.Credentials()
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	plain := &http.Client{Transport: transport, CheckRedirect: stay}
	ctx := context.WithValue(t.Context(), oauth1.HTTPClient, plain)
	signed := oauth1.NewConfig(c.ConsumerKey, c.ConsumerSecret).Client(ctx, oauth1.NewToken(c.AccessToken, c.AccessSecret))
	signed.CheckRedirect = stay
	return &bench{t: t, server: s, base: strings.TrimSuffix(c.URL, "/"), signed: signed, plain: plain}
}

// newSocketBench is a bench whose sandbox listens. Both end with the test.
func newSocketBench(t *testing.T, o Options, security *tls.Config) *bench {
	t.Helper()
	o.Avatar, o.Banner = asJPEG(t, plasma(64, 64), 85), asPNG(t, plasma(48, 16))
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DialContext: (&net.Dialer{}).DialContext, TLSClientConfig: security}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		transport.CloseIdleConnections()
	})
	return benchFor(t, s, transport)
}

// answer is a response that was read to its end; err is what reading it came to.
type answer struct {
	*http.Response
	body []byte
	err  error
}

func (b *bench) do(client *http.Client, r *http.Request) answer {
	b.t.Helper()
	response, err := client.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response, body, err}
}

func (b *bench) request(method, path, mediaType string, body []byte) *http.Request {
	b.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = b.base + path
	}
	var content io.Reader
	if body != nil {
		content = bytes.NewReader(body)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, path, content)
	if err != nil {
		b.t.Fatal(err)
	}
	if mediaType != "" {
		r.Header.Set("Content-Type", mediaType)
	}
	return r
}

func (b *bench) get(path string) answer {
	b.t.Helper()
	return b.do(b.signed, b.request(http.MethodGet, path, "", nil))
}

func (b *bench) unsigned(path string) answer {
	b.t.Helper()
	return b.do(b.plain, b.request(http.MethodGet, path, "", nil))
}

func (b *bench) form(path string, values url.Values) answer {
	b.t.Helper()
	return b.do(b.signed, b.request(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(values.Encode())))
}

// part is one part of a multipart body; with a file name it gets a Content-Type too.
type part struct {
	name, file string
	data       []byte
}

func (b *bench) upload(path string, parts ...part) answer {
	b.t.Helper()
	return b.do(b.signed, b.multipart(path, parts...))
}

// multipart is the request of an upload.
func (b *bench) multipart(path string, parts ...part) *http.Request {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, p := range parts {
		var into io.Writer
		var err error
		if p.file != "" {
			into, err = w.CreateFormFile(p.name, p.file)
		} else {
			into, err = w.CreateFormField(p.name)
		}
		if err == nil {
			_, err = into.Write(p.data)
		}
		if err != nil {
			b.t.Fatal(err)
		}
	}
	w.Close()
	return b.request(http.MethodPost, path, w.FormDataContentType(), body.Bytes())
}

// shown is what the tests read of a user object.
type shown struct {
	ID      int64  `json:"id"`
	IDStr   string `json:"id_str"`
	Handle  string `json:"screen_name"`
	Avatar  string `json:"profile_image_url_https"`
	Banner  string `json:"profile_banner_url"`
	Default bool   `json:"default_profile_image"`
}

func (b *bench) show(handle string) shown {
	b.t.Helper()
	a := b.get("/1.1/users/show.json?screen_name=" + handle)
	if a.err != nil || a.StatusCode != http.StatusOK {
		b.t.Fatalf("show %s: %v %s", handle, a.err, a.body)
	}
	var u shown
	if err := json.Unmarshal(a.body, &u); err != nil {
		b.t.Fatal(err)
	}
	return u
}

// wants compares a status and X's code in any of its error shapes; 0 is no code.
func wants(t *testing.T, a answer, status, code int) {
	t.Helper()
	if a.err != nil {
		t.Fatalf("want %d/%d, got %v", status, code, a.err)
	}
	var body struct {
		Errors []struct {
			Code    int
			Message string
		}
	}
	_ = json.Unmarshal(a.body, &body)
	got := 0
	if len(body.Errors) > 0 {
		got = body.Errors[0].Code
	}
	if a.StatusCode != status || got != code {
		t.Errorf("want %d/%d, got %d/%d: %.300s", status, code, a.StatusCode, got, a.body)
	}
}

// plasma is a picture with detail at several scales that survives resampling.
func plasma(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	wave := func(n int, k float64) []float64 {
		values := make([]float64, n)
		for i := range values {
			values[i] = math.Sin(k * float64(i) / float64(n))
		}
		return values
	}
	for c, k := range []float64{7, 12, 17} {
		across, down := wave(w, k), wave(h, k-2)
		for y := range h {
			for x := range w {
				img.Pix[img.PixOffset(x, y)+c] = uint8(127.5 + 127*across[x]*down[y])
			}
		}
	}
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	return img
}

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJPEG(t *testing.T, img image.Image, quality int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asGIF(t *testing.T, frames ...color.Color) []byte {
	t.Helper()
	animation := &gif.GIF{}
	for _, c := range frames {
		img := image.NewPaletted(image.Rect(0, 0, 40, 40), color.Palette{c})
		animation.Image, animation.Delay = append(animation.Image, img), append(animation.Delay, 10)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, animation); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// decoded reads a picture and fails the test when it is none.
func decoded(t *testing.T, data []byte) (image.Image, string) {
	t.Helper()
	_, format, err := header(data)
	if err != nil {
		t.Fatalf("%v: %.80q", err, data)
	}
	img, err := decode(data, format)
	if err != nil {
		t.Fatal(err)
	}
	return img, format
}

// near tells whether a colour is what was meant, give or take what JPEG does.
func near(a color.Color, b color.NRGBA) bool {
	r, g, bl, _ := a.RGBA()
	off := func(x uint32, y uint8) bool { return math.Abs(float64(x>>8)-float64(y)) > 12 }
	return !off(r, b.R) && !off(g, b.G) && !off(bl, b.B)
}
