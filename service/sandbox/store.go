package sandbox

import (
	"encoding/binary"
	"image"
)

// jpegQuality is the quality at which X encodes.
const jpegQuality = 85

// photoPNGMax is the side up to which a photographic PNG is left a PNG, in pixels (X's
// announcement of 2019).
const photoPNGMax = 900

// store makes of an upload what X keeps of it: the section that was chosen, no wider
// than maxWidth, in the format that its rules of 2019 lead to. Nothing is encoded anew
// that need not be.
func store(data []byte, maxWidth int, section *image.Rectangle) (*picture, error) {
	p, err := newPicture(data)
	if err != nil {
		return nil, err
	}
	img, err := p.pixels()
	if err != nil {
		return nil, err
	}
	all := img.Bounds()
	cut := all
	if section != nil {
		cut = section.Add(all.Min)
		if !cut.In(all) {
			return nil, errSize
		}
	}
	untouched := cut == all && all.Dx() <= maxWidth
	if !untouched {
		w := min(cut.Dx(), maxWidth)
		h := max(1, (cut.Dy()*w+cut.Dx()/2)/cut.Dx())
		if h > maxPixels/w {
			return nil, errSize
		}
		img = scale(img, cut, w, h)
	}
	if data, err = kept(p, img, untouched); err != nil {
		return nil, errSize
	}
	return newPicture(data)
}

// kept is what the rules make of an upload p whose pixels are now img. JPEG stays JPEG;
// palettes and small PNGs stay PNG, and so does the first frame of a GIF; a large
// photographic PNG stays one only where that is smaller.
func kept(p *picture, img image.Image, untouched bool) ([]byte, error) {
	if p.extension == ".jpg" {
		if untouched && quantised(p.data) {
			return p.data, nil
		}
		return encode(img, ".jpg")
	}
	flat := p.data
	if !untouched || p.extension != ".png" {
		var err error
		if flat, err = encode(img, ".png"); err != nil {
			return nil, err
		}
	}
	if b := img.Bounds(); p.palette() || b.Dx() <= photoPNGMax && b.Dy() <= photoPNGMax {
		return flat, nil
	}
	photo, err := encode(img, ".jpg")
	if err != nil || len(flat) < len(photo) {
		return flat, err
	}
	return photo, nil
}

// quantised reports whether a JPEG's brightness is quantised at least as coarsely as
// at quality 85, so that X passes it through. The sum of that table is what the IJG's
// formula gives for 85.
func quantised(data []byte) bool {
	const sumAt85 = 1109
	sum := 0
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, length := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		end := at + 2 + length
		if marker == 0xda || length < 2 || end > len(data) {
			break
		}
		// Table 0 with 8-bit entries is the brightness's in every encoder that matters.
		if body := data[at+4 : end]; marker == 0xdb && len(body) >= 65 && body[0] == 0 {
			for _, v := range body[1:65] {
				sum += int(v)
			}
		}
		at = end
	}
	return sum >= sumAt85
}
