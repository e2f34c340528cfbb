package header

import (
	"errors"
	"fmt"

	"masthead/service/picture/internal/tiff"
)

func (h *Header) readTIFF(data []byte) error {
	f, err := tiff.Parse(data)
	if errors.Is(err, tiff.ErrUnsupported) {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrShort, err)
	}
	h.Width, h.Height, h.Orientation, h.Frames = f.Width, f.Height, f.Orientation, f.Pages
	h.Alpha, h.Deep, h.Ink = f.Alpha, f.Deep(), f.Ink()
	if len(f.Profile) <= maxProfile {
		h.ICC = f.Profile
	}
	return nil
}
