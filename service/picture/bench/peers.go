package main

import (
	"context"
	"fmt"
	"image"
	"os/exec"
	"path/filepath"

	"masthead/service"
	"masthead/service/picture"
)

// imageMagick is the name of its converter: Debian's own name for it, where that is
// found, since others are called "convert" too.
func imageMagick() string {
	const debian = "convert-im6.q16"
	if _, err := exec.LookPath(debian); err == nil {
		return debian
	}
	return "convert"
}

// vipsOne makes one size 1500 pixels wide: what a picture costs libvips at the least.
// Without a word on the format it writes JPEG, its quickest.
func vipsOne(path, scratch string) []string {
	return []string{"vipsthumbnail", path, "--size", "1500x", "-o", filepath.Join(scratch, "vips.jpg")}
}

// vipsEvery makes every size of some kinds, one process each: it knows no other way.
func vipsEvery(path, scratch string, kinds ...service.Kind) (commands [][]string) {
	for _, k := range kinds {
		for _, size := range sizes(k, 1) {
			commands = append(commands, []string{
				"vipsthumbnail", path, "--size", fmt.Sprintf("%dx%d", size.X, size.Y),
				"--smartcrop", "centre", "-o", filepath.Join(scratch, "vips.jpg"),
			})
		}
	}
	return commands
}

// magickOne makes one size 1500 pixels wide.
func magickOne(path, scratch string) []string {
	return []string{imageMagick(), path, "-resize", "1500x", filepath.Join(scratch, "magick.jpg")}
}

// magickEvery makes every size of some kinds in one process that decodes once, and crops
// before it scales.
func magickEvery(p subject, scratch string, kinds ...service.Kind) []string {
	command := []string{imageMagick(), p.path}
	for _, k := range kinds {
		crop := picture.CentredCrop(p.Width, p.Height, k)
		for _, size := range sizes(k, 1) {
			cut := picture.BannerCut(crop.Dx(), crop.Dy(), size).Add(crop.Min)
			out := fmt.Sprintf("magick-%dx%d.jpg", size.X, size.Y)
			command = append(command, "(", "+clone", "-crop", geometry(cut), "+repage",
				"-resize", fmt.Sprintf("%dx%d!", size.X, size.Y), "-write", filepath.Join(scratch, out), "+delete", ")")
		}
	}
	return append(command, "null:")
}

func geometry(r image.Rectangle) string {
	return fmt.Sprintf("%dx%d+%d+%d", r.Dx(), r.Dy(), r.Min.X, r.Min.Y)
}

// floor decodes a JPEG at an eighth: reading the file's entropy-coded data, which nobody
// who looks at the picture can avoid, and little else.
func floor(path string) []string { return []string{"djpeg", "-scale", "1/8", path} }

// program is a contestant that runs other programs, one after the other.
func program(name string, slow bool, commands ...[]string) contestant {
	return contestant{name, slow, func(ctx context.Context) (r result, err error) {
		for _, command := range commands {
			took, err := execute(ctx, nil, command...)
			if err != nil {
				return result{}, err
			}
			r.usage = r.then(took)
		}
		return r, nil
	}}
}

// child is a contestant that runs as a child of this program.
func child(name string, slow bool, job, path string) contestant {
	return contestant{name, slow, func(ctx context.Context) (result, error) {
		alone, took, err := ask[spent](ctx, job, path)
		return result{took, alone.Took}, err
	}}
}
