package picture

import (
	"errors"
	"fmt"

	"masthead/service/picture/internal/header"
	"masthead/service/picture/internal/icc"
)

// colours is how a picture's colours become sRGB.
type colours struct {
	// profile is its name for people; "" for none.
	profile string
	// caution says what is not done faithfully; "" when all is.
	caution string
	// convert is nil where nothing is to be done, or nothing can be.
	convert *icc.Transform
}

// readColours finds out from a header how colours are to be read. What cannot be
// converted is taken as it is, with a caution. No profile means sRGB.
func readColours(h header.Header) colours {
	c := embedded(h)
	if h.Ink && c.caution == "" {
		c.caution = "CMYK inks without a profile are converted plainly: colours may differ from print"
	}
	return c
}

func embedded(h header.Header) colours {
	if h.ICC == nil {
		return coded(h.Coding)
	}
	p, err := icc.Parse(h.ICC)
	if err != nil {
		return colours{profile: "unnamed", caution: "The embedded colour profile is damaged; sRGB is assumed"}
	}
	c := colours{profile: p.Name}
	if h.Ink {
		c.caution = fmt.Sprintf("The CMYK profile “%s” is not applied: its colours are converted plainly and may differ", p.Name)
		return c
	}
	if p.Space == icc.RGB || p.Space == icc.Grey {
		c.convert, err = p.ToSRGB()
	} else {
		err = icc.ErrTables
	}
	if err != nil {
		c.caution = fmt.Sprintf("The colour profile “%s” works by tables and is not applied: colours may differ", p.Name)
	}
	return c
}

func coded(coding *header.Coding) colours {
	if coding == nil {
		return colours{}
	}
	convert, name, err := icc.FromCodePoints(coding.Primaries, coding.Transfer)
	c := colours{profile: name, convert: convert}
	switch {
	case errors.Is(err, icc.ErrHDR):
		c.caution = fmt.Sprintf("%s is high dynamic range and not applied: brightness will differ", name)
	case err != nil:
		c.caution = "The colour coding is not known; sRGB is assumed"
	}
	return c
}
