package header

import (
	"bytes"

	"github.com/bep/imagemeta"

	"masthead/service"
)

// orientation is the EXIF orientation, 1 when there is none. Broken EXIF data never
// spoils a picture: whatever goes wrong in reading it means upright.
func orientation(data []byte, format service.Format) (turned int) {
	formats := map[service.Format]imagemeta.ImageFormat{
		service.JPEG: imagemeta.JPEG, service.PNG: imagemeta.PNG,
		service.WebP: imagemeta.WebP, service.TIFF: imagemeta.TIFF,
	}
	known, ok := formats[format]
	if !ok {
		return 1
	}
	turned = 1
	defer func() { _ = recover() }()
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: known, Sources: imagemeta.EXIF,
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
