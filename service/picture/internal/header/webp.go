package header

import (
	"encoding/binary"
	"image"
)

// WebP is a WebP file taken apart, as far as a still picture needs it.
type WebP struct {
	// Canvas is the picture's size in pixels.
	Canvas image.Point
	// Frame is where the first frame lies on the canvas, in pixels.
	Frame image.Rectangle
	// Lossy or Lossless is the first frame's bitstream, AlphaChunk what tops a lossy one; nil
	// for none. All are parts of the file.
	Lossy, Lossless, AlphaChunk []byte

	Alpha  bool
	Frames int
	// Whole tells that no chunk is cut short.
	Whole   bool
	profile []byte
	exif    []byte
}

func (h *Header) readWebP(data []byte) error {
	w, err := ParseWebP(data)
	if err != nil {
		return err
	}
	h.Width, h.Height = w.Canvas.X, w.Canvas.Y
	h.Alpha, h.Frames, h.ICC = w.Alpha, max(w.Frames, 1), w.profile
	h.Orientation = exifOrientation(w.exif)
	return nil
}

// ParseWebP walks the chunks of a RIFF container. A file whose first frame is cut short
// is still parsed as long as its size is known; Whole is false then.
func ParseWebP(data []byte) (WebP, error) {
	var w WebP
	extended := false
	end := int64(binary.LittleEndian.Uint32(data[4:])) + 8
	w.Whole = end <= int64(len(data))+1               // some writers leave the last pad byte out
	data = data[:min(max(end, 12), int64(len(data)))] // what follows the container is no business of ours
	for rest := data[12:]; len(rest) >= 8; {
		kind, body, next, whole := chunk(rest)
		w.Whole = w.Whole && whole
		switch kind {
		case "VP8X":
			if len(body) < 10 {
				return w, ErrShort
			}
			extended = true
			w.Alpha = body[0]&0x10 != 0
			w.Canvas = image.Pt(1+uint24(body[4:]), 1+uint24(body[7:]))
		case "ICCP":
			w.profile = body[:min(len(body), maxProfile)]
		case "EXIF":
			w.exif = body
		case "ANMF":
			w.Frames++
			if !w.coded() && len(body) > 16 {
				w.addFrame(body)
			}
		case "ALPH":
			if !w.coded() {
				w.take(kind, body)
			}
		case "VP8 ", "VP8L":
			size, alpha := frameSize(kind, body)
			if size == (image.Point{}) {
				return w, ErrShort
			}
			if !extended {
				w.Canvas, w.Alpha = size, alpha
			}
			if !w.coded() {
				w.take(kind, body)
				w.Frame = image.Rectangle{Max: size}
			}
			w.Frames++
		}
		rest = next
	}
	if w.Canvas == (image.Point{}) {
		return w, ErrShort
	}
	w.Alpha = w.Alpha || w.AlphaChunk != nil // some writers forget the flag
	w.Whole = w.Whole && w.Frames > 0 && w.Frame.In(image.Rectangle{Max: w.Canvas}) && !w.Frame.Empty()
	return w, nil
}

// addFrame takes the first frame of an animation: 16 bytes of placing, then chunks.
func (w *WebP) addFrame(body []byte) {
	at := image.Pt(2*uint24(body), 2*uint24(body[3:]))
	size := image.Pt(1+uint24(body[6:]), 1+uint24(body[9:]))
	for rest := body[16:]; len(rest) >= 8; {
		kind, inner, next, whole := chunk(rest)
		w.Whole = w.Whole && whole
		w.take(kind, inner)
		if kind == "VP8 " || kind == "VP8L" {
			if got, _ := frameSize(kind, inner); got != size {
				w.Whole = false
			}
			w.Frame = image.Rectangle{Min: at, Max: at.Add(size)}
			return
		}
		rest = next
	}
}

// take keeps a chunk of the first frame.
func (w *WebP) take(kind string, body []byte) {
	switch kind {
	case "ALPH":
		w.AlphaChunk = body
	case "VP8 ":
		w.Lossy = body
	case "VP8L":
		w.Lossless = body
	}
}

// coded tells that the first frame's bitstream has been found.
func (w *WebP) coded() bool { return w.Lossy != nil || w.Lossless != nil }

// chunk cuts the first chunk off; whole is false when it ends early.
func chunk(data []byte) (kind string, body, next []byte, whole bool) {
	length := int64(binary.LittleEndian.Uint32(data[4:]))
	end := 8 + length
	whole = end <= int64(len(data))
	body = data[8:min(end, int64(len(data)))]
	return string(data[:4]), body, data[min(end+length&1, int64(len(data))):], whole
}

// frameSize reads a bitstream's own header: RFC 6386 section 9.1, and the WebP lossless
// bitstream specification section 3. Zero when it is not one.
func frameSize(kind string, body []byte) (size image.Point, alpha bool) {
	if kind == "VP8L" {
		if len(body) < 5 || body[0] != 0x2F {
			return image.Point{}, false
		}
		bits := binary.LittleEndian.Uint32(body[1:])
		return image.Pt(1+int(bits&0x3FFF), 1+int(bits>>14&0x3FFF)), bits>>28&1 != 0
	}
	if len(body) < 10 || body[0]&1 != 0 || body[3] != 0x9D || body[4] != 0x01 || body[5] != 0x2A {
		return image.Point{}, false
	}
	return image.Pt(int(binary.LittleEndian.Uint16(body[6:])&0x3FFF), int(binary.LittleEndian.Uint16(body[8:])&0x3FFF)), false
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
