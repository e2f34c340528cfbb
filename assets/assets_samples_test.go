package assets_test

import (
	"bytes"
	"encoding/xml"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"testing"

	"masthead/assets"
)

func TestPicturesHaveThePixelsTheyPromise(t *testing.T) {
	tests := map[string]struct {
		data   []byte
		format string
		w, h   int
	}{
		"avatar":  {assets.AvatarSample, "jpeg", 800, 800},
		"banner":  {assets.BannerSample, "jpeg", 1500, 500},
		"picture": {assets.PictureSample, "jpeg", 2400, 1600},
		"beetle":  {assets.BeetleSample, "jpeg", 400, 400},
		"icon":    {assets.IconPNG, "png", 512, 512},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			img, format, err := image.Decode(bytes.NewReader(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if got := img.Bounds().Size(); format != tt.format || got != image.Pt(tt.w, tt.h) {
				t.Errorf("got %s of %v, want %s of %d×%d", format, got, tt.format, tt.w, tt.h)
			}
		})
	}
}

// The demo's sandbox takes avatars up to 700 kB, and every copy of the
// program carries these bytes.
func TestPicturesStaySmall(t *testing.T) {
	total := 0
	for _, data := range [][]byte{
		assets.AvatarSample, assets.BannerSample, assets.PictureSample, assets.BeetleSample,
		assets.IconPNG, assets.IconSVG,
	} {
		total += len(data)
	}
	if total > 900_000 {
		t.Errorf("pictures take %d bytes, want at most 900,000", total)
	}
}

// Drawings are judged on real detail: a flat one would hide what a resampler does.
func TestSamplesHaveDetail(t *testing.T) {
	for name, data := range map[string][]byte{
		"avatar": assets.AvatarSample, "banner": assets.BannerSample,
		"picture": assets.PictureSample, "beetle": assets.BeetleSample,
	} {
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		colours := map[[3]uint32]bool{}
		b := img.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y += 2 {
			for x := b.Min.X; x < b.Max.X; x += 2 {
				r, g, b, _ := img.At(x, y).RGBA()
				colours[[3]uint32{r >> 8, g >> 8, b >> 8}] = true
			}
		}
		if len(colours) < 5_000 {
			t.Errorf("%s has %d colours, want thousands", name, len(colours))
		}
	}
}

func TestIconCornersAreTransparent(t *testing.T) {
	icon, _, err := image.Decode(bytes.NewReader(assets.IconPNG))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := icon.At(0, 0).RGBA(); a != 0 {
		t.Errorf("corner's alpha is %d, want 0", a)
	}
	if _, _, _, a := icon.At(256, 256).RGBA(); a != 0xffff {
		t.Errorf("middle's alpha is %d, want opaque", a)
	}
}

func TestIconIsAnSVG(t *testing.T) {
	var svg struct {
		XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
		ViewBox string   `xml:"viewBox,attr"`
	}
	if err := xml.Unmarshal(assets.IconSVG, &svg); err != nil {
		t.Fatal(err)
	}
	if svg.ViewBox != "0 0 512 512" {
		t.Errorf("view box is %q", svg.ViewBox)
	}
}
