package picture

import (
	"bytes"
	"compress/zlib"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/picture/internal/icc"
	"masthead/service/picture/internal/jpegio"
)

func TestInspectRefuses(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		want service.Code
	}{
		{"nothing", nil, service.NotAPicture},
		{"one byte", []byte{0xFF}, service.NotAPicture},
		{"text", []byte("To be, or not to be, that is the question."), service.NotAPicture},
		{"text that begins with BM", []byte("BMW makes cars and motorcycles, and has done so for long."), service.NotAPicture},
		{"a page", []byte(`<!DOCTYPE html><html><svg xmlns="http://www.w3.org/2000/svg"/></html>`), service.NotAPicture},
		{"PDF", []byte("%PDF-1.7\n"), service.NotAPicture},
		{"a PNG's signature", []byte("\x89PNG\r\n\x1a\n"), service.CutShort},
		{"a JPEG's first bytes", []byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 16}, service.CutShort},
		{"a GIF's signature", []byte("GIF89a"), service.CutShort},
		{"a WebP's signature", []byte("RIFF\x20\x00\x00\x00WEBP"), service.CutShort},
		{"a TIFF's signature", []byte("II*\x00\x08\x00\x00\x00"), service.CutShort},
		{"a PNG without width", declaring(service.PNG, 0, 10), service.CutShort},
		{"a PNG bomb", declaring(service.PNG, 65536, 65536), service.TooLarge},
		{"a PNG of 2³¹ columns", declaring(service.PNG, 1<<31-1, 1), service.TooLarge},
		{"a JPEG bomb", declaring(service.JPEG, 65500, 65500), service.TooLarge},
		{"a GIF bomb", declaring(service.GIF, 65535, 65535), service.TooLarge},
		{"a WebP bomb", declaring(service.WebP, 16383, 16383), service.TooLarge},
		{"a BMP bomb", declaring(service.BMP, 50000, 50000), service.TooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			_, err := Inspect(test.data)
			if service.CodeOf(err) != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
			if _, _, err := Decode(t.Context(), test.data); service.CodeOf(err) != test.want {
				t.Errorf("Decode: %v, want %s", err, test.want)
			}
			if took := time.Since(start); took > 100*time.Millisecond {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestInspectSaysTheLimit(t *testing.T) {
	_, err := Inspect(declaring(service.PNG, 65536, 65536))
	if err == nil || !strings.Contains(err.Error(), "65536 × 65536 pixels; a PNG may have 120 million") {
		t.Error(err)
	}
}

func TestInspectCutHeaders(t *testing.T) {
	for _, f := range allFormats {
		data := asFormat(t, f, corners(40, 30))
		for n := range min(len(data), 200) {
			if p, err := Inspect(data[:n]); err == nil && (p.Width != 40 || p.Height != 30) {
				t.Errorf("%s at %d bytes: %v", f, n, p)
			}
		}
	}
}

func TestInspectNamesProfiles(t *testing.T) {
	img := corners(8, 8)
	png := asFormat(t, service.PNG, img)
	packed := must(t, func(out *bytes.Buffer) error {
		w := zlib.NewWriter(out)
		_, _ = w.Write(icc.SRGB())
		return w.Close()
	})
	iccp := append([]byte("whatever\x00\x00"), packed...)
	png = append(append(bytes.Clone(png[:33]), pngChunk("iCCP", iccp)...), png[33:]...)
	jpeg, err := jpegio.Encode(img, jpegio.Options{Quality: 80, Profile: icc.SRGB()})
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{png, jpeg} {
		p, err := Inspect(data)
		if err != nil || p.Profile != "sRGB" {
			t.Errorf("%s: %q, %v", p.Format, p.Profile, err)
		}
		if _, _, err := Decode(t.Context(), data); err != nil {
			t.Error(err)
		}
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := asFormat(t, service.PNG, corners(10, 10))
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	large := at("large.png", good)
	if err := os.Truncate(large, MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	video := at("video.mp4", []byte("\x00\x00\x00\x18ftypmp42"))
	if err := os.Truncate(video, MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path string
		want service.Code
	}{
		{at("good.txt", good), service.Unknown},
		{at("tiny.gif", []byte("GIF89a")), service.Unknown}, // Inspect's business
		{dir, service.IsFolder},
		{filepath.Join(dir, "none.png"), service.NoFile},
		{filepath.Join(dir, "good.txt", "below.png"), service.NoFile},
		{filepath.Join(dir, strings.Repeat("long", 100)), service.NoFile},
		{"", service.NoFile},
		{"a\x00b", service.NoFile},
		{at("empty.png", nil), service.NotAPicture},
		{at("text.png", []byte("no picture")), service.NotAPicture},
		{pipe, service.NotAFile},
		{"/dev/zero", service.NotAFile},
		{loop, service.LinkLoop},
		{large, service.TooLarge},
		{video, service.NotAPicture},
	}
	for _, test := range tests {
		data, err := ReadFile(t.Context(), test.path)
		if service.CodeOf(err) != test.want || (err == nil) != (test.want == service.Unknown) {
			t.Errorf("%q: %v, want %q", test.path, err, test.want)
		}
		if err == nil && len(data) == 0 {
			t.Errorf("%q: no bytes", test.path)
		}
	}
	for name, content := range map[string][]byte{
		"good.txt": good, "long.png": slices.Concat(good, bytes.Repeat([]byte("more"), sniffed)), "as sniffed.png": append(bytes.Clone(good), make([]byte, sniffed-len(good))...),
	} {
		if data, err := ReadFile(t.Context(), at(name, content)); err != nil || !bytes.Equal(data, content) {
			t.Errorf("%s: the bytes differ: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadFile(ctx, at("good.txt", good)); service.CodeOf(err) != service.Canceled {
		t.Errorf("with a context that ended: %v", err)
	}
}

// TestProgressiveFramesHaveTheirOwnLimit: 9000×9000 is within the limit of pixels for a
// baseline JPEG, whose rows come one by one, but not where all coefficients are kept.
func TestProgressiveFramesHaveTheirOwnLimit(t *testing.T) {
	for marker, code := range map[byte]service.Code{0xC0: "", 0xC2: service.TooLarge, 0xCA: service.TooLarge} {
		data := asFormat(t, service.JPEG, photo(16, 16))
		at := bytes.Index(data, []byte{0xFF, 0xC0})
		data[at+1] = marker
		copy(data[at+5:], []byte{9000 >> 8, 9000 & 0xFF, 9000 >> 8, 9000 & 0xFF})
		if _, err := Inspect(data); service.CodeOf(err) != code {
			t.Errorf("%#x: %v, want %q", marker, err, code)
		}
	}
}
