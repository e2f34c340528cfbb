package draft

import (
	"context"
	"image"
	"image/color"
	"path/filepath"

	"masthead/service"
	"masthead/service/picture"
)

// Draft is a source picture and what is to be cut out of it. Its source is never
// modified; a change of crop is a new Draft.
type Draft struct {
	Kind service.Kind
	// Name is the source's file name or URL, for people.
	Name   string
	Source service.Picture
	// Framing is what is cut out of the source, and how it is turned.
	picture.Framing
	// Ground is what transparent parts are laid on where they cannot be kept.
	Ground color.NRGBA

	renderer *picture.Renderer
}

// Open reads a file into a draft with a centred crop. Its errors say what the file is
// instead of a picture: IsFolder, NoFile, NotAFile, LinkLoop, Unreadable, Stalled,
// NotAPicture, CutShort, Unsupported, TooLarge; or Canceled.
func Open(ctx context.Context, path string, k service.Kind) (Draft, error) {
	data, err := picture.ReadFile(ctx, path)
	if err != nil {
		return Draft{}, err
	}
	return FromBytes(ctx, filepath.Base(path), data, k)
}

// FromBytes makes a draft of an encoded picture that is in memory already.
func FromBytes(ctx context.Context, name string, data []byte, k service.Kind) (Draft, error) {
	renderer, err := picture.Open(ctx, data)
	if err != nil {
		return Draft{}, err
	}
	white := color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}
	return Draft{Name: service.Printable(name), Source: renderer.Picture(), Ground: white, renderer: renderer}.As(k), nil
}

// As is the same picture for a tab, with a centred crop of that shape.
func (d Draft) As(k service.Kind) Draft {
	d.Kind = k
	d.Framing = picture.Framing{Crop: picture.CentredCrop(d.Source.Width, d.Source.Height, k)}
	return d
}

// Overview is the whole source, upright, as large as fits into a size in pixels.
func (d Draft) Overview(ctx context.Context, within image.Point) (*image.RGBA, error) {
	return d.renderer.Overview(ctx, within)
}

// Wide reports whether the picture is so wide that a banner was more likely meant.
func (d Draft) Wide() bool { return d.Source.Width >= 2*d.Source.Height }

// Rendering is everything that follows from a draft.
type Rendering struct {
	// Upload is what would be sent, and Stored what X is expected to keep of it.
	Upload picture.Upload
	Stored service.Picture
	// Shots is every size as X is expected to serve it, in the order of the size table.
	Shots  []service.Shot
	Checks []Check
}

// Render draws the forecast.
func (d Draft) Render(ctx context.Context) (Rendering, error) {
	img, err := d.renderer.Upload(ctx, d.Framing, d.Kind)
	if err != nil {
		return Rendering{}, err
	}
	upload, err := picture.Encode(ctx, img, d.Kind, d.Ground)
	if err != nil {
		return Rendering{}, err
	}
	stored, err := picture.Store(ctx, upload.Picture, d.Kind)
	if err != nil {
		return Rendering{}, err
	}
	shots, err := picture.Forecast(ctx, stored, service.Variants(d.Kind))
	if err != nil {
		return Rendering{}, err
	}
	return Rendering{Upload: upload, Stored: stored, Shots: shots, Checks: check(d, upload, stored, !img.Opaque())}, nil
}
