package picture

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"

	"masthead/service"
	"masthead/service/picture/internal/palette"
)

// EncodePNG codes pixels without loss or metadata.
func EncodePNG(img *image.RGBA) ([]byte, error) {
	return encodePNG(straight(img), png.DefaultCompression)
}

// QuickPNG is EncodePNG in a third of the time and a sixth more bytes: for files whose
// bytes nobody counts.
func QuickPNG(img *image.RGBA) ([]byte, error) {
	return encodePNG(straight(img), png.BestSpeed)
}

func encodePNG(img image.Image, level png.CompressionLevel) ([]byte, error) {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: level}
	if err := encoder.Encode(&out, img); err != nil {
		return nil, &service.Error{Op: "picture.EncodePNG", Err: err}
	}
	return out.Bytes(), nil
}

// lossless codes pixels, given in the form to be coded too, as PNG; the zero Upload when
// that does not stay under the limit. The quickest compression comes first: the others
// take four to ten times as long for a seventh less, and what fits, fits.
func (e encoder) lossless(ctx context.Context, img *image.RGBA, form image.Image) (Upload, error) {
	for _, level := range []png.CompressionLevel{png.BestSpeed, png.DefaultCompression, png.BestCompression} {
		if ctx.Err() != nil {
			return Upload{}, canceled(ctx, e.op)
		}
		data, err := encodePNG(form, level)
		if err != nil {
			return Upload{}, err
		}
		if len(data) < e.limit {
			return Upload{Picture: encoded(data, service.PNG, img), Pixels: img, Lossless: true, Why: "kept without loss"}, nil
		}
		if len(data) > 2*e.limit { // no level makes up for that
			break
		}
	}
	return Upload{}, nil
}

// smallestForm is the form in which the same pixels take the fewest bytes as PNG: a
// palette, shades of grey, colours, or colours with alpha.
func smallestForm(img *image.RGBA) image.Image {
	p, ok := palette.Exact(img)
	if !ok {
		return straight(img)
	}
	if shades := asGrey(p); shades != nil && len(p.Palette) > 16 {
		return shades // PNG predicts pixels from their neighbours only where they are no indices
	}
	return p
}

// asGrey makes shades of a paletted picture; nil when it has colours or is transparent.
func asGrey(p *image.Paletted) *image.Gray {
	var shades [palette.Most]uint8
	for i, entry := range p.Palette {
		c := entry.(color.NRGBA)
		if c.R != c.G || c.G != c.B || c.A != 0xFF {
			return nil
		}
		shades[i] = c.R
	}
	out := image.NewGray(p.Rect)
	for i, index := range p.Pix {
		out.Pix[i] = shades[index]
	}
	return out
}

// straight is an image as PNG keeps it: its alpha taken out of its colours, rounded so
// that decoding finds every pixel again. An opaque one is returned as it is.
func straight(img *image.RGBA) image.Image {
	if img.Opaque() {
		return img
	}
	size := img.Rect.Size()
	out := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		from, to := img.Pix[y*img.Stride:][:4*size.X], out.Pix[y*out.Stride:]
		for x := 0; x < len(from); x += 4 {
			if from[x+3] == 0xFF {
				copy(to[x:x+4], from[x:])
				continue
			}
			c := palette.Straight(from[x : x+4])
			to[x], to[x+1], to[x+2], to[x+3] = c.R, c.G, c.B, c.A
		}
	}
	return out
}
