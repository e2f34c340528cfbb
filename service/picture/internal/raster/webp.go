package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"

	"github.com/gen2brain/webp"

	"masthead/service/picture/internal/header"
)

// decodeWebP decodes the first frame onto its canvas. The library hands still pictures
// out in 4:2:0, which would blur the colours of a lossless one; animations it hands out
// as premultiplied RGBA. So the frame is put into an animation of its own, which also
// keeps it from decoding, and finding room for, all the other frames.
func decodeWebP(data []byte) (*image.RGBA, error) {
	parsed, err := header.ParseWebP(data)
	if err != nil {
		return nil, err
	}
	decoded, err := webp.Decode(bytes.NewReader(singleFrame(parsed)))
	if err != nil {
		return nil, err
	}
	img, ok := decoded.(*image.RGBA)
	if !ok || img.Rect.Size() != parsed.Canvas || len(img.Pix) != 4*parsed.Canvas.X*parsed.Canvas.Y {
		return nil, errors.New("webp: not the canvas that was asked for")
	}
	out := image.NewRGBA(img.Rect) // the library's pixels lie in all of its decoder's memory
	copy(out.Pix, img.Pix)
	return out, nil
}

// singleFrame writes an animated WebP file of one frame (RFC 9649, section 2.7).
func singleFrame(w header.WebP) []byte {
	const animated, alpha = 0x02, 0x10
	extended := make([]byte, 10)
	extended[0] = animated | alpha
	putUint24(extended[4:], w.Canvas.X-1)
	putUint24(extended[7:], w.Canvas.Y-1)

	frame := make([]byte, 16, 16+len(w.Bitstream))
	putUint24(frame[0:], w.Frame.Min.X/2)
	putUint24(frame[3:], w.Frame.Min.Y/2)
	putUint24(frame[6:], w.Frame.Dx()-1)
	putUint24(frame[9:], w.Frame.Dy()-1)
	frame = append(frame, w.Bitstream...)

	body := []byte("WEBP")
	body = appendChunk(body, "VP8X", extended)
	body = appendChunk(body, "ANIM", make([]byte, 6)) // a transparent ground, no end of loops
	body = appendChunk(body, "ANMF", frame)
	return appendChunk(nil, "RIFF", body)
}

func appendChunk(to []byte, kind string, body []byte) []byte {
	to = append(to, kind...)
	to = binary.LittleEndian.AppendUint32(to, uint32(len(body)))
	to = append(to, body...)
	if len(body)%2 != 0 {
		to = append(to, 0)
	}
	return to
}

func putUint24(to []byte, v int) {
	to[0], to[1], to[2] = byte(v), byte(v>>8), byte(v>>16)
}
