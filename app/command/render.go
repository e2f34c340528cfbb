package command

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"masthead/service"
	"masthead/service/picture"
	"masthead/service/sheet"
)

// Render is the command that writes every size of a picture as files. It needs no
// display.
type Render struct {
	Image  fileName   `arg:"" name:"image" help:"The picture: JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF, BMP or SVG."`
	Out    string     `required:"" placeholder:"DIR" help:"The folder to write to; it is made if need be."`
	As     renderAs   `enum:"auto,avatar,banner,both" default:"auto" help:"avatar, banner or both. Left out: both, and with --stored what the picture's shape suggests."`
	Crop   cropFlag   `placeholder:"X,Y,W,H" help:"The part to use, in pixels of the upright picture; the largest centred part of it that has the right shape."`
	Plain  bool       `xor:"way" help:"Resample each size straight from the picture; re-encode nothing."`
	Stored bool       `xor:"way" help:"Take the picture for what X already holds: no crop, no upload."`
	Ground groundFlag `default:"#FFFFFF" placeholder:"#RRGGBB" help:"The colour that transparent parts of an upload are laid on where they cannot be kept; white."`
	JSON   bool       `name:"json" help:"Describe the files as one JSON object."`

	renderer *picture.Renderer
}

// renderAs says for which kinds to render.
type renderAs string

// The answers to --as; auto is its absence.
const (
	asAuto   renderAs = "auto"
	asAvatar renderAs = "avatar"
	asBanner renderAs = "banner"
	asBoth   renderAs = "both"
)

// cropFlag is X,Y,W,H in pixels; nil when it was not given.
type cropFlag struct{ *image.Rectangle }

// UnmarshalText reads four whole numbers.
func (c *cropFlag) UnmarshalText(text []byte) error {
	parts := strings.Split(string(text), ",")
	var n [4]int
	if len(parts) != len(n) {
		return fmt.Errorf("%q is not X,Y,W,H", text)
	}
	for i, part := range parts {
		v, err := strconv.ParseInt(strings.TrimSpace(part), 10, 32)
		if err != nil {
			return fmt.Errorf("%q is not X,Y,W,H in whole pixels", text)
		}
		n[i] = int(v)
	}
	// Not image.Rect, which would put a negative size right.
	c.Rectangle = &image.Rectangle{Min: image.Pt(n[0], n[1]), Max: image.Pt(n[0]+n[2], n[1]+n[3])}
	return nil
}

// groundFlag is an opaque colour.
type groundFlag struct{ color.NRGBA }

// UnmarshalText reads #RRGGBB, with or without the #.
func (g *groundFlag) UnmarshalText(text []byte) error {
	rgb, err := hex.DecodeString(strings.TrimPrefix(string(text), "#"))
	if err != nil || len(rgb) != 3 {
		return fmt.Errorf("%q is not a colour as #RRGGBB", text)
	}
	g.NRGBA = color.NRGBA{R: rgb[0], G: rgb[1], B: rgb[2], A: 0xFF}
	return nil
}

// Validate refuses flags that contradict each other; kong calls it.
func (r *Render) Validate() error {
	switch {
	case r.Stored && r.Crop.Rectangle != nil:
		return fmt.Errorf("--stored takes the picture as it is: leave --crop out")
	case r.Stored && r.As == asBoth:
		return fmt.Errorf("--stored is for one kind: --as avatar or --as banner")
	}
	return nil
}

// Run renders, and says on out what it wrote. All files are written or none. Its errors
// are service.Errors: those of reading and decoding, BadCrop, NotWritten, Canceled.
func (r *Render) Run(ctx context.Context, out io.Writer) error {
	data, err := picture.ReadFile(ctx, string(r.Image))
	if err != nil {
		return named{err, filepath.Base(string(r.Image))}
	}
	report := renderReport{Out: r.Out, Way: r.way()}
	shots, err := r.draw(ctx, data, &report)
	if err != nil {
		return err
	}
	if err := report.addSheet(shots); err != nil {
		return err
	}
	if err := sheet.Save(ctx, r.Out, report.data); err != nil {
		return err
	}
	if r.JSON {
		return json.NewEncoder(out).Encode(report)
	}
	_, err = fmt.Fprintf(out, "%d files written to %s\n", len(report.Files), service.Printable(r.Out))
	return err
}

func (r *Render) way() string {
	switch {
	case r.Plain:
		return "plain"
	case r.Stored:
		return "stored"
	}
	return "forecast"
}

// draw makes every size that was asked for, and adds the files to the report.
func (r *Render) draw(ctx context.Context, data []byte, report *renderReport) (all []service.Shot, err error) {
	source, err := picture.Inspect(data)
	if err != nil {
		return nil, named{err, filepath.Base(string(r.Image))}
	}
	report.Image = describe(string(r.Image), source)
	for _, k := range r.kinds(source) {
		shots, err := r.kind(ctx, k, source, report)
		if err != nil {
			return nil, named{err, filepath.Base(string(r.Image))}
		}
		for _, shot := range shots {
			if err := report.addSize(shot); err != nil {
				return nil, err
			}
		}
		all = append(all, shots...)
	}
	return all, nil
}

// kind draws the sizes of one kind in the way that was asked for.
func (r *Render) kind(ctx context.Context, k service.Kind, source service.Picture, report *renderReport) ([]service.Shot, error) {
	variants := service.Variants(k)
	if r.Stored {
		return picture.Forecast(ctx, source, variants)
	}
	area := image.Rect(0, 0, source.Width, source.Height)
	if r.Crop.Rectangle != nil {
		if err := picture.CheckCrop(area, *r.Crop.Rectangle); err != nil {
			return nil, err
		}
		area = *r.Crop.Rectangle
	}
	framing := picture.Framing{Crop: picture.CentredCrop(area.Dx(), area.Dy(), k).Add(area.Min)}
	renderer, err := r.open(ctx, source)
	if err != nil {
		return nil, err
	}
	if r.Plain {
		return renderer.Plain(ctx, framing, variants)
	}
	img, err := renderer.Upload(ctx, framing, k)
	if err != nil {
		return nil, err
	}
	upload, err := picture.Encode(ctx, img, k, r.Ground.NRGBA)
	if err != nil {
		return nil, err
	}
	report.addUpload(k, upload)
	stored, err := picture.Store(ctx, upload.Picture, k)
	if err != nil {
		return nil, err
	}
	return picture.Forecast(ctx, stored, variants)
}

// open decodes the picture, once for both kinds.
func (r *Render) open(ctx context.Context, source service.Picture) (*picture.Renderer, error) {
	if r.renderer == nil {
		var err error
		if r.renderer, err = picture.Open(ctx, source.Data); err != nil {
			return nil, err
		}
	}
	return r.renderer, nil
}

// kinds says what to render. What X holds can only be one: a picture at least twice as
// wide as high is taken for a banner.
func (r *Render) kinds(source service.Picture) []service.Kind {
	switch {
	case r.As == asAvatar:
		return []service.Kind{service.Avatar}
	case r.As == asBanner:
		return []service.Kind{service.Banner}
	case !r.Stored:
		return service.Kinds[:]
	case source.Width >= 2*source.Height:
		return []service.Kind{service.Banner}
	}
	return []service.Kind{service.Avatar}
}
