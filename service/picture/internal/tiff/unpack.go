package tiff

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"math/bits"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"
)

// Values of tag 259.
const (
	uncompressed = 1
	ccittGroup3  = 3
	ccittGroup4  = 4
	lzwCoded     = 5
	jpegCoded    = 7
	deflate      = 8
	packBits     = 32773
	deflateOld   = 32946
)

func known(compression int) bool {
	switch compression {
	case 0, uncompressed, ccittGroup3, ccittGroup4, lzwCoded, jpegCoded, deflate, packBits, deflateOld:
		return true // 0: some writers mean uncompressed
	}
	return false
}

// unpack decodes a chunk to as many bytes as its pixels take, in place of what was in to.
// Fewer are an error, more are ignored.
func (f *File) unpack(ctx context.Context, coded, to []byte, width, rows int) error {
	if f.reversed && f.compression != jpegCoded {
		turned := make([]byte, len(coded))
		for i, b := range coded {
			turned[i] = bits.Reverse8(b)
		}
		coded = turned
	}
	source := io.Reader(bytes.NewReader(coded))
	switch f.compression {
	case ccittGroup3, ccittGroup4:
		if f.bits != 1 || f.samples != 1 {
			return unsupported("fax coding of more than one bit")
		}
		if f.compression == ccittGroup3 && f.t4Options != 0 {
			return unsupported("Group 3 coding with two dimensions or padding")
		}
		kind := ccitt.Group3
		if f.compression == ccittGroup4 {
			kind = ccitt.Group4
		}
		source = ccitt.NewReader(source, ccitt.MSB, kind, width, rows, &ccitt.Options{
			// The coding knows black and white, the file zero and one.
			Invert: f.photometric == whiteIsZero,
		})
	case lzwCoded:
		r := lzw.NewReader(source, lzw.MSB, 8)
		defer r.Close()
		source = r
	case deflate, deflateOld:
		r, err := zlib.NewReader(source)
		if err != nil {
			return damaged(err)
		}
		defer r.Close()
		source = r
	case packBits:
		return unpackBits(coded, to)
	}
	return fill(ctx, source, to)
}

// fill reads until to is full, and stops with ctx.
func fill(ctx context.Context, source io.Reader, to []byte) error {
	const step = 1 << 18
	for len(to) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(step, len(to))
		if _, err := io.ReadFull(source, to[:n]); err != nil {
			return damaged(err)
		}
		to = to[n:]
	}
	return nil
}

func damaged(err error) error { return errors.Join(ErrDamaged, err) }

// unpackBits is chapter 9: a byte tells of a run or of bytes as they are.
func unpackBits(coded, to []byte) error {
	for len(to) > 0 {
		if len(coded) == 0 {
			return ErrDamaged
		}
		n := int(int8(coded[0]))
		coded = coded[1:]
		switch {
		case n == -128: // no operation
		case n < 0:
			if len(coded) == 0 {
				return ErrDamaged
			}
			run := to[:min(1-n, len(to))]
			for i := range run {
				run[i] = coded[0]
			}
			coded, to = coded[1:], to[len(run):]
		default:
			if len(coded) < n+1 {
				return ErrDamaged
			}
			done := copy(to, coded[:n+1])
			coded, to = coded[n+1:], to[done:]
		}
	}
	return nil
}

// unpredict adds up the differences of a row (chapter 14).
func (f *File) unpredict(row []byte, stride int) {
	switch f.bits {
	case 8:
		for i := stride; i < len(row); i++ {
			row[i] += row[i-stride]
		}
	case 16:
		for i := 2 * stride; i+1 < len(row); i += 2 {
			f.order.PutUint16(row[i:], f.order.Uint16(row[i:])+f.order.Uint16(row[i-2*stride:]))
		}
	case 32:
		for i := 4 * stride; i+3 < len(row); i += 4 {
			f.order.PutUint32(row[i:], f.order.Uint32(row[i:])+f.order.Uint32(row[i-4*stride:]))
		}
	}
}
