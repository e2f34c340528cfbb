package main

import (
	"bytes"
	"image"

	_ "image/gif"  // image.Decode then knows the format; so do the others
	_ "image/jpeg" // see above
	_ "image/png"  // see above

	_ "github.com/gen2brain/heic" // see above
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // see above

	"masthead/service"
	"masthead/service/picture"
)

// naive is what a Go program does that thinks nothing of it: decode the whole picture
// with what the standard library and its neighbours have, then scale it to each size.
func naive(data []byte, kinds ...service.Kind) error {
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return err
	}
	at := img.Bounds().Min
	for _, k := range kinds {
		crop := picture.CentredCrop(img.Bounds().Dx(), img.Bounds().Dy(), k).Add(at)
		for _, size := range sizes(k, 1) {
			cut := picture.BannerCut(crop.Dx(), crop.Dy(), size).Add(crop.Min)
			out := image.NewRGBA(image.Rectangle{Max: size})
			draw.CatmullRom.Scale(out, out.Rect, img, cut, draw.Src, nil)
		}
	}
	return nil
}
