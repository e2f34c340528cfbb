package tiff

import "encoding/binary"

// spread reads a row's samples of any depth to 8 or 16 bits, full scale (palette numbers
// stay numbers), and puts them at every stride-th place of to.
func (f *File) spread(row []byte, to []uint16, stride int) {
	switch {
	case f.bits == 8:
		for i := 0; i < len(to); i += stride {
			to[i] = uint16(row[0])
			row = row[1:]
		}
	case f.bits == 16:
		little := f.order == binary.ByteOrder(binary.LittleEndian)
		for i := 0; i < len(to); i += stride {
			if little {
				to[i] = uint16(row[0]) | uint16(row[1])<<8
			} else {
				to[i] = uint16(row[1]) | uint16(row[0])<<8
			}
			row = row[2:]
		}
	case f.bits == 32:
		for i := 0; i < len(to); i += stride {
			to[i] = uint16((uint64(f.order.Uint32(row))*0xFFFF + 1<<31) / (1<<32 - 1))
			row = row[4:]
		}
	default:
		f.spreadBits(row, to, stride)
	}
}

// spreadBits is spread for samples that do not fill bytes; the highest bit comes first.
func (f *File) spreadBits(row []byte, to []uint16, stride int) {
	most := uint32(1)<<f.bits - 1
	full := uint32(0xFF)
	switch {
	case f.photometric == palette:
		full = most
	case f.bits > 8:
		full = 0xFFFF
	}
	pending, held := uint32(0), 0
	for i := 0; i < len(to); i += stride {
		for held < f.bits {
			pending = pending<<8 | uint32(row[0])
			row = row[1:]
			held += 8
		}
		held -= f.bits
		v := pending >> held & most
		to[i] = uint16((v*full + most/2) / most)
	}
}

// writeRow turns a row of samples into pixels, 8 or 16 bits each, big-endian, of four
// channels.
func (f *File) writeRow(samples []uint16, pix []byte) {
	full := uint16(0xFF)
	step := 4
	if f.Deep() {
		full, step = 0xFFFF, 8
	}
	for ; len(samples) >= f.samples && len(pix) >= step; pix = pix[step:] {
		pixel := [4]uint16{3: full}
		switch f.photometric {
		case whiteIsZero:
			v := full - samples[0]
			pixel[0], pixel[1], pixel[2] = v, v, v
		case blackIsZero:
			pixel[0], pixel[1], pixel[2] = samples[0], samples[0], samples[0]
		case palette:
			colour := f.colourMap[samples[0]]
			pixel[0], pixel[1], pixel[2] = uint16(colour[0]), uint16(colour[1]), uint16(colour[2])
		case separated:
			black := uint64(full - samples[3])
			for c := range 3 {
				pixel[c] = uint16((uint64(full-samples[c])*black + uint64(full)/2) / uint64(full))
			}
		case cieLab, iccLab:
			pixel = f.fromLab(samples, full)
		default:
			pixel[0], pixel[1], pixel[2] = samples[0], samples[1], samples[2]
		}
		if f.alpha != opaque {
			pixel[3] = samples[f.colours]
		}
		if f.alpha == premultiplied {
			pixel[0], pixel[1], pixel[2] = min(pixel[0], pixel[3]), min(pixel[1], pixel[3]), min(pixel[2], pixel[3])
		}
		if f.Deep() {
			for c, v := range pixel {
				pix[2*c], pix[2*c+1] = byte(v>>8), byte(v)
			}
		} else {
			pix[0], pix[1], pix[2], pix[3] = byte(pixel[0]), byte(pixel[1]), byte(pixel[2]), byte(pixel[3])
		}
		samples = samples[f.samples:]
	}
}

// plain tells of the most frequent form, which has a quicker way: bytes of RGB together.
func (f *File) plain() bool {
	return f.bits == 8 && f.samples == 3 && f.photometric == rgb && f.planes == 1
}

func writePlain(row, pix []byte) {
	for ; len(pix) >= 4 && len(row) >= 3; row, pix = row[3:], pix[4:] {
		pix[0], pix[1], pix[2], pix[3] = row[0], row[1], row[2], 0xFF
	}
}
