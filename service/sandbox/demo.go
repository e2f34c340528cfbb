package sandbox

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"strconv"
	"strings"
	"sync"

	"masthead/service"
)

// guests are there for whoever looks after many accounts. They have an avatar each.
var guests = [...]struct {
	name     string
	from, to color.RGBA
}{
	{"Copper", color.RGBA{0x7a, 0x33, 0x12, 0xff}, color.RGBA{0xf0, 0xa8, 0x6a, 0xff}},
	{"Fjord", color.RGBA{0x0f, 0x2e, 0x4f, 0xff}, color.RGBA{0x8c, 0xc7, 0xe0, 0xff}},
	{"Heron", color.RGBA{0x3a, 0x44, 0x52, 0xff}, color.RGBA{0xdf, 0xe6, 0xec, 0xff}},
	{"Juniper", color.RGBA{0x10, 0x3d, 0x33, 0xff}, color.RGBA{0x7f, 0xd1, 0xae, 0xff}},
	{"Lantern", color.RGBA{0x8a, 0x1c, 0x1c, 0xff}, color.RGBA{0xff, 0xd2, 0x5e, 0xff}},
	{"Marsh", color.RGBA{0x3d, 0x3f, 0x16, 0xff}, color.RGBA{0xd9, 0xd8, 0x86, 0xff}},
	{"Orchard", color.RGBA{0x5b, 0x0f, 0x3c, 0xff}, color.RGBA{0xf4, 0x9a, 0xc1, 0xff}},
	{"Quartz", color.RGBA{0x4a, 0x3b, 0x6e, 0xff}, color.RGBA{0xe7, 0xd9, 0xff, 0xff}},
}

// seed makes the demo accounts and their pictures.
func (s *Server) seed() error {
	avatar, banner := s.options.Avatar, s.options.Banner
	if avatar == nil {
		avatar = gradient(400, 400, color.RGBA{0x1f, 0x6f, 0x8b, 0xff}, color.RGBA{0xf2, 0xc1, 0x4e, 0xff})
	}
	if banner == nil {
		banner = gradient(1500, 500, color.RGBA{0x16, 0x2c, 0x4d, 0xff}, color.RGBA{0xe8, 0x95, 0x6d, 0xff})
	}
	beetle := gradient(256, 256, color.RGBA{0x1e, 0x4d, 0x2b, 0xff}, color.RGBA{0xb5, 0xd3, 0x3d, 0xff})

	now := s.now()
	ada := &account{
		// Longer than 53 bits, as X's ids are: a client that reads it as a float is wrong.
		id: "1487320987654321153", handle: "adalindqvist", name: "Ada Lindqvist",
		about: "Demo account of the Masthead sandbox.",
	}
	bug := &account{id: "902114563", handle: "beetle", name: "Beetle", verified: true}
	s.accounts = []*account{
		ada,
		{id: "48213377", handle: "dunes", name: "Dunes Daily"},
		bug,
		{id: "310077124", handle: "ghost", name: "Ghost", suspended: true},
	}
	type seed struct {
		into *slot
		data []byte
		id   string
		name string
	}
	seeds := []seed{
		{&ada.avatar, avatar, s.nextAvatarID(now.AddDate(0, -3, 0)), "Qk3fTz1p"},
		{&ada.banner, banner, ada.nextBannerID(now.AddDate(0, -3, 0)), ""},
		{&bug.avatar, beetle, s.nextAvatarID(now.AddDate(0, -1, 0)), "b33tle9X"},
	}
	for i, g := range guests {
		a := &account{id: strconv.Itoa(730100200 + 7*i), handle: strings.ToLower(g.name), name: g.name}
		s.accounts = append(s.accounts, a)
		picture := gradient(64, 64, g.from, g.to)
		seeds = append(seeds, seed{&a.avatar, picture, s.nextAvatarID(now.AddDate(0, 0, -7)), "guest" + strconv.Itoa(i)})
	}
	for _, seed := range seeds {
		p, err := newPicture(seed.data)
		if err == nil {
			_, err = p.pixels()
		}
		if err != nil {
			return service.Errorf("sandbox.New", service.NotAPicture, "demo picture: %w", err)
		}
		p.id, p.name = seed.id, seed.name
		seed.into.current = p
	}
	s.faceless = sync.OnceValues(faceless)
	return nil
}

// gradient is a JPEG that runs from one colour to another, top left to bottom right.
func gradient(w, h int, from, to color.RGBA) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, blend(from, to, (float64(x)/float64(w)+float64(y)/float64(h))/2))
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		panic(err) // a buffer takes everything, and the sizes are constants
	}
	return out.Bytes()
}

func blend(from, to color.RGBA, t float64) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*t)) }
	return color.RGBA{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B), 0xff}
}

// faceless is X's default picture, or rather one like it: a head and shoulders in
// grey, 400 pixels wide.
func faceless() (*picture, error) {
	const side = 400
	ground, figure := color.RGBA{0xcc, 0xd6, 0xdd, 0xff}, color.RGBA{0x8a, 0x99, 0xa6, 0xff}
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			fx, fy := float64(x)+.5, float64(y)+.5
			head := 72 - math.Hypot(fx-200, fy-158)
			shoulders := (1 - math.Hypot((fx-200)/132, (fy-400)/140)) * 132
			inside := min(1, max(0, max(head, shoulders)+.5)) // soft edge of one pixel
			img.SetRGBA(x, y, blend(ground, figure, inside))
		}
	}
	data, err := encode(img, ".png")
	if err != nil {
		return nil, err
	}
	p, err := newPicture(data)
	if err != nil {
		return nil, err
	}
	p.name = "default_profile"
	return p, nil
}
