package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// edition names the folder of the samples: another one when a recipe changes.
const edition = "samples-1"

// The sample pictures. They look like photographs to a codec, clouds of colour with grain
// on them, and come out the same each time they are made.
const (
	photo       = "photo-24mp.jpg"
	phone       = "phone-12mp.heic"
	square      = "square-4096.webp"
	scan        = "scan-50mp.png"
	huge        = "huge-20000x14000.jpg"
	progressive = "huge-progressive.jpg"
)

// samples are those that every contestant is timed with; the first is the principal one.
var samples = []string{photo, phone, square, scan}

// recipe makes a sample: from another one, through a scratch folder, to a file.
type recipe struct {
	from  string
	steps func(from, scratch, to string) [][]string
}

// recipeFor knows how each sample is made.
func recipeFor(file string) recipe {
	switch file {
	case phone:
		return recipe{photo, func(from, scratch, to string) [][]string {
			pixels := filepath.Join(scratch, "phone.png")
			return [][]string{
				{"vipsthumbnail", from, "--size", "4032x3024", "--smartcrop", "centre", "-o", pixels},
				{"heif-enc", "-q", "60", "-o", to, pixels},
			}
		}}
	case square:
		return recipe{photo, func(from, scratch, to string) [][]string {
			pixels := filepath.Join(scratch, "square.png")
			return [][]string{
				{"vipsthumbnail", from, "--size", "4096x4096", "--smartcrop", "centre", "-o", pixels},
				{"cwebp", "-quiet", "-q", "85", pixels, "-o", to},
			}
		}}
	case scan: // soft at the level of its pixels, or it would be larger than what is read
		return recipe{photo, func(from, scratch, to string) [][]string {
			soft := filepath.Join(scratch, "soft.v")
			return [][]string{
				{"vipsthumbnail", from, "--size", "3600x", "-o", soft},
				{"vipsthumbnail", soft, "--size", "8660x5774!", "-o", to + "[filter=all]"},
			}
		}}
	case huge: // by libvips, row by row: Debian's ImageMagick refuses such a size
		return recipe{photo, func(from, _, to string) [][]string {
			return [][]string{{"vips", "resize", from, to + "[Q=80]", "3.3333333333", "--vscale", "3.5"}}
		}}
	case progressive:
		return recipe{huge, func(from, _, to string) [][]string {
			return [][]string{{"jpegtran", "-progressive", "-outfile", to, from}}
		}}
	}
	return recipe{"", func(_, _, to string) [][]string {
		return [][]string{{
			imageMagick(), "-size", "6000x4000", "-seed", "24", "plasma:fractal",
			"-attenuate", "0.3", "+noise", "Gaussian", "-quality", "90", to,
		}}
	}}
}

// sample is the path of a sample picture, which is made when it is not there yet. What
// was interrupted leaves nothing that could be taken for a sample.
func (b *bench) sample(ctx context.Context, file string) (string, error) {
	dir := filepath.Join(b.cache, edition)
	path := filepath.Join(dir, file)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	recipe, from := recipeFor(file), ""
	if recipe.from != "" {
		var err error
		if from, err = b.sample(ctx, recipe.from); err != nil {
			return "", err
		}
	}
	b.say("making %s", path)
	scratch, err := os.MkdirTemp(dir, "making-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(scratch)
	made := filepath.Join(scratch, file)
	for _, command := range recipe.steps(from, scratch, made) {
		if _, err := execute(ctx, nil, command...); err != nil {
			return "", fmt.Errorf("making %s: %w", file, err)
		}
	}
	return path, os.Rename(made, path)
}
