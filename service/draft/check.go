package draft

import (
	"fmt"
	"image/color"

	"masthead/service"
	"masthead/service/picture"
)

// Level tells how much a check matters.
type Level int

// The levels of a check.
const (
	Good Level = iota // as it should be
	Note              // worth knowing
	Warn              // worth another look
)

// Check is one thing to know before publishing, in words.
type Check struct {
	Level Level
	Text  string
}

// check looks at a draft and what would be sent of it; transparent tells of its pixels.
func check(d Draft, u picture.Upload, stored service.Picture, transparent bool) []Check {
	list := []Check{size(d, stored), sent(d.Kind, u)}
	if d.Source.Frames > 1 {
		list = append(list, Check{Note, fmt.Sprintf("Animated, %d frames: the first one is used", d.Source.Frames)})
	}
	if d.Source.Orientation > 1 {
		list = append(list, Check{Note, "Turned upright as its EXIF data asks; that data is not sent"})
	}
	if d.Source.Caution != "" {
		list = append(list, Check{Warn, d.Source.Caution})
	}
	if transparent && !u.Picture.Alpha {
		list = append(list, Check{Note, fmt.Sprintf("Transparent parts are laid on %s", colourName(d.Ground))})
	}
	return list
}

// colourName is a colour for people: "white", "#1DA1F2".
func colourName(c color.NRGBA) string {
	switch hex := fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B); hex {
	case "#FFFFFF":
		return "white"
	case "#000000":
		return "black"
	default:
		return hex
	}
}

func size(d Draft, stored service.Picture) Check {
	w, h := d.Framing.Size().X, d.Framing.Size().Y
	text := fmt.Sprintf("%d × %d px crop; X keeps %s", w, h, stored.Dimensions())
	fullW, fullH := d.Kind.StoredSize()
	if w < fullW || h < fullH {
		return Check{Warn, fmt.Sprintf("%d × %d px crop is small: X shows up to %d × %d, and will enlarge it", w, h, fullW, fullH)}
	}
	return Check{Good, text}
}

func sent(k service.Kind, u picture.Upload) Check {
	text := fmt.Sprintf("Sends %s %s, %s of %s: %s (forecast)", u.Picture.Format, u.Picture.Dimensions(),
		service.ByteCount(u.Picture.Bytes()), service.ByteCount(k.UploadLimit()), u.Why)
	return Check{Good, text}
}
