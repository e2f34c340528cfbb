// Command draw paints Masthead's sample pictures and its icon.
//
// Everything in them comes from noise fields and distance functions followed
// by rays: the pictures have the fine grain, soft edges and smooth gradients
// that tell one way of resampling from another, and nobody else's rights.
// It writes into samples and icon beneath the present folder and takes some
// minutes; -only and -scale draw one picture, or smaller ones, for a look.
//
// Each picture is a scene that a ray is sent into for every sample: avatar.go
// and banner.go share coast.go, sky.go and lighthouse.go; balloons.go stands on
// dunes.go; beetle.go is alone. vec.go and noise.go are the tools, film.go turns
// light into files, and icon.go fills the shapes of icon.svg.
package main

import (
	"flag"
	"fmt"
	"log"
	"path/filepath"
)

// picture is one sample and how it is made.
type picture struct {
	name    string
	w, h    int // pixels
	samples int // along each side of a pixel
	quality int // of the JPEG file
	scene   func() shader
	develop develop
}

func pictures() []picture {
	return []picture{
		{"avatar", 800, 800, 3, 89, avatar, develop{exposure: 1.45, bloom: 0.22, grain: 1.6, vignette: 0.35}},
		{"banner", 1500, 500, 3, 89, banner, develop{exposure: 1.25, bloom: 0.2, grain: 1.6, vignette: 0.25}},
		{"picture", 2400, 1600, 2, 88, balloons, develop{exposure: 0.8, bloom: 0.1, grain: 1.5, vignette: 0.2}},
		{"beetle", 400, 400, 6, 90, beetle, develop{exposure: 1, bloom: 0.12, grain: 1.5, vignette: 0.3}},
	}
}

func main() {
	log.SetFlags(0)
	only := flag.String("only", "", "draw only the picture of this `name`")
	scale := flag.Float64("scale", 1, "share of the full width and height")
	out := flag.String("out", ".", "write into this `folder`")
	flag.Parse()
	if err := drawAll(*out, *only, *scale); err != nil {
		log.Fatal(err)
	}
}

// drawAll writes the picture called only, or each of them and the icon where
// that is empty.
func drawAll(out, only string, scale float64) error {
	known := only == "" || only == "icon"
	for _, p := range pictures() {
		if only != "" && only != p.name {
			continue
		}
		known = true
		w, h := int(float64(p.w)*scale), int(float64(p.h)*scale)
		img := expose(w, h, p.samples, p.scene()).print(p.develop)
		if err := save(filepath.Join(out, "samples", p.name+".jpg"), img, p.quality); err != nil {
			return fmt.Errorf("drawing %s: %w", p.name, err)
		}
	}
	if !known {
		return fmt.Errorf("no picture is called %q", only)
	}
	if only != "" && only != "icon" {
		return nil
	}
	return drawIcon(filepath.Join(out, "icon"))
}
