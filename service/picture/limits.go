package picture

import (
	"fmt"

	"masthead/service"
	"masthead/service/picture/internal/header"
)

// Limits of what is read. They bound memory: a decoded pixel takes 4 bytes, and some
// decoders need several times that while they work.
const (
	// MaxBytes is the largest file, in bytes.
	MaxBytes = 64_000_000
	// MaxSide is the largest width or height, in pixels: JPEG's own limit.
	MaxSide = 65_535
)

const megapixel = 1_000_000

// maxPixels is the most pixels that a picture of this form may declare.
func maxPixels(h header.Header) int {
	switch {
	case h.Format == service.JPEG && h.Progressive: // all coefficients stay in memory: 6 bytes a pixel
		return 64 * megapixel
	case h.Format == service.JPEG:
		return 120 * megapixel
	case h.Format == service.PNG && !h.Deep:
		return 120 * megapixel
	case h.Format == service.BMP:
		return 100 * megapixel
	case h.Format == service.WebP: // its decoder keeps the canvas three times
		return 40 * megapixel
	}
	return 60 * megapixel // GIF, TIFF, and PNG of 16 bits: 8 bytes a pixel
}

// checkLimits refuses what would take too much memory, by its header alone.
func checkLimits(op string, h header.Header) error {
	most := maxPixels(h)
	if h.Width <= MaxSide && h.Height <= MaxSide && h.Width*h.Height <= most {
		return nil
	}
	return &service.Error{
		Op: op, Code: service.TooLarge,
		Detail: fmt.Sprintf("%d × %d pixels; a %s may have %d million", h.Width, h.Height, form(h), most/megapixel),
	}
}

// form is a format with the property that its limit hangs on.
func form(h header.Header) string {
	switch {
	case h.Format == service.JPEG && h.Progressive:
		return "progressive JPEG"
	case h.Format == service.PNG && h.Deep:
		return "16-bit PNG"
	}
	return string(h.Format)
}

func tooManyBytes(op string, n int64) error {
	return &service.Error{
		Op: op, Code: service.TooLarge,
		Detail: fmt.Sprintf("%s; a file may have %s", service.ByteCount(int(n)), service.ByteCount(MaxBytes)),
	}
}
