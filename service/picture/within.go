package picture

import (
	"context"
	"fmt"
	"image"

	"masthead/service"
	"masthead/service/picture/internal/header"
)

// DecodeWithin is Decode for a picture that may have so many pixels and no more, as it is
// meant to be seen: width and height of most. A larger one is TooLarge by its header
// alone, before a pixel is decoded; Detail then says both sizes. So is one whose parts
// are larger than the whole may be. The other errors are Decode's.
func DecodeWithin(ctx context.Context, data []byte, most image.Point) (*image.RGBA, service.Picture, error) {
	const op = "picture.DecodeWithin"
	p, h, err := inspect(op, data)
	if err != nil {
		return nil, service.Picture{}, err
	}
	if err := checkWithin(op, p, h, most); err != nil {
		return nil, service.Picture{}, err
	}
	return Decode(ctx, data)
}

// codingBlock is the largest block, in pixels a side, to whose multiples a codec fills a
// picture up: HEVC's and AV1's.
const codingBlock = 64

func checkWithin(op string, p service.Picture, h header.Header, most image.Point) error {
	filled := func(side int) int { return (side + codingBlock - 1) / codingBlock * codingBlock }
	found := p.Dimensions()
	switch {
	case p.Width > most.X || p.Height > most.Y:
	case h.Coded > filled(most.X)*filled(most.Y):
		found = fmt.Sprintf("%d pixels within", h.Coded)
	default:
		return nil
	}
	return &service.Error{
		Op: op, Code: service.TooLarge,
		Detail: fmt.Sprintf("%s where %d × %d belongs", found, most.X, most.Y),
	}
}
