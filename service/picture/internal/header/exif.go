package header

import (
	"bytes"

	"masthead/service/picture/internal/tiff"
)

// exifOrientation is the orientation in a block of EXIF data, which is a TIFF file without
// a picture; 1 when there is none. Some writers of PNG and WebP put before it what begins
// it in a JPEG.
func exifOrientation(block []byte) int {
	return tiff.Orientation(bytes.TrimPrefix(block, []byte("Exif\x00\x00")))
}
