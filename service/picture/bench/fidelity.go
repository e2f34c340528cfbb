package main

import (
	"context"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"

	"masthead/service"
	"masthead/service/picture"
)

// likeness is how near a result comes to the reference, as the peak signal-to-noise
// ratio in dB, of red, green and blue together and of luma alone.
type likeness struct{ RGB, Luma float64 }

// comparison is two results of one size beside the reference.
type comparison struct {
	Size        image.Point
	Ours, Peers likeness
}

// sides are the lengths, in pixels, of the longer side at which fidelity is measured.
var sides = []int{400, 1500}

// fidelity measures how true the whole picture is at two sizes, beside libvips.
func (b *bench) fidelity(ctx context.Context, p subject) error {
	args := []string{p.path}
	for _, side := range sides {
		if max(p.Width, p.Height) < side {
			continue // libvips enlarges half a pixel off: nothing to be held against
		}
		out := filepath.Join(b.scratch, fmt.Sprintf("fidelity-%d.png", side))
		if _, err := execute(ctx, nil, "vipsthumbnail", p.path, "--size", fmt.Sprintf("%dx%d", side, side), "-o", out); err != nil {
			return err
		}
		args = append(args, out)
	}
	if len(args) == 1 {
		return nil
	}
	list, _, err := ask[[]comparison](ctx, jobFidelity, args...)
	if err != nil {
		return err
	}
	b.table.section("Fidelity, "+p.short(), "RGB", "luma", "libvips: RGB", "luma")
	for _, c := range list {
		label := fmt.Sprintf("%d × %d", c.Size.X, c.Size.Y)
		b.table.row("  "+label, decibels(c.Ours.RGB), decibels(c.Ours.Luma), decibels(c.Peers.RGB), decibels(c.Peers.Luma))
		label = fmt.Sprintf("Fidelity, %s at %s", p.Format, label)
		if sameDecoder(p.Format) {
			b.goals = append(b.goals, atLeast(label+", RGB", "%.2f dB", c.Ours.RGB, c.Peers.RGB))
		}
		b.goals = append(b.goals, atLeast(label+", luma", "%.2f dB", c.Ours.Luma, c.Peers.Luma))
	}
	return nil
}

// sameDecoder reports whether libvips starts from the very pixels that the reference is
// made of, the engine's. Elsewhere it smooths the colours of 4:2:0 by other means, which
// is no fault of its scaling: no goal is made of that.
func sameDecoder(f service.Format) bool { return f == service.JPEG || f == service.PNG }

// fidelities is the child's part: each peer's file sets the size that is compared.
func fidelities(ctx context.Context, data []byte, peers []string) ([]comparison, error) {
	full, _, err := picture.Decode(ctx, data)
	if err != nil {
		return nil, err
	}
	r, err := picture.Open(ctx, data)
	if err != nil {
		return nil, err
	}
	var list []comparison
	for _, file := range peers {
		theirs, err := open(ctx, file)
		if err != nil {
			return nil, err
		}
		size := theirs.Rect.Size()
		ours, err := r.Render(ctx, picture.Framing{Crop: full.Rect}, []image.Point{size})
		if err != nil {
			return nil, err
		}
		ideal := newReference(full, size.X, size.Y)
		list = append(list, comparison{size, ideal.compare(ours[0]), ideal.compare(theirs)})
	}
	return list, nil
}

// open decodes a file.
func open(ctx context.Context, file string) (*image.RGBA, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	img, _, err := picture.Decode(ctx, data)
	return img, err
}

// compare measures a picture of the reference's size. Both are laid on white.
func (r reference) compare(img *image.RGBA) likeness {
	var colour, luma float64
	for y := range r.h {
		for x := range r.w {
			got, want := img.Pix[y*img.Stride+4*x:], r.samples[4*(y*r.w+x):]
			white := float64(255-got[3]) - (255 - want[3]) // what shines through more, or less
			var d [3]float64
			for c := range d {
				d[c] = float64(got[c]) - want[c] + white
				colour += d[c] * d[c]
			}
			l := 0.299*d[0] + 0.587*d[1] + 0.114*d[2]
			luma += l * l
		}
	}
	n := float64(r.w * r.h)
	return likeness{psnr(colour / (3 * n)), psnr(luma / n)}
}

// psnr is the peak signal-to-noise ratio of a mean squared error, in dB; 99 stands for
// no difference at all.
func psnr(mean float64) float64 {
	if mean == 0 {
		return 99
	}
	return min(10*math.Log10(255*255/mean), 99)
}

func decibels(dB float64) string { return fmt.Sprintf("%.2f dB", dB) }
