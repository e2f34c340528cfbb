package desktop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
)

// Screenshot is the whole screen.
func (d *Desktop) Screenshot(ctx context.Context) (*image.RGBA, error) {
	out, err := d.Command(ctx, "import", "-silent", "-window", "root", "-depth", "8", "ppm:-").Output()
	if err != nil {
		return nil, fmt.Errorf("desktop: screenshot: %w", err)
	}
	return decodePPM(out)
}

// decodePPM reads the binary form of the portable pixmap, 8 bits a channel.
func decodePPM(data []byte) (*image.RGBA, error) {
	var w, h, highest int
	r := bytes.NewReader(data)
	if _, err := fmt.Fscanf(r, "P6\n%d %d\n%d\n", &w, &h, &highest); err != nil || highest != 255 {
		return nil, errors.New("desktop: screenshot: not a P6 pixmap of 8 bits")
	}
	pix := data[len(data)-r.Len():]
	if w <= 0 || h <= 0 || len(pix) < 3*w*h {
		return nil, errors.New("desktop: screenshot: cut short")
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, out := 0, img.Pix; i < 3*w*h; i, out = i+3, out[4:] {
		out[0], out[1], out[2], out[3] = pix[i], pix[i+1], pix[i+2], 0xFF
	}
	return img, nil
}

// Find is where a picture stands in another, bit for bit.
func Find(in, part *image.RGBA) (image.Point, bool) {
	return FindWhere(in, part, nil)
}

// FindWhere is Find for the pixels of part that count; a nil function counts all.
func FindWhere(in, part *image.RGBA, counts func(x, y int) bool) (image.Point, bool) {
	w, h := part.Rect.Dx(), part.Rect.Dy()
	probe, ok := firstCounting(part, counts)
	if !ok {
		return image.Point{}, false
	}
	at := part.PixOffset(part.Rect.Min.X+probe.X, part.Rect.Min.Y+probe.Y)
	want := part.Pix[at : at+4]
	for y := in.Rect.Min.Y; y+h <= in.Rect.Max.Y; y++ {
		row := in.Pix[in.PixOffset(in.Rect.Min.X, y+probe.Y):][:4*in.Rect.Dx()]
		for x := in.Rect.Min.X; x+w <= in.Rect.Max.X; x++ {
			i := 4 * (x + probe.X - in.Rect.Min.X)
			if row[i] == want[0] && bytes.Equal(row[i:i+4], want) && matches(in, part, x, y, counts) {
				return image.Pt(x, y), true
			}
		}
	}
	return image.Point{}, false
}

// firstCounting is the counting pixel next to the middle of the picture: corners and
// edges are too often of one colour.
func firstCounting(part *image.RGBA, counts func(x, y int) bool) (image.Point, bool) {
	w, h := part.Rect.Dx(), part.Rect.Dy()
	for i := range w * h {
		at := (i + w*h/2 + w/2) % (w * h)
		if x, y := at%w, at/w; counts == nil || counts(x, y) {
			return image.Pt(x, y), true
		}
	}
	return image.Point{}, false
}

func matches(in, part *image.RGBA, x, y int, counts func(x, y int) bool) bool {
	w, h := part.Rect.Dx(), part.Rect.Dy()
	for j := range h {
		a := in.PixOffset(x, y+j)
		b := part.PixOffset(part.Rect.Min.X, part.Rect.Min.Y+j)
		if counts == nil {
			if !bytes.Equal(in.Pix[a:a+4*w], part.Pix[b:b+4*w]) {
				return false
			}
			continue
		}
		for i := range w {
			if counts(i, j) && !bytes.Equal(in.Pix[a+4*i:a+4*i+4], part.Pix[b+4*i:b+4*i+4]) {
				return false
			}
		}
	}
	return true
}
