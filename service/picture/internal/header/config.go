package header

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"masthead/service"
)

// readConfig reads TIFF and BMP through their decoders' own DecodeConfig.
func (h *Header) readConfig(data []byte) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrShort, p)
		}
	}()
	var config image.Config
	if h.Format == service.BMP {
		config, err = bmp.DecodeConfig(bytes.NewReader(data))
		h.Alpha = err == nil && config.ColorModel == color.NRGBAModel && bmpBits(data) == 32
	} else {
		config, err = tiff.DecodeConfig(bytes.NewReader(data))
		h.Alpha = err == nil && (config.ColorModel == color.NRGBAModel || config.ColorModel == color.NRGBA64Model)
		switch config.ColorModel {
		case color.Gray16Model, color.RGBA64Model, color.NRGBA64Model:
			h.Deep = true
		}
	}
	h.Width, h.Height = config.Width, config.Height
	if unsupported(err) {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrShort, err)
	}
	return nil
}

// bmpBits is the depth of a pixel in bits, 0 for headers too old to have alpha.
func bmpBits(data []byte) int {
	if len(data) < 30 {
		return 0
	}
	return int(binary.LittleEndian.Uint16(data[28:]))
}

func unsupported(err error) bool {
	var form tiff.UnsupportedError
	return errors.Is(err, bmp.ErrUnsupported) || errors.As(err, &form)
}
