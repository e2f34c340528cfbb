package twitter

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"masthead/service"
)

// picture has bytes whose base64 contains +, / and =.
var picture = service.Picture{Data: []byte{0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff, 0x00}, Format: service.PNG}

// isMultipart checks a multipart body with the picture's raw bytes in it.
func isMultipart(name, filename string) func(*testing.T, *http.Request, string) {
	return func(t *testing.T, req *http.Request, body string) {
		kind, params, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
		if err != nil || kind != "multipart/form-data" {
			t.Fatalf("content type %q", req.Header.Get("Content-Type"))
		}
		reader := multipart.NewReader(strings.NewReader(body), params["boundary"])
		part, err := reader.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(part)
		if part.FormName() != name || part.FileName() != filename || part.Header.Get("Content-Type") != "image/png" || !bytes.Equal(data, picture.Data) {
			t.Errorf("part %q, file %q, %q, %x", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), data)
		}
		if _, err := reader.NextPart(); err != io.EOF {
			t.Errorf("more than one part: %v", err)
		}
		if req.ContentLength != int64(len(body)) || req.GetBody == nil {
			t.Error("the body cannot be measured or had again")
		}
	}
}

// isForm checks the plain base64 form.
func isForm(name string) func(*testing.T, *http.Request, string) {
	return func(t *testing.T, req *http.Request, body string) {
		if got := req.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
			t.Errorf("content type %q", got)
		}
		if want := name + "=" + "%2B%2B%2B%2B%2F%2F%2F%2FAA%3D%3D"; body != want {
			t.Errorf("body %q, want %q", body, want)
		}
		values, err := url.ParseQuery(body)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := base64.StdEncoding.DecodeString(values.Get(name)); err != nil || !bytes.Equal(data, picture.Data) {
			t.Errorf("%x, %v", data, err)
		}
	}
}

func TestUploads(t *testing.T) {
	const missing = `{"errors":[{"code":38,"message":"image parameter is missing."}]}`
	first := func(status int, body string) stub {
		return stub{want: wantAvatar, status: status, body: body, check: isMultipart("image", "avatar.png")}
	}
	second := func(status int, body string) stub {
		return stub{want: wantAvatar, status: status, body: body, check: isForm("image")}
	}
	tests := map[string]struct {
		stubs []stub
		code  service.Code
	}{
		"200 with a user":            {stubs: []stub{first(200, userV1)}},
		"201 with nothing":           {stubs: []stub{first(201, "")}},
		"202 with html":              {stubs: []stub{first(202, "<html>")}},
		"204":                        {stubs: []stub{first(204, "")}},
		"200 that says 38":           {stubs: []stub{first(200, missing)}},
		"38, then the form":          {stubs: []stub{first(400, missing), second(200, "")}},
		"38 as 403, then the form":   {stubs: []stub{first(403, missing), second(200, "")}},
		"in words, then the form":    {stubs: []stub{first(400, "media parameter is missing"), second(201, "")}},
		"38 twice":                   {stubs: []stub{first(400, missing), second(400, missing)}, code: service.MissingPart},
		"38, then too large":         {stubs: []stub{first(400, missing), second(422, "")}, code: service.UploadRefused},
		"400":                        {stubs: []stub{first(400, "")}, code: service.UploadRefused},
		"413":                        {stubs: []stub{first(413, "<html>")}, code: service.UploadRefused},
		"422":                        {stubs: []stub{first(422, `{"errors":[{"code":120,"message":"too long"}]}`)}, code: service.UploadRefused},
		"the plan":                   {stubs: []stub{first(403, noV1)}, code: service.PlanRefuses},
		"no such call":               {stubs: []stub{first(404, "404 page not found")}, code: service.PlanRefuses},
		"503 is not tried again":     {stubs: []stub{first(503, "")}, code: service.Overloaded},
		"429":                        {stubs: []stub{first(429, "")}, code: service.RateLimited},
		"a reset is not tried again": {stubs: []stub{{want: wantAvatar, err: syscall.ECONNRESET}}, code: service.Offline},
		"a redirect":                 {stubs: []stub{first(307, "")}, code: service.Redirected},
		"a read-only token": {stubs: []stub{{
			want: wantAvatar, status: 403, header: map[string]string{"x-access-level": "read"},
		}}, code: service.ReadOnly},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := client(t, newFake(t, tt.stubs...)).UpdateAvatar(t.Context(), picture)
			if service.CodeOf(err) != tt.code || (err != nil) != (tt.code != "") {
				t.Errorf("got %v, want code %q", err, tt.code)
			}
			var e *service.Error
			if errors.As(err, &e) && e.Op != "twitter.UpdateAvatar" {
				t.Errorf("operation %q", e.Op)
			}
		})
	}
}

func TestBanner(t *testing.T) {
	c := client(t, newFake(t,
		stub{want: wantBanner, status: 400, body: `{"errors":[{"code":38}]}`, check: isMultipart("banner", "banner.png")},
		stub{want: wantBanner, status: 201, check: isForm("banner")},
		stub{want: wantRemove, status: 200, check: func(t *testing.T, req *http.Request, body string) {
			if body != "" || req.Header.Get("Content-Type") != "" {
				t.Errorf("a removal with a body %q of type %q", body, req.Header.Get("Content-Type"))
			}
		}},
	))
	if err := c.UpdateBanner(t.Context(), picture); err != nil {
		t.Error(err)
	}
	if err := c.RemoveBanner(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAnEmptyPictureIsNotSent(t *testing.T) {
	if err := client(t, newFake(t)).UpdateAvatar(t.Context(), service.Picture{}); service.CodeOf(err) != service.NotAPicture {
		t.Errorf("got %v, want not_a_picture", err)
	}
}

// Over a real connection: an answer that ends before its announced length, once.
func TestAnAnswerThatIsCutShortIsReadAgain(t *testing.T) {
	reads := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if got := req.URL.Path; got != "/prefix/1.1/account/verify_credentials.json" {
			t.Errorf("path %q", got)
		}
		if reads++; reads == 1 {
			w.Header().Set("Content-Length", "5000")
		}
		_, _ = io.WriteString(w, userV1)
	}))
	defer server.Close()
	u, err := url.Parse(server.URL + "/prefix/")
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(u, server.Client(), time.Now).Me(t.Context())
	if err != nil || a.Handle != "ada" || reads != 2 {
		t.Errorf("got %+v, %v after %d reads", a, err, reads)
	}
}
