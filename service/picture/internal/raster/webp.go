package raster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"

	"golang.org/x/image/vp8"
	"golang.org/x/image/vp8l"

	"masthead/service/picture/internal/header"
)

// decodeWebP decodes the first frame onto its transparent canvas. Only the two
// bitstreams are x/image's: its container reader refuses animations, and its pictures
// read the limited range of lossy ones as the full one (golang/go#40173).
func decodeWebP(ctx context.Context, data []byte) (image.Image, error) {
	w, err := header.ParseWebP(data)
	if err != nil {
		return nil, err
	}
	if !w.Whole {
		return nil, errDamaged
	}
	frame, err := webpFrame(ctx, w)
	if err != nil {
		return nil, fmt.Errorf("webp: %w", err)
	}
	if frame.Rect.Size() == w.Canvas {
		return frame, nil
	}
	out := image.NewNRGBA(image.Rectangle{Max: w.Canvas})
	for y := range frame.Rect.Dy() {
		at := out.PixOffset(w.Frame.Min.X, w.Frame.Min.Y+y)
		copy(out.Pix[at:], frame.Pix[y*frame.Stride:(y+1)*frame.Stride])
	}
	return out, nil
}

// webpFrame decodes the first frame's straight pixels.
func webpFrame(ctx context.Context, w header.WebP) (*image.NRGBA, error) {
	if w.Lossless != nil {
		return webpLossless(ctx, w.Lossless, w)
	}
	if w.Lossy == nil {
		return nil, errors.New("no picture")
	}
	pix, err := webpLossy(ctx, w.Lossy, w.Frame.Size())
	if err != nil {
		return nil, err
	}
	if w.AlphaChunk != nil {
		if err := webpAlpha(ctx, pix, w.AlphaChunk); err != nil {
			return nil, err
		}
	}
	return pix, nil
}

// webpLossless decodes a lossless bitstream, whose pixels are exact.
func webpLossless(ctx context.Context, body []byte, w header.WebP) (*image.NRGBA, error) {
	img, err := vp8l.Decode(reader{ctx, bytes.NewReader(body)})
	if err != nil {
		return nil, err
	}
	pix, ok := img.(*image.NRGBA)
	if !ok || pix.Rect != (image.Rectangle{Max: w.Frame.Size()}) || pix.Stride != 4*pix.Rect.Dx() {
		return nil, errors.New("not the size that was announced")
	}
	if !w.Alpha { // then the values there mean nothing
		for i := 3; i < len(pix.Pix); i += 4 {
			pix.Pix[i] = 0xFF
		}
	}
	return pix, nil
}

// webpLossy decodes a VP8 key frame, as libwebp does without dithering.
func webpLossy(ctx context.Context, body []byte, size image.Point) (*image.NRGBA, error) {
	d := vp8.NewDecoder()
	d.Init(reader{ctx, bytes.NewReader(body)}, len(body))
	frame, err := d.DecodeFrameHeader()
	if err != nil {
		return nil, err
	}
	if !frame.KeyFrame || image.Pt(frame.Width, frame.Height) != size {
		return nil, errors.New("not the size that was announced")
	}
	img, err := d.DecodeFrame()
	if err != nil {
		return nil, err
	}
	p := planes{
		width: size.X, height: size.Y, y: img.Y, cb: img.Cb, cr: img.Cr,
		yStride: img.YStride, cStride: img.CStride, across: 2, down: 2,
	}
	return p.convert(ctx, webpMatrix())
}
