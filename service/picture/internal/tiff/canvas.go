package tiff

import "image"

// canvas is where the chunks come together: four channels of 8 bits, or of 16 big-endian.
type canvas struct {
	rect     image.Rectangle
	pix      []byte
	pixel    int // bytes
	unpacked [maxSamples][]byte
}

func newCanvas(f *File) *canvas {
	c := &canvas{rect: image.Rect(0, 0, f.Width, f.Height), pixel: 4}
	if f.Deep() {
		c.pixel = 8
	}
	c.pix = make([]byte, c.pixel*f.Width*f.Height)
	return c
}

// room is n bytes for a plane, used again by the next chunk.
func (c *canvas) room(plane, n int) []byte {
	if cap(c.unpacked[plane]) < n {
		c.unpacked[plane] = make([]byte, n)
	}
	return c.unpacked[plane][:n]
}

// row is the bytes of the pixels from x0 to x1 of a row.
func (c *canvas) row(x0, x1, y int) []byte {
	start := y * c.rect.Dx()
	return c.pix[(start+x0)*c.pixel : (start+x1)*c.pixel]
}

func (c *canvas) image(alpha coverage) image.Image {
	stride := c.pixel * c.rect.Dx()
	switch {
	case c.pixel == 8 && alpha == premultiplied:
		return &image.RGBA64{Pix: c.pix, Stride: stride, Rect: c.rect}
	case c.pixel == 8:
		return &image.NRGBA64{Pix: c.pix, Stride: stride, Rect: c.rect}
	case alpha == premultiplied:
		return &image.RGBA{Pix: c.pix, Stride: stride, Rect: c.rect}
	}
	return &image.NRGBA{Pix: c.pix, Stride: stride, Rect: c.rect}
}
