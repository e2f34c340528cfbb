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

func (engine) Decode(ctx context.Context, data []byte) (*image.RGBA, service.Picture, error) {
	return picture.Decode(ctx, data)
}

func (engine) LumaPSNR(a, b *image.RGBA) (float64, error) { return picture.LumaPSNR(a, b) }
