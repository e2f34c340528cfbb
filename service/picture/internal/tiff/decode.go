package tiff

import (
	"context"
	"image"
)

// Codec decodes a JPEG stream of a size in pixels.
type Codec func(data []byte, size image.Point) (*image.RGBA, error)

// Decode decodes the first picture as stored: an *image.NRGBA, or *image.NRGBA64 where it
// is deep, or *image.RGBA and *image.RGBA64 where the file's colours are premultiplied.
// Colour profiles are not applied; CMYK becomes RGB plainly, each channel times black. The
// codec is for JPEG within. Errors: ErrDamaged, ErrUnsupported, ctx's, and the codec's.
func (f *File) Decode(ctx context.Context, jpeg Codec) (image.Image, error) {
	if err := f.plausible(); err != nil {
		return nil, err
	}
	c := newCanvas(f)
	for down := range f.down {
		for across := range f.across {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			area := image.Rect(0, 0, f.layout.width, f.rows(down)).Add(image.Pt(across*f.layout.width, down*f.layout.height))
			var err error
			if f.compression == jpegCoded {
				err = f.decodeJPEG(c, down*f.across+across, area, jpeg)
			} else {
				err = f.decodeChunk(ctx, c, down*f.across+across, area)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return c.image(f.alpha), nil
}

// maxUnpacked is the most bytes that the chunks of all planes may take unpacked while they
// become pixels: 60 million pixels of four channels of 16 bits, in one strip.
const maxUnpacked = 1 << 29

// maxPacked is how many bytes no packing but fax coding makes of one: LZW's codes of 12 bits
// stand for less than 4 kB, Deflate gives 1,032 at most.
const maxPacked = 2_800

// plausible checks before anything is allocated that every chunk is there, and that it can
// hold as many bytes as its pixels take.
func (f *File) plausible() error {
	if f.bytes(f.layout.width, f.layout.height)*f.planes > maxUnpacked {
		return unsupported("%d million bytes in one piece", f.bytes(f.layout.width, f.layout.height)*f.planes/1_000_000)
	}
	n := f.across * f.down * f.planes
	if f.offsets.len() < n {
		return ErrDamaged
	}
	for i := range n {
		coded, err := f.chunk(i)
		if err != nil {
			return err
		}
		need := f.bytes(f.layout.width, f.rows(i/f.across%f.down))
		switch f.compression {
		case 0, uncompressed:
			if len(coded) < need {
				return ErrDamaged
			}
		case lzwCoded, deflate, deflateOld, packBits:
			if len(coded) < need/maxPacked {
				return ErrDamaged
			}
		}
	}
	return nil
}

// bytes is how many bytes the pixels of a chunk take, unpacked, in one plane.
func (f *File) bytes(width, rows int) int {
	if f.photometric == yCbCr {
		return f.unitRow(width) * ((rows + f.subsampling[1] - 1) / f.subsampling[1])
	}
	return f.rowBytes(width) * rows
}

func (f *File) rowBytes(width int) int {
	return (width*f.samples/f.planes*f.bits + 7) / 8
}

// decodeChunk unpacks all planes of a chunk and writes its rows.
func (f *File) decodeChunk(ctx context.Context, c *canvas, number int, area image.Rectangle) error {
	width := area.Dx()
	planes, err := f.unpackPlanes(ctx, c, number, width, area.Dy())
	if err != nil {
		return err
	}
	if f.photometric == yCbCr {
		f.writeYCbCr(c, area, planes[0])
		return nil
	}
	seen := area.Intersect(c.rect)
	samples := make([]uint16, width*f.samples)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		for p, plane := range planes {
			row := plane[(y-area.Min.Y)*f.rowBytes(width):][:f.rowBytes(width)]
			if f.predicted {
				f.unpredict(row, f.samples/f.planes)
			}
			if f.plain() {
				writePlain(row, c.row(seen.Min.X, seen.Max.X, y))
			} else {
				f.spread(row, samples[p:], f.planes)
			}
		}
		if !f.plain() {
			f.writeRow(samples, c.row(seen.Min.X, seen.Max.X, y))
		}
	}
	return nil
}

// unpackPlanes returns a chunk's pixels, plane by plane, in the file's own memory where
// nothing has to be done to them.
func (f *File) unpackPlanes(ctx context.Context, c *canvas, number, width, rows int) ([][]byte, error) {
	size := f.bytes(width, rows)
	planes := make([][]byte, f.planes)
	for p := range planes {
		coded, err := f.chunk(p*f.across*f.down + number)
		if err != nil {
			return nil, err
		}
		if f.compression <= uncompressed && !f.reversed {
			planes[p] = coded[:size] // plausible has checked that there are as many
			continue
		}
		planes[p] = c.room(p, size)
		if err := f.unpack(ctx, coded, planes[p], width, rows); err != nil {
			return nil, err
		}
	}
	return planes, nil
}
