package picture

import (
	"fmt"

	"masthead/service"
	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/jpegio"
)

// Limits of what is read. They bound memory: a decoded pixel takes 4 bytes, and some
// decoders need several times that while they work.
const (
	// MaxBytes is the largest file, in bytes.
	MaxBytes = 100_000_000
	// MaxSide is the largest width or height, in pixels: libjpeg's own limit.
	MaxSide = 65_500
)

const megapixel = 1_000_000

// maxWhole is the most pixels that are ever decoded at once: 480 MB of them.
const maxWhole = 120 * megapixel

// maxStored is the most pixels of a picture that X is thought to hold: far more than its
// limits of bytes allow for a photograph.
const maxStored = 60 * megapixel

// maxPixels is the most pixels that a picture of this form may declare.
func maxPixels(h header.Header) int {
	switch {
	case h.Format == service.JPEG && h.Progressive: // all coefficients stay in memory: 6 bytes a pixel, 8 with four inks: 512 MB
		return 64 * megapixel
	case h.Format == service.JPEG && jpegio.Fractions: // drawn from a fraction, or a part at a time
		return 300 * megapixel
	case h.Format == service.JPEG, h.Format == service.PNG && !h.Deep:
		return maxWhole
	case h.Format == service.BMP, h.Format == service.WebP: // 6 bytes a pixel for WebP, and 4 for its result
		return 100 * megapixel
	case h.Format == service.AVIF && h.Deep: // 38 bytes a pixel
		return 20 * megapixel
	case h.Format == service.AVIF: // 27 bytes a pixel
		return 30 * megapixel
	}
	return 60 * megapixel // GIF, TIFF, PNG of 16 bits: 8 bytes a pixel; HEIC: 13 to 20
}

// checkLimits refuses what would take too much memory, by its header alone.
func checkLimits(op string, h header.Header) error {
	return checkPixels(op, h, maxPixels(h))
}

// checkPixels refuses more than so many pixels.
func checkPixels(op string, h header.Header, most int) error {
	if h.Width <= MaxSide && h.Height <= MaxSide && h.Width*h.Height <= most {
		if h.Coded <= most {
			return nil
		}
		return &service.Error{
			Op: op, Code: service.TooLarge,
			Detail: fmt.Sprintf("%d million pixels within; %s may have %d million", h.Coded/megapixel, form(h), most/megapixel),
		}
	}
	return &service.Error{
		Op: op, Code: service.TooLarge,
		Detail: fmt.Sprintf("%d × %d pixels; %s may have %d million", h.Width, h.Height, form(h), most/megapixel),
	}
}

// form is a format with its article and the property that its limit hangs on.
func form(h header.Header) string {
	switch {
	case h.Format == service.JPEG && h.Progressive:
		return "a progressive JPEG"
	case h.Format == service.PNG && h.Deep:
		return "a 16-bit PNG"
	case h.Format == service.AVIF && h.Deep:
		return "an AVIF of more than 8 bits"
	case h.Format == service.AVIF || h.Format == service.SVG:
		return "an " + string(h.Format)
	}
	return "a " + string(h.Format)
}

func tooManyBytes(op string, n int64) error {
	return &service.Error{
		Op: op, Code: service.TooLarge,
		Detail: fmt.Sprintf("%s; a file may have %s", service.ByteCount(int(n)), service.ByteCount(MaxBytes)),
	}
}
