package service

import "fmt"

// Format is an image format by its name for people: "JPEG", "PNG".
type Format string

// The formats that Masthead reads, recognised by content.
const (
	JPEG Format = "JPEG"
	PNG  Format = "PNG"
	GIF  Format = "GIF"
	WebP Format = "WebP"
	BMP  Format = "BMP"
	TIFF Format = "TIFF"
	HEIC Format = "HEIC"
	AVIF Format = "AVIF"
	SVG  Format = "SVG"
)

// Extension is the usual file ending with its dot.
func (f Format) Extension() string {
	switch f {
	case JPEG:
		return ".jpg"
	case PNG:
		return ".png"
	case GIF:
		return ".gif"
	case WebP:
		return ".webp"
	case BMP:
		return ".bmp"
	case TIFF:
		return ".tiff"
	case HEIC:
		return ".heic"
	case AVIF:
		return ".avif"
	case SVG:
		return ".svg"
	}
	return ".bin"
}

// MediaType is the format's MIME type.
func (f Format) MediaType() string {
	switch f {
	case JPEG:
		return "image/jpeg"
	case PNG:
		return "image/png"
	case GIF:
		return "image/gif"
	case WebP:
		return "image/webp"
	case BMP:
		return "image/bmp"
	case TIFF:
		return "image/tiff"
	case HEIC:
		return "image/heic"
	case AVIF:
		return "image/avif"
	case SVG:
		return "image/svg+xml"
	}
	return "application/octet-stream"
}

// Picture is an encoded picture and the facts of its header. It is never modified:
// Data is shared, not copied.
type Picture struct {
	// Data holds the encoded bytes.
	Data   []byte
	Format Format
	// Width and Height are in pixels as the picture is meant to be seen: after the EXIF
	// orientation.
	Width, Height int
	// Orientation is the EXIF orientation, 1 to 8; 1 is upright.
	Orientation int
	// Profile names the colour profile or coding; "" when there is none, which means sRGB.
	Profile string
	// Caution says for people what is not shown faithfully, such as the colours of a profile
	// that cannot be applied; "" when all is.
	Caution string
	// Frames is 1 for a still picture.
	Frames int
	// Alpha tells that pixels may be transparent.
	Alpha bool
}

// Bytes is the encoded size in bytes.
func (p Picture) Bytes() int { return len(p.Data) }

// Dimensions is "400 × 400", in pixels.
func (p Picture) Dimensions() string { return fmt.Sprintf("%d × %d", p.Width, p.Height) }

// String says the facts and never the bytes: "PNG 400 × 400, 287 kB".
func (p Picture) String() string {
	return fmt.Sprintf("%s %s, %s", p.Format, p.Dimensions(), ByteCount(p.Bytes()))
}

// ByteCount writes a size for people, in decimal units as file managers and X's own
// limits use them: "940 B", "2.6 kB", "287 kB", "5.1 MB".
func ByteCount(n int) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 99_950:
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	case n < 999_500:
		return fmt.Sprintf("%.0f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
