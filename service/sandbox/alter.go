package sandbox

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"

	"golang.org/x/image/draw"
)

const (
	// alterBy is how much brighter an altered picture is in every channel, of 255. Where
	// nothing is cut off at white that is 24.6 dB from the unaltered one.
	alterBy = 15
	// alterQuality is the JPEG quality of altered pictures: what it loses is nothing
	// beside alterBy.
	alterQuality = 95
)

// alter decodes a picture, makes it brighter, and encodes it in its own format again.
// The error is that of decoding what is no picture.
func alter(data []byte) ([]byte, error) {
	_, format, err := header(data)
	if err != nil {
		return nil, err
	}
	img, err := decode(data, format)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	switch img = brighter(img); format {
	case "jpeg":
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: alterQuality})
	case "gif":
		err = gif.Encode(&out, img, nil)
	default:
		err = png.Encode(&out, img)
	}
	return out.Bytes(), err
}

// brighter is a copy of a picture with alterBy added to every channel but the alpha. A
// picture with a palette keeps one.
func brighter(img image.Image) image.Image {
	if p, ok := img.(*image.Paletted); ok {
		bright := *p
		bright.Palette = slices.Clone(p.Palette)
		for i, c := range bright.Palette {
			v := color.RGBAModel.Convert(c).(color.RGBA)
			bright.Palette[i] = color.RGBA{brighten(v.R, v.A), brighten(v.G, v.A), brighten(v.B, v.A), v.A}
		}
		return &bright
	}
	to := image.NewRGBA(img.Bounds())
	draw.Draw(to, to.Rect, img, to.Rect.Min, draw.Src)
	for i := 0; i < len(to.Pix); i += 4 {
		a := to.Pix[i+3]
		for c := i; c < i+3; c++ {
			to.Pix[c] = brighten(to.Pix[c], a)
		}
	}
	return to
}

// brighten adds alterBy to a value that is premultiplied with an alpha.
func brighten(v, alpha uint8) uint8 {
	return uint8(min(int(v)+(alterBy*int(alpha)+127)/255, int(alpha)))
}
