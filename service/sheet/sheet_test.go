package sheet

import (
	"context"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"masthead/service"
)

func TestFileName(t *testing.T) {
	for _, test := range []struct {
		v    service.Variant
		p    service.Picture
		want string
	}{
		{service.Variant{Kind: service.Avatar, Name: "normal"}, service.Picture{Width: 48, Height: 48, Format: service.PNG}, "avatar-normal-48x48.png"},
		{service.Variant{Kind: service.Banner, Name: "web"}, service.Picture{Width: 520, Height: 260, Format: service.JPEG}, "banner-web-520x260.jpg"},
		{service.Original, service.Picture{Width: 800, Height: 800, Format: service.PNG}, "avatar-original-800x800.png"},
		{service.Variant{Kind: service.Banner, Name: "../../etc/pass wd"}, service.Picture{Width: 1, Height: 2, Format: service.PNG}, "banner-______etc_pass_wd-1x2.png"},
	} {
		if got := FileName(test.v, test.p); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
}

func TestSave(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	files := []File{{"a.png", []byte("a")}, {"b.png", []byte("bb")}}
	for range 2 { // the second time over the first
		if err := Save(t.Context(), dir, files); err != nil {
			t.Fatal(err)
		}
	}
	if got := list(t, dir); !slices.Equal(got, []string{"a.png", "b.png"}) {
		t.Errorf("%v", got)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "b.png")); err != nil || string(data) != "bb" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestSaveLeavesNothingBehind(t *testing.T) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	good := File{"a.png", []byte("a")}
	tests := []struct {
		name  string
		ctx   context.Context
		dir   string // under the test's own
		files []File
		want  service.Code
	}{
		{"canceled", canceled, "x/y", []File{good}, service.Canceled},
		{"a name that cannot be", t.Context(), "x/y", []File{good, {"no/such/folder.png", nil}}, service.NotWritten},
		{"a folder of that name", t.Context(), "there", []File{good, {"taken", nil}}, service.NotWritten},
		{"a file for a folder", t.Context(), "file", []File{good}, service.NotWritten},
		{"a file above the folder", t.Context(), "file/below", []File{good}, service.NotWritten},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.MkdirAll(filepath.Join(root, "there", "taken"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, "file"), []byte("f"), 0o600); err != nil {
				t.Fatal(err)
			}
			before := list(t, root)
			if err := Save(test.ctx, filepath.Join(root, test.dir), test.files); service.CodeOf(err) != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
			if after := list(t, root); !slices.Equal(before, after) {
				t.Errorf("left behind: %v", after)
			}
		})
	}
}

// list is every path under a folder.
func list(t *testing.T, root string) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if rel, _ := filepath.Rel(root, path); rel != "." {
			paths = append(paths, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// flat is a shot of one colour.
func flat(v service.Variant, w, h int, c color.RGBA) service.Shot {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = c.R, c.G, c.B, c.A
	}
	return service.Shot{Variant: v, State: service.Forecast, Pixels: img, Picture: service.Picture{Width: w, Height: h, Format: service.PNG}}
}

func TestComposeHoldsEverySizeAtTruePixels(t *testing.T) {
	var shots []service.Shot
	tint := uint8(50)
	for _, k := range service.Kinds {
		for _, v := range service.Variants(k) {
			w, h := v.Width, v.Height
			if !v.Sized() {
				w, h = 400, 400
			}
			shots = append(shots, flat(v, w, h, color.RGBA{tint, 255, tint, 255}))
			tint += 10
		}
	}
	img, err := Compose(shots, "A picture")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[color.RGBA]int{}
	boxes := map[color.RGBA]image.Rectangle{}
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			c := img.RGBAAt(x, y)
			counts[c]++
			boxes[c] = boxes[c].Union(image.Rect(x, y, x+1, y+1))
		}
	}
	for _, s := range shots {
		c := s.Pixels.RGBAAt(0, 0)
		if want := s.Pixels.Rect.Size(); counts[c] != want.X*want.Y || boxes[c].Size() != want {
			t.Errorf("%s %s: %d pixels in %v, want %v", s.Variant.Kind, s.Variant.Name, counts[c], boxes[c], want)
		}
	}
	if img.RGBAAt(0, 0) != ground {
		t.Errorf("the ground is %v", img.RGBAAt(0, 0))
	}
}

func TestComposeOddities(t *testing.T) {
	huge := flat(service.Original, maxDrawn+1, 10, color.RGBA{1, 2, 3, 255})
	waiting := service.Shot{Variant: service.Original}
	for name, shots := range map[string][]service.Shot{"nothing": nil, "not there yet": {waiting}, "too large": {huge}} {
		img, err := Compose(shots, "")
		if err != nil || img.Rect.Dx() > 2000 || img.Rect.Dy() > 1000 {
			t.Errorf("%s: %v, %v", name, img.Rect, err)
		}
	}
}

func TestFiles(t *testing.T) {
	normal, _ := service.VariantNamed(service.Avatar, "normal")
	shot := flat(normal, 48, 48, color.RGBA{9, 9, 9, 255})
	shot.Picture.Data = []byte("as served")
	files, err := Files([]service.Shot{shot, {Variant: service.Original}}, "Live", &service.Picture{Format: service.JPEG, Data: []byte("sent")})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if !slices.Equal(names, []string{"avatar-normal-48x48.png", "sheet.png", "avatar-upload.jpg"}) || string(files[0].Data) != "as served" || string(files[2].Data) != "sent" {
		t.Errorf("%v", names)
	}
}
