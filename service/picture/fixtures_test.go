package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"github.com/gen2brain/webp"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"masthead/service"
)

// photo draws smooth hills of colour with some detail: something like a photograph.
func photo(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	ripple, wave, swell := make([]float64, w), make([]float64, w), make([]float64, w)
	for x := range w {
		u := float64(x) / float64(w)
		ripple[x], wave[x], swell[x] = 18*math.Sin(float64(x)*0.9), 80*math.Sin(6*u), 80*math.Cos(6*u)
	}
	for y := range h {
		v := float64(y) / float64(h)
		fade, sin, cos := math.Cos(float64(y)*0.7), math.Sin(4*v), math.Cos(4*v)
		row := img.Pix[y*img.Stride : (y+1)*img.Stride]
		for x := range w {
			detail := ripple[x] * fade
			row[4*x] = uint8(40 + 170*float64(x)/float64(w) + detail)
			row[4*x+1] = uint8(60 + 150*v + detail)
			row[4*x+2] = uint8(120 + wave[x]*cos + swell[x]*sin + detail)
			row[4*x+3] = 255
		}
	}
	return img
}

// corners marks which way is up: red, green, blue and white quarters.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, cornerColours[2*(2*y/h)+2*x/w])
		}
	}
	return img
}

var cornerColours = [4]color.RGBA{{220, 20, 20, 255}, {20, 200, 20, 255}, {20, 20, 220, 255}, {240, 240, 240, 255}}

// glass is half transparent at the left and clear at the right.
func glass(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w / 2 {
			img.SetNRGBA(x, y, color.NRGBA{200, 100, 50, 128})
		}
	}
	return img
}

func must(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encode(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asFormat(t testing.TB, f service.Format, img image.Image) []byte {
	t.Helper()
	return must(t, func(out *bytes.Buffer) error {
		switch f {
		case service.JPEG:
			return jpeg.Encode(out, img, &jpeg.Options{Quality: 92})
		case service.PNG:
			return png.Encode(out, img)
		case service.GIF:
			return gif.Encode(out, img, nil)
		case service.BMP:
			return bmp.Encode(out, img)
		case service.TIFF:
			return tiff.Encode(out, img, &tiff.Options{Compression: tiff.Deflate})
		default:
			return webp.Encode(out, img, webp.Options{Lossless: true, Quality: 75, Method: 1})
		}
	})
}

var allFormats = []service.Format{service.JPEG, service.PNG, service.GIF, service.WebP, service.BMP, service.TIFF}

// exifBlock is a TIFF structure with one tag: the orientation.
func exifBlock(orientation int) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00\x01\x00")
	b = append(b, 0x12, 0x01, 3, 0, 1, 0, 0, 0, byte(orientation), 0, 0, 0)
	return append(b, 0, 0, 0, 0)
}

// withOrientation puts EXIF data into an encoded picture.
func withOrientation(t *testing.T, f service.Format, data []byte, orientation int) []byte {
	t.Helper()
	block := exifBlock(orientation)
	switch f {
	case service.JPEG:
		body := append([]byte("Exif\x00\x00"), block...)
		head := []byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(body) + 2)}
		return append(append(head, body...), data[2:]...)
	case service.PNG:
		return append(append(bytes.Clone(data[:33]), pngChunk("eXIf", block)...), data[33:]...)
	case service.WebP:
		w := int(binary.LittleEndian.Uint32(data[21:])&0x3FFF) + 1
		h := int(binary.LittleEndian.Uint32(data[21:])>>14&0x3FFF) + 1
		extended := make([]byte, 10)
		extended[0] = 0x08
		putUint24(extended[4:], w-1)
		putUint24(extended[7:], h-1)
		body := appendChunk([]byte("WEBP"), "VP8X", extended)
		body = append(body, data[12:]...)
		return appendChunk(nil, "RIFF", appendChunk(body, "EXIF", block))
	case service.TIFF:
		return tiffWithOrientation(data, orientation)
	}
	t.Fatalf("no orientation in %s", f)
	return nil
}

// tiffWithOrientation copies the directory to the end of the file with one more tag.
func tiffWithOrientation(data []byte, orientation int) []byte {
	at := binary.LittleEndian.Uint32(data[4:])
	n := binary.LittleEndian.Uint16(data[at:])
	entries := data[at+2 : at+2+12*uint32(n)]
	tag := []byte{0x12, 0x01, 3, 0, 1, 0, 0, 0, byte(orientation), 0, 0, 0}
	out := bytes.Clone(data)
	if len(out)%2 != 0 {
		out = append(out, 0)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)))
	out = binary.LittleEndian.AppendUint16(out, n+1)
	placed := false
	for ; len(entries) > 0; entries = entries[12:] { // tags stand in ascending order
		if !placed && binary.LittleEndian.Uint16(entries) > 0x112 {
			out, placed = append(out, tag...), true
		}
		out = append(out, entries[:12]...)
	}
	return append(out, 0, 0, 0, 0)
}

func pngChunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(out, kind...)
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// declaring is a file that declares a size and has nothing behind it.
func declaring(f service.Format, w, h int) []byte {
	switch f {
	case service.JPEG:
		return []byte{0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xDA}
	case service.PNG:
		body := binary.BigEndian.AppendUint32(nil, uint32(w))
		body = binary.BigEndian.AppendUint32(body, uint32(h))
		return append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", append(body, 8, 6, 0, 0, 0))...)
	case service.GIF:
		return append([]byte("GIF89a"), byte(w), byte(w>>8), byte(h), byte(h>>8), 0, 0, 0, 0x3B)
	case service.WebP:
		bits := uint32(w-1) | uint32(h-1)<<14
		body := binary.LittleEndian.AppendUint32([]byte{0x2F}, bits)
		return appendChunk(nil, "RIFF", appendChunk([]byte("WEBP"), "VP8L", append(body, 0, 0, 0)))
	case service.BMP:
		b := make([]byte, 54)
		copy(b, "BM")
		b[10], b[14], b[26], b[28] = 54, 40, 1, 24
		binary.LittleEndian.PutUint32(b[18:], uint32(w))
		binary.LittleEndian.PutUint32(b[22:], uint32(h))
		return b
	}
	return nil
}

func near(a, b color.RGBA, tolerance int) bool {
	off := func(x, y uint8) bool { return int(x)-int(y) > tolerance || int(y)-int(x) > tolerance }
	return !off(a.R, b.R) && !off(a.G, b.G) && !off(a.B, b.B) && !off(a.A, b.A)
}

func encodeLossyWebP(out *bytes.Buffer, img image.Image) error {
	return webp.Encode(out, img, webp.Options{Quality: 95, Method: 4})
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
