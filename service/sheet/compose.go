package sheet

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"masthead/assets"
	"masthead/service"
)

// maxDrawn is the largest side, in pixels, of a picture that is drawn on the sheet. A
// stored original can be larger: its place then says so.
const maxDrawn = 2500

// The sheet's colours: those of the dark window.
var (
	ground   = color.RGBA{0x0F, 0x12, 0x16, 0xFF}
	raised   = color.RGBA{0x1F, 0x26, 0x2F, 0xFF}
	hairline = color.RGBA{0x2A, 0x32, 0x3C, 0xFF}
	text     = color.RGBA{0xE7, 0xEC, 0xF2, 0xFF}
	muted    = color.RGBA{0x93, 0xA0, 0xAE, 0xFF}
)

// Compose draws the comparison sheet: every shot that has pixels, at one image pixel to
// one sheet pixel, with its name, dimensions and encoded bytes; avatars and banners
// under headings of their own when both are there.
func Compose(shots []service.Shot, title string) (*image.RGBA, error) {
	faces, err := openFaces()
	if err != nil {
		return nil, err
	}
	var sections []section
	for _, k := range service.Kinds {
		if s := newSection(k, shots); len(s.boxes) > 0 {
			sections = append(sections, s)
		}
	}
	width := content
	for _, s := range sections {
		for _, b := range s.boxes {
			width = max(width, b.size.X)
		}
	}
	y := margin + titleHeight
	for i := range sections {
		sections[i].top = y
		if len(sections) > 1 {
			y += headingHeight
		}
		y = place(shelve(sections[i].boxes, width), y)
	}
	p := page{faces: faces, img: image.NewRGBA(image.Rect(0, 0, width+2*margin, y-rowGap+margin))}
	p.fill(p.img.Rect, ground)
	p.write(faces.title, text, margin, margin+28, title)
	p.fill(image.Rect(margin, margin+titleHeight-28, margin+width, margin+titleHeight-27), hairline)
	for _, s := range sections {
		if len(sections) > 1 {
			p.write(faces.heading, text, margin, s.top+22, s.heading)
		}
		for i, b := range s.boxes {
			p.shot(s.shots[i], b)
		}
	}
	return p.img, nil
}

// section is the sizes of one kind.
type section struct {
	heading string
	shots   []service.Shot
	boxes   []*box
	top     int
}

func newSection(k service.Kind, shots []service.Shot) section {
	s := section{heading: map[service.Kind]string{service.Avatar: "Avatar", service.Banner: "Banner"}[k]}
	for _, shot := range shots {
		if shot.Variant.Kind != k || !shot.Visible() {
			continue
		}
		size := shot.Pixels.Rect.Size()
		if size.X > maxDrawn || size.Y > maxDrawn {
			size = image.Pt(400, 400)
		}
		s.shots = append(s.shots, shot)
		s.boxes = append(s.boxes, &box{size: size})
	}
	return s
}

// faces are the sheet's type: Inter in four cuts.
type faces struct{ title, heading, name, fact font.Face }

func openFaces() (faces, error) {
	var f faces
	for _, cut := range []struct {
		face *font.Face
		data []byte
		size float64
	}{
		{&f.title, assets.InterSemiBold, 26},
		{&f.heading, assets.InterSemiBold, 19},
		{&f.name, assets.InterSemiBold, 14},
		{&f.fact, assets.InterRegular, 13},
	} {
		parsed, err := opentype.Parse(cut.data)
		if err != nil {
			return faces{}, &service.Error{Op: "sheet.Compose", Err: err}
		}
		*cut.face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: cut.size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return faces{}, &service.Error{Op: "sheet.Compose", Err: err}
		}
	}
	return f, nil
}

// page is a sheet being drawn.
type page struct {
	faces
	img *image.RGBA
}

func (p page) fill(r image.Rectangle, c color.Color) {
	draw.Draw(p.img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// unkerned is a face without kerning. The opentype package reads Inter's pairs wrongly:
// it draws the full stop of "5.1" under the 1, and "51" remains.
type unkerned struct{ font.Face }

// Kern is no adjustment.
func (unkerned) Kern(rune, rune) fixed.Int26_6 { return 0 }

// write sets one line of type with its baseline at y.
func (p page) write(face font.Face, c color.Color, x, y int, line string) {
	d := font.Drawer{Dst: p.img, Src: image.NewUniform(c), Face: unkerned{face}, Dot: fixed.P(x, y)}
	d.DrawString(line)
}

// shot draws one size and its caption.
func (p page) shot(s service.Shot, b *box) {
	area := image.Rectangle{Min: b.picture, Max: b.picture.Add(b.size)}
	if s.Pixels.Rect.Size() == b.size {
		draw.Draw(p.img, area, s.Pixels, s.Pixels.Rect.Min, draw.Over)
	} else {
		p.fill(area, raised)
		p.write(p.fact, muted, area.Min.X+20, area.Min.Y+b.size.Y/2, "Too large for this sheet; see its own file.")
	}
	y := area.Max.Y + captionGap + 14
	p.write(p.name, text, area.Min.X, y, s.Variant.Name)
	p.write(p.fact, muted, area.Min.X, y+captionLine, s.Picture.Dimensions())
	p.write(p.fact, muted, area.Min.X, y+2*captionLine, string(s.Picture.Format)+", "+service.ByteCount(s.Picture.Bytes()))
}
