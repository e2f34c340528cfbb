package header

import "masthead/service"

// Whole reports whether the file's own structure says that nothing is missing at its
// end, for the formats whose decoders would not notice: a GIF cut in a later frame, a
// WebP whose container promises more. True for all others.
func Whole(data []byte, format service.Format) bool {
	switch format {
	case service.GIF:
		_, _, whole := walkGIF(data)
		return whole
	case service.WebP:
		w, err := ParseWebP(data)
		return err == nil && w.Whole
	}
	return true
}
