package app

import (
	"context"
	"image"

	"masthead/service"
	"masthead/service/picture"
	"masthead/service/publish"
)

var _ publish.Engine = engine{}

// engine is the picture package as publishing wants to see it.
type engine struct{}

func (engine) DecodeWithin(ctx context.Context, data []byte, most image.Point) (*image.RGBA, service.Picture, error) {
	return picture.DecodeWithin(ctx, data, most)
}

func (engine) LumaPSNR(a, b *image.RGBA) (float64, error) { return picture.LumaPSNR(a, b) }
