package tiff

import (
	"bytes"
	"encoding/binary"
	"image"
)

// decodeJPEG decodes a chunk that is a JPEG stream whose tables may lie in the directory
// (Adobe's TIFF technical note 2).
func (f *File) decodeJPEG(c *canvas, number int, area image.Rectangle, decode Codec) error {
	if f.bits != 8 || f.planes != 1 || f.samples != f.colours || f.photometric == palette || f.photometric >= cieLab {
		return unsupported("JPEG within, of %d samples of %d bits in %d planes", f.samples, f.bits, f.planes)
	}
	coded, err := f.chunk(number)
	if err != nil {
		return err
	}
	if len(coded) < 4 || coded[0] != 0xFF || coded[1] != 0xD8 {
		return ErrDamaged
	}
	size := frameSize(coded)
	seen := area.Intersect(c.rect)
	if size.X < seen.Dx() || size.X > area.Dx() || size.Y < seen.Dy() || size.Y > f.layout.height {
		return ErrDamaged
	}
	img, err := decode(f.complete(coded), size)
	if err != nil {
		return err
	}
	for y := range seen.Dy() {
		row := c.row(seen.Min.X, seen.Max.X, seen.Min.Y+y)
		copy(row, img.Pix[y*img.Stride:][:4*seen.Dx()])
		if f.photometric == whiteIsZero {
			for i := range row {
				if i%4 != 3 {
					row[i] = ^row[i]
				}
			}
		}
	}
	return nil
}

// complete puts before a chunk's own segments the shared tables and a marker that tells
// which colours three components are; four are CMYK without one.
func (f *File) complete(coded []byte) []byte {
	out := []byte{0xFF, 0xD8}
	if f.colours == 3 {
		const yCbCrColours = 1 // and 0 for RGB: Adobe's APP14
		transform := byte(0)
		if f.photometric == yCbCr {
			transform = yCbCrColours
		}
		out = append(out, 0xFF, 0xEE, 0, 14)
		out = append(out, "Adobe\x00\x64\x00\x00\x00\x00"...)
		out = append(out, transform)
	}
	if tables := bytes.TrimSuffix(f.tables, []byte{0xFF, 0xD9}); len(tables) > 2 {
		out = append(out, tables[2:]...)
	}
	return append(out, coded[2:]...)
}

// frameSize reads the size in pixels from a JPEG's frame header; zero when there is none.
func frameSize(coded []byte) image.Point {
	for at := 2; at+9 <= len(coded); {
		if coded[at] != 0xFF {
			return image.Point{}
		}
		marker := coded[at+1]
		switch {
		case marker == 0xFF: // filling
			at++
			continue
		case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
			return image.Pt(int(binary.BigEndian.Uint16(coded[at+7:])), int(binary.BigEndian.Uint16(coded[at+5:])))
		}
		at += 2 + int(binary.BigEndian.Uint16(coded[at+2:]))
	}
	return image.Point{}
}
