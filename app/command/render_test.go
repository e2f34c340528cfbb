package command

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"masthead/service"
)

// source writes a picture to render and returns its path.
func source(t *testing.T, w, h int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(255 * x / w), uint8(255 * y / h), 120, 255})
		}
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "source.jpg")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// render runs the command as it stands on a command line.
func render(ctx context.Context, t *testing.T, args ...string) (string, error) {
	t.Helper()
	var r Render
	parser, err := kong.New(&r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(args); err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = r.Run(ctx, &out)
	return out.String(), err
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// sizes are the files that hold one size each.
func sizes(k service.Kind, original string) []string {
	list := []string{
		"avatar-mini-24x24.png", "avatar-normal-48x48.png", "avatar-bigger-73x73.png", "avatar-x96-96x96.png",
		"avatar-reasonably_small-128x128.png", "avatar-200x200-200x200.png", "avatar-400x400-400x400.png", original,
	}
	if k == service.Banner {
		list = []string{
			"banner-1500x500-1500x500.png", "banner-1080x360-1080x360.png", "banner-600x200-600x200.png",
			"banner-300x100-300x100.png", "banner-mobile-320x160.png", "banner-web-520x260.png",
			"banner-ipad-626x313.png", "banner-mobile_retina-640x320.png", "banner-web_retina-1040x520.png",
			"banner-ipad_retina-1252x626.png",
		}
	}
	return list
}

func TestRenderWritesEverySize(t *testing.T) {
	avatar := sizes(service.Avatar, "avatar-original-400x400.png")
	banner := sizes(service.Banner, "")
	tests := []struct {
		name string
		w, h int
		args []string
		want []string
	}{
		{"forecast of both", 1000, 800, nil, slices.Concat(avatar, banner, []string{"avatar-upload.png", "banner-upload.jpg"})},
		{"avatar", 1000, 800, []string{"--as", "avatar"}, append(slices.Clone(avatar), "avatar-upload.png")},
		{"banner, cropped", 1000, 800, []string{"--as=banner", "--crop=10,20,960,320"}, append(slices.Clone(banner), "banner-upload.jpg")},
		{"plain", 500, 500, []string{"--plain", "--as=avatar"}, avatar},
		{"stored, square", 300, 300, []string{"--stored"}, sizes(service.Avatar, "avatar-original-300x300.png")},
		{"stored, wide", 900, 300, []string{"--stored"}, banner},
		{"a tiny crop", 100, 100, []string{"--crop=99,99,1,1", "--as=avatar"}, append(sizes(service.Avatar, "avatar-original-1x1.png"), "avatar-upload.png")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "a", "b")
			if _, err := render(t.Context(), t, append([]string{source(t, test.w, test.h), "--out", dir}, test.args...)...); err != nil {
				t.Fatal(err)
			}
			want := append(slices.Clone(test.want), "sheet.png")
			slices.Sort(want)
			if got := names(t, dir); !slices.Equal(got, want) {
				t.Errorf("wrote\n%v\nwant\n%v", got, want)
			}
			for _, name := range want {
				file, err := os.Open(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				config, format, err := image.DecodeConfig(file)
				file.Close()
				if err != nil || (format == "png") != strings.HasSuffix(name, ".png") {
					t.Errorf("%s: %s, %v", name, format, err)
				}
				if dims := strings.TrimSuffix(name, ".png"); strings.Count(name, "-") > 1 && !strings.HasSuffix(dims, "-"+dimensions(config)) {
					t.Errorf("%s holds %s", name, dimensions(config))
				}
			}
		})
	}
}

func dimensions(c image.Config) string {
	return strings.ReplaceAll(strings.Trim(image.Pt(c.Width, c.Height).String(), "()"), ",", "x")
}

func TestRenderJSON(t *testing.T) {
	dir := t.TempDir()
	out, err := render(t.Context(), t, source(t, 640, 480), "--out", dir, "--json")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Image struct{ Width, Height int }
		Way   string
		Files []struct {
			File, Role, Kind, Name, Format string
			Width, Height, Bytes           int
			AsServed                       *struct{ Format string } `json:"as_served"`
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if report.Image.Width != 640 || report.Way != "forecast" || len(report.Files) != len(names(t, dir)) {
		t.Errorf("%s", out)
	}
	for _, f := range report.Files {
		info, err := os.Stat(filepath.Join(dir, f.File))
		if err != nil || info.Size() != int64(f.Bytes) || f.Width == 0 || f.Format == "" {
			t.Errorf("%+v: %v", f, err)
		}
		if (f.Role == "size") != (f.AsServed != nil) {
			t.Errorf("%+v: as served?", f)
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	good, folder := source(t, 200, 100), t.TempDir()
	text := filepath.Join(folder, "notes.jpg")
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(folder, "cut.jpg")
	for path, data := range map[string][]byte{text: []byte("no picture at all"), cut: whole[:len(whole)/2]} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		args []string
		want service.Code
	}{
		{"a folder", []string{folder}, service.IsFolder},
		{"nothing", []string{filepath.Join(folder, "none.png")}, service.NoFile},
		{"text", []string{text}, service.NotAPicture},
		{"half a picture", []string{cut}, service.CutShort},
		{"a crop outside", []string{good, "--crop=150,0,100,100"}, service.BadCrop},
		{"a negative crop", []string{good, "--crop=50,50,-10,-10"}, service.BadCrop},
		{"an empty crop", []string{good, "--crop=0,0,0,10"}, service.BadCrop},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			_, err := render(t.Context(), t, append(test.args, "--out", filepath.Join(parent, "out"))...)
			if service.CodeOf(err) != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
			if left := names(t, parent); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestRenderRefusesFlags(t *testing.T) {
	good := source(t, 20, 10)
	for _, args := range [][]string{
		{good},
		{"--out=x"},
		{good, "--out=x", "--as=face"},
		{good, "--out=x", "--crop=1,2,3"},
		{good, "--out=x", "--crop=a,b,c,d"},
		{good, "--out=x", "--plain", "--stored"},
		{good, "--out=x", "--stored", "--crop=0,0,5,5"},
		{good, "--out=x", "--stored", "--as=both"},
	} {
		if _, err := render(t.Context(), t, args...); err == nil {
			t.Errorf("%v was taken", args[1:])
		}
	}
}

func TestRenderIntoAFile(t *testing.T) {
	good := source(t, 20, 10)
	if _, err := render(t.Context(), t, good, "--out", good); service.CodeOf(err) != service.NotWritten {
		t.Error(err)
	}
}

func TestRenderStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	parent := t.TempDir()
	if _, err := render(ctx, t, source(t, 20, 10), "--out", filepath.Join(parent, "out")); service.CodeOf(err) != service.Canceled {
		t.Error(err)
	}
	if left := names(t, parent); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRenderCropIsWhatIsSeen(t *testing.T) {
	dir := t.TempDir()
	if _, err := render(t.Context(), t, source(t, 400, 400), "--out", dir, "--as=avatar", "--plain", "--crop=200,0,200,200"); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(dir, "avatar-normal-48x48.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	// The right half of a ramp from 0 to 255, and the upper half of the other.
	left, _, _, _ := img.At(0, 24).RGBA()
	_, bottom, _, _ := img.At(24, 47).RGBA()
	if left>>8 < 122 || left>>8 > 136 || bottom>>8 < 119 || bottom>>8 > 133 {
		t.Errorf("left %d, bottom %d", left>>8, bottom>>8)
	}
}

// File names hold any bytes on Linux; Latin-1 is what older disks still have.
func TestRenderOfAFileNameThatIsNotUTF8(t *testing.T) {
	folder := t.TempDir()
	odd := filepath.Join(folder, "caf\xe9.png")
	if err := os.Rename(source(t, 20, 10), odd); err != nil {
		t.Fatal(err)
	}
	if _, err := render(t.Context(), t, odd, "--plain", "--as", "avatar", "--out", filepath.Join(folder, "out")); err != nil {
		t.Error(err)
	}
}
