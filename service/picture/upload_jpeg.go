package picture

import (
	"context"
	"fmt"
	"image"

	"masthead/service"
	"masthead/service/picture/internal/jpegio"
)

// jpeg codes with the highest quality up to keptQuality that stays under the limit; the
// next higher one does not. Where the highest fits, as it does for every upload of the
// usual shape, it is coded in one scan: half the work here and in each decoder, for at
// most a twentieth more bytes. Otherwise bytes are what counts.
func (e encoder) jpeg(ctx context.Context, img *image.RGBA) (Upload, error) {
	best, err := e.jpegData(ctx, img, keptQuality, false)
	if err != nil {
		return Upload{}, err
	}
	quality := keptQuality
	if best == nil {
		best, quality, err = e.search(ctx, img)
		if err != nil {
			return Upload{}, err
		}
	}
	pixels, err := jpegio.Decode(ctx, best, img.Rect.Size(), jpegio.Request{Shrink: 1})
	if err != nil {
		return Upload{}, &service.Error{Op: e.op, Err: err}
	}
	return Upload{Picture: encoded(best, service.JPEG, pixels), Pixels: pixels, Why: e.whyJPEG(quality)}, nil
}

// search halves the range of qualities until the highest that fits is found.
func (e encoder) search(ctx context.Context, img *image.RGBA) (best []byte, quality int, err error) {
	for low, high := 1, keptQuality; low <= high; {
		try := (low + high + 1) / 2
		data, err := e.jpegData(ctx, img, try, true)
		if err != nil {
			return nil, 0, err
		}
		if data != nil {
			best, quality, low = data, try, try+1
		} else {
			high = try - 1
		}
	}
	if best == nil {
		return nil, 0, &service.Error{Op: e.op, Code: service.TooLarge, Detail: "at most " + service.ByteCount(e.limit) + " can be sent"}
	}
	return best, quality, nil
}

// jpegData is nil when it does not stay under the limit.
func (e encoder) jpegData(ctx context.Context, img *image.RGBA, quality int, progressive bool) ([]byte, error) {
	if ctx.Err() != nil {
		return nil, canceled(ctx, e.op)
	}
	data, err := jpegio.Encode(img, jpegio.Options{Quality: quality, FullColour: true, Progressive: progressive})
	if err != nil {
		return nil, &service.Error{Op: e.op, Err: err}
	}
	if len(data) >= e.limit {
		return nil, nil
	}
	return data, nil
}

func (e encoder) whyJPEG(quality int) string {
	colour := ""
	if jpegio.FullColour {
		colour = " in full colour"
	}
	if quality < keptQuality {
		return fmt.Sprintf("quality %d%s, to stay under %s", quality, colour, service.ByteCount(e.limit))
	}
	return fmt.Sprintf("passed through at quality %d%s", quality, colour)
}
