package header

import (
	"bytes"

	"github.com/bep/imagemeta"
)

// maxEXIF bounds the EXIF data that is looked at, in bytes: a JPEG segment's limit is less.
const maxEXIF = 1 << 16

// exifOrientation is the orientation in a block of EXIF data, which is a TIFF file without
// a picture; 1 when there is none.
func exifOrientation(block []byte) int {
	return orientation(block[:min(len(block), maxEXIF)], imagemeta.TIFF)
}

// orientation reads the EXIF orientation of a file; 1 when there is none. Broken EXIF data
// never spoils a picture: whatever goes wrong in reading it means upright.
func orientation(data []byte, format imagemeta.ImageFormat) (turned int) {
	turned = 1
	defer func() { _ = recover() }()
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: format, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool {
			return tag.Tag == "Orientation" && tag.Namespace == "IFD0"
		},
		HandleTag: func(tag imagemeta.TagInfo) error {
			if value, ok := tag.Value.(uint16); ok && value >= 1 && value <= 8 {
				turned = int(value)
			}
			return imagemeta.ErrStopWalking
		},
		LimitNumTags: 500,
	})
	return turned
}
