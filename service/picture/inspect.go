package picture

import (
	"errors"

	"masthead/service"
	"masthead/service/picture/internal/header"
)

// Inspect reads a picture's header and no pixel: format by content, size after the EXIF
// orientation, frames, alpha, profile. It refuses with NotAPicture, CutShort when the
// header itself is broken, Unsupported, and TooLarge with the limit in Detail. The data
// is kept in the Picture, not copied.
func Inspect(data []byte) (service.Picture, error) {
	p, _, err := inspect("picture.Inspect", data)
	return p, err
}

func inspect(op string, data []byte) (service.Picture, header.Header, error) {
	h, err := header.Read(data)
	switch {
	case errors.Is(err, header.ErrNotPicture):
		return service.Picture{}, h, notAPicture(op, data)
	case errors.Is(err, header.ErrUnsupported):
		return service.Picture{}, h, &service.Error{Op: op, Code: service.Unsupported, Err: err}
	case err != nil:
		return service.Picture{}, h, &service.Error{Op: op, Code: service.CutShort, Err: err}
	}
	if len(data) > MaxBytes {
		return service.Picture{}, h, tooManyBytes(op, int64(len(data)))
	}
	if err := checkLimits(op, h); err != nil {
		return service.Picture{}, h, err
	}
	c := readColours(h)
	p := service.Picture{
		Data: data, Format: h.Format, Width: h.Width, Height: h.Height,
		Orientation: h.Orientation, Profile: c.profile, Caution: c.caution, Frames: h.Frames, Alpha: h.Alpha,
	}
	if h.Partly != "" {
		p.Caution = "Masthead does not draw this SVG's " + h.Partly
	}
	if h.Orientation >= 5 {
		p.Width, p.Height = h.Height, h.Width
	}
	return p, h, nil
}
