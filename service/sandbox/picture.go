package sandbox

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"sync"

	"golang.org/x/image/draw"
)

var (
	errFormat = errors.New("not a JPEG, PNG or GIF, or a damaged one")
	errSize   = errors.New("cannot be resized")
)

// picture is a stored picture and the variants that were asked for. It does not change
// once it is served, but for the cache.
type picture struct {
	// id is the part of the URL that changes with every upload, name what an avatar's
	// file is called, and extension ".jpg" or ".png".
	id, name, extension string
	data                []byte
	pixels              func() (image.Image, error)

	mu       sync.Mutex
	rendered map[string]func() ([]byte, error)
}

// newPicture keeps encoded bytes as they are.
func newPicture(data []byte) (*picture, error) {
	head, format, err := header(data)
	if err != nil {
		return nil, err
	}
	if head.Width*head.Height > maxPixels {
		return nil, errSize
	}
	p := &picture{
		extension: ".png",
		data:      data,
		pixels:    sync.OnceValues(func() (image.Image, error) { return decode(data, format) }),
		rendered:  make(map[string]func() ([]byte, error)),
	}
	switch format {
	case "jpeg":
		p.extension = ".jpg"
	case "gif":
		p.extension = ".gif"
	}
	return p, nil
}

// palette reports whether the picture has a table of colours, as a GIF and a PNG-8 do.
func (p *picture) palette() bool {
	img, err := p.pixels()
	if err != nil {
		return false
	}
	_, ok := img.ColorModel().(color.Palette)
	return ok
}

// mediaType is what the picture host labels it.
func (p *picture) mediaType() string {
	switch p.extension {
	case ".jpg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	}
	return "image/png"
}

// variant is the picture at one size, rendered once. Those of one picture are rendered
// side by side.
func (p *picture) variant(z size) ([]byte, error) {
	p.mu.Lock()
	render := p.rendered[z.name]
	if render == nil {
		render = sync.OnceValues(func() ([]byte, error) { return p.render(z) })
		p.rendered[z.name] = render
	}
	p.mu.Unlock()
	return render()
}

// render cuts the variant's shape out of the middle and scales it. That X cuts its 2:1
// banners so is an assumption. A picture that has the size already is served as it is.
func (p *picture) render(z size) ([]byte, error) {
	img, err := p.pixels()
	if err != nil {
		return nil, err
	}
	if b := img.Bounds(); b.Dx() == z.width && b.Dy() == z.height {
		return p.data, nil
	}
	return encode(scale(img, middle(img.Bounds(), z.width, z.height), z.width, z.height), p.extension)
}

// middle is the largest rectangle of the shape w:h in the centre of b.
func middle(b image.Rectangle, w, h int) image.Rectangle {
	cut := b.Size()
	if cut.X*h > cut.Y*w {
		cut.X = max(1, (cut.Y*w+h/2)/h)
	} else {
		cut.Y = max(1, (cut.X*h+w/2)/w)
	}
	r := image.Rectangle{Max: cut}
	return r.Add(b.Min).Add(b.Size().Sub(cut).Div(2))
}

// scale resamples a section of a picture to a size in pixels.
func scale(img image.Image, section image.Rectangle, w, h int) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(to, to.Bounds(), img, section, draw.Src, nil)
	return to
}

// encode writes JPEG at quality 85, as X does, or PNG. The GIFs that the demo account
// may begin with become PNG.
func encode(img image.Image, extension string) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if extension == ".jpg" {
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality})
	} else {
		err = png.Encode(&out, img)
	}
	return out.Bytes(), err
}

// header reads what a picture says of itself. It looks at the bytes, not at what image
// formats other packages may have registered: X takes these three only.
func header(data []byte) (image.Config, string, error) {
	var head image.Config
	var format string
	var err error
	switch r := bytes.NewReader(data); {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		format = "jpeg"
		head, err = jpeg.DecodeConfig(r)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		format = "png"
		head, err = png.DecodeConfig(r)
	case bytes.HasPrefix(data, []byte("GIF8")):
		format = "gif"
		head, err = gif.DecodeConfig(r)
	default:
		return head, "", errFormat
	}
	if err != nil || head.Width < 1 || head.Height < 1 {
		return head, "", errFormat
	}
	return head, format, nil
}

// decode reads the pixels; of an animation, the first frame.
func decode(data []byte, format string) (image.Image, error) {
	var img image.Image
	var err error
	switch r := bytes.NewReader(data); format {
	case "jpeg":
		img, err = jpeg.Decode(r)
	case "png":
		img, err = png.Decode(r)
	default:
		img, err = gif.Decode(r)
	}
	if err != nil {
		return nil, errFormat
	}
	return img, nil
}
