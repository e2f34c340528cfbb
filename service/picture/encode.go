package picture

import (
	"context"
	"image"
	"image/color"

	"masthead/service"
)

// keptQuality is the highest JPEG quality that X passes through unchanged: it re-encodes
// what is higher (its announcement of 2019). A higher one would bring nothing: what is
// seen in the end has lost twice, and X halves the resolution of colour as well.
const keptQuality = 85

// Upload is a picture ready to be sent.
type Upload struct {
	// Picture is what is sent: no metadata, under the kind's limit of bytes.
	Picture service.Picture
	// Pixels are those of Picture, decoded.
	Pixels *image.RGBA
	// Lossless tells that coding lost nothing: the pixels are exactly those that were
	// resampled, or what became of them on the ground.
	Lossless bool
	// Why says in a few words for people why it is sent in this form.
	Why string
}

// Encode makes what will be sent of pixels of an upload's size, as Renderer.Upload draws
// them, in the form that loses least of what X will keep as it is and stays under the
// kind's limit of bytes. An avatar goes without loss as PNG, transparency included. A
// banner goes without loss where X keeps that, as a palette where that comes closer than
// JPEG, and else as JPEG of full colour at quality 85. JPEG and banners are laid on
// ground where they are transparent. Errors: Canceled, BadCrop when there are no pixels,
// and TooLarge when nothing brings it under the limit.
func Encode(ctx context.Context, img *image.RGBA, k service.Kind, ground color.Color) (Upload, error) {
	const op = "picture.Encode"
	if img.Rect.Empty() {
		return Upload{}, service.Errorf(op, service.BadCrop, "there are no pixels")
	}
	return wait(ctx, op, func() (Upload, error) {
		e := encoder{op: op, limit: k.UploadLimit()}
		if k == service.Avatar {
			return e.avatar(ctx, img, ground)
		}
		return e.banner(ctx, Flatten(img, ground))
	})
}

// encoder makes uploads under a limit of bytes.
type encoder struct {
	op    string
	limit int
}

// avatar keeps every pixel if that stays under the limit, which 400 × 400 always does:
// X leaves a PNG of that size as it is.
func (e encoder) avatar(ctx context.Context, img *image.RGBA, ground color.Color) (Upload, error) {
	u, err := e.lossless(ctx, img, smallestForm(img))
	if err != nil || u.Lossless {
		return u, err
	}
	return e.jpeg(ctx, Flatten(img, ground))
}

// encoded states the facts of what was just encoded from pixels.
func encoded(data []byte, f service.Format, img *image.RGBA) service.Picture {
	return service.Picture{
		Data: data, Format: f, Width: img.Rect.Dx(), Height: img.Rect.Dy(),
		Orientation: 1, Frames: 1, Alpha: !img.Opaque(),
	}
}
