package picture

import (
	"context"
	"image"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/jpegio"
)

// keptPNGSide is the side, in pixels, of the square into which a PNG must fit to be
// left as it is (X's announcement of 2019).
const keptPNGSide = 900

// Store forecasts what X keeps of an upload, by its announced rules. An avatar wider
// than 400 pixels is scaled down. A JPEG stays one, coded anew at quality 85 if it was
// of a higher one. A PNG stays as it is when it fits into 900 × 900 or has a palette,
// and otherwise when it is smaller than the JPEG would be. A GIF keeps its first frame;
// WebP becomes JPEG. X takes nothing else: Unsupported. The other errors are Decode's.
func Store(ctx context.Context, upload service.Picture, k service.Kind) (service.Picture, error) {
	const op = "picture.Store"
	p, h, err := inspect(op, upload.Data)
	if err != nil {
		return service.Picture{}, err
	}
	switch p.Format {
	case service.JPEG, service.PNG, service.GIF, service.WebP:
	default:
		return service.Picture{}, &service.Error{Op: op, Code: service.Unsupported, Detail: "X takes JPEG, PNG, GIF and WebP"}
	}
	if err := checkPixels(op, h, maxStored); err != nil {
		return service.Picture{}, err
	}
	size := storedSize(p, k)
	if size.X == p.Width && passedThrough(p, h) {
		return p, nil
	}
	return wait(ctx, op, func() (service.Picture, error) {
		s := newStored(ctx, p, h)
		img, err := s.sized(image.Rect(0, 0, p.Width, p.Height), size)
		if err != nil {
			return service.Picture{}, undecodable(op, err)
		}
		jpeg, err := servedJPEG(img)
		if err != nil {
			return service.Picture{}, undecodable(op, err)
		}
		if p.Format == service.JPEG || p.Format == service.WebP {
			return jpeg, nil
		}
		png := p
		if size.X != p.Width || p.Format != service.PNG {
			data, err := EncodePNG(img)
			if err != nil {
				return service.Picture{}, err
			}
			png = encoded(data, service.PNG, img)
		}
		if fitsKeptPNG(size) || png.Bytes() < jpeg.Bytes() {
			return png, nil
		}
		return jpeg, nil
	})
}

// storedSize is an upload's size in pixels once X has it.
func storedSize(p service.Picture, k service.Kind) image.Point {
	widest, _ := k.StoredSize()
	if k != service.Avatar || p.Width <= widest {
		return image.Pt(p.Width, p.Height)
	}
	return image.Pt(widest, max((p.Height*widest+p.Width/2)/p.Width, 1))
}

// passedThrough reports whether X leaves an upload's bytes alone, without having to
// decode it.
func passedThrough(p service.Picture, h header.Header) bool {
	switch p.Format {
	case service.JPEG:
		return jpegio.Quality(p.Data) <= keptQuality
	case service.PNG:
		return h.Palette || fitsKeptPNG(image.Pt(p.Width, p.Height))
	}
	return false
}

func fitsKeptPNG(size image.Point) bool { return size.X <= keptPNGSide && size.Y <= keptPNGSide }
