package raster

import (
	"context"
	"errors"
	"image"
	"sync"
)

// planes is a picture as video codecs hand it out: brightness, and two differences of
// colour at full or half density.
type planes struct {
	width, height    int
	y, cb, cr        []uint8 // cb and cr are nil for a grey picture
	yStride, cStride int
	// across and down are 2 where there is one chroma sample for two pixels, else 1.
	across, down int
}

// check makes sure that the planes hold as many samples as they are read for.
func (p *planes) check() error {
	if p.yStride < p.width || len(p.y) < p.yStride*(p.height-1)+p.width {
		return errors.New("brightness is cut short")
	}
	if p.cb == nil {
		return nil
	}
	w, h := (p.width+p.across-1)/p.across, (p.height+p.down-1)/p.down
	if least := p.cStride*(h-1) + w; p.cStride < w || len(p.cb) < least || len(p.cr) < least {
		return errors.New("chroma is cut short")
	}
	return nil
}

// convert makes opaque straight pixels. Between chroma samples it weighs the nearest ones 9:3:3:1, as libjpeg and libwebp do for samples that
// lie between pixels.
func (p *planes) convert(ctx context.Context, m *matrix) (*image.NRGBA, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	out := image.NewNRGBA(image.Rect(0, 0, p.width, p.height))
	room := sync.Pool{New: func() any { return new([2][]uint8{make([]uint8, p.width+3), make([]uint8, p.width+3)}) }}
	return out, inBands(ctx, out.Rect.Size(), func(y int) {
		row := out.Pix[y*out.Stride:][:out.Stride]
		line := p.y[y*p.yStride:][:p.width]
		if p.cb == nil {
			m.grey(row, line)
			return
		}
		lines := room.Get().(*[2][]uint8)
		m.colours(row, line, p.line(lines[0], p.cb, y), p.line(lines[1], p.cr, y))
		room.Put(lines)
	})
}

// line gives a row of chroma at full density.
func (p *planes) line(room, plane []uint8, y int) []uint8 {
	n := (p.width + p.across - 1) / p.across
	near, far := y, y
	if p.down == 2 {
		near = y / 2
		far = near - 1
		if y%2 != 0 {
			far = near + 1
		}
		far = min(max(far, 0), (p.height-1)/2)
	}
	a, b := plane[near*p.cStride:near*p.cStride+n], plane[far*p.cStride:far*p.cStride+n]
	switch {
	case p.across == 1 && p.down == 1:
		return a
	case p.across == 1:
		for i := range a {
			room[i] = uint8((3*uint32(a[i]) + uint32(b[i]) + 2) >> 2)
		}
	default:
		spread(room, a, b)
	}
	return room[:p.width]
}

// spread makes two samples of each in the near row, weighing in its neighbours and the
// far row, with the roundings of libwebp.
func spread(out, near, far []uint8) {
	left, leftFar := uint32(near[0]), uint32(far[0])
	out[0] = uint8((3*left + leftFar + 2) >> 2)
	at := 1
	for i := 1; i < len(near); i++ {
		right, rightFar := uint32(near[i]), uint32(far[i])
		sum := left + right + leftFar + rightFar + 8
		out[at] = uint8(((sum+2*(right+leftFar))>>3 + left) >> 1)
		out[at+1] = uint8(((sum+2*(left+rightFar))>>3 + right) >> 1)
		at += 2
		left, leftFar = right, rightFar
	}
	out[at] = uint8((3*left + leftFar + 2) >> 2)
}
