package icc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"
)

func TestParseRecognises(t *testing.T) {
	table := typed("mft2", 0, 0)
	p3 := byName("Display P3").profile()
	rounded := SRGB() // as LittleCMS rounds its columns
	copy(findTag(rounded, "rXYZ"), xyz(0.43604, 0.22249, 0.01392))
	copy(findTag(rounded, "gXYZ"), xyz(0.38512, 0.71690, 0.09706))
	copy(findTag(rounded, "bXYZ"), xyz(0.14305, 0.06061, 0.71393))
	for _, c := range []struct {
		label   string
		profile []byte
		name    string
		space   Space
		none    bool  // nothing to convert
		err     error // of ToSRGB
	}{
		{"our own", SRGB(), "sRGB", RGB, true, nil},
		{"exact sRGB", references()[0].profile(), "sRGB", RGB, true, nil},
		{"Hewlett-Packard's", hewlettPackard(), "sRGB IEC61966-2.1", RGB, true, nil},
		{"sRGB written otherwise", rounded, "sRGB", RGB, true, nil},
		{"sRGB's primaries, gamma 2.2", replaceAll(rounded, samples(563), "rTRC", "gTRC", "bTRC"), "sRGB", RGB, false, nil},
		{"Display P3", p3, "Display P3", RGB, false, nil},
		{"grey", greyProfile("XYZ ", samples(563)), "Some grey", Grey, false, nil},
		{"grey of sRGB's curve", greyProfile("XYZ ", sampled(1024, linearSRGB)), "Some grey", Grey, true, nil},
		{"CMYK", assemble("CMYK", "Lab ", []block{{"A2B0", table}}), unnamed, CMYK, false, ErrTables},
		{"Lab", assemble("Lab ", "XYZ ", nil), unnamed, Other, false, ErrTables},
		{"tables only", assemble("RGB ", "Lab ", []block{{"A2B0", table}}), unnamed, RGB, false, ErrTables},
		{"grey tables only", assemble("GRAY", "Lab ", []block{{"A2B0", table}}), unnamed, Grey, false, ErrTables},
		{"tables beside a matrix", replaceTag(p3, "wtpt", "A2B0", table), "Display P3", RGB, false, nil},
		{"tables beside a broken matrix", replaceTag(replaceTag(p3, "wtpt", "A2B0", table), "gXYZ", "gXYZ", nil), "Display P3", RGB, false, ErrTables},
	} {
		p, err := Parse(c.profile)
		if err != nil {
			t.Errorf("%s: %v", c.label, err)
			continue
		}
		if p.Name != c.name || p.Space != c.space {
			t.Errorf("%s: %q of space %d", c.label, p.Name, p.Space)
		}
		transform, err := p.ToSRGB()
		if !errors.Is(err, c.err) || (transform == nil) != (c.none || c.err != nil) {
			t.Errorf("%s: transform %v, error %v", c.label, transform != nil, err)
		}
	}
}

// replaceTag appends a body and points a tag at it under another signature.
func replaceTag(profile []byte, signature, to string, body []byte) []byte {
	p := bytes.Clone(profile)
	for at := 132; at+12 <= len(p); at += 12 {
		if string(p[at:at+4]) == signature {
			copy(p[at:], to)
			binary.BigEndian.PutUint32(p[at+4:], uint32(len(p)))
			binary.BigEndian.PutUint32(p[at+8:], uint32(len(body)))
			return append(p, body...)
		}
	}
	panic("no tag " + signature)
}

func replaceAll(profile, body []byte, signatures ...string) []byte {
	for _, signature := range signatures {
		profile = replaceTag(profile, signature, signature, body)
	}
	return profile
}

func TestParseRefuses(t *testing.T) {
	p3 := byName("Display P3").profile()
	for label, profile := range map[string][]byte{
		"nothing":            nil,
		"a header alone":     p3[:128],
		"no signature":       bytes.Replace(p3, []byte("acsp"), []byte("csap"), 1),
		"another file":       []byte(strings.Repeat("GIF89a", 100)),
		"no tags":            assemble("RGB ", "XYZ ", nil),
		"no curve":           replaceTag(p3, "bTRC", "bTRC", nil),
		"short curve":        replaceTag(p3, "bTRC", "bTRC", samples(1, 2, 3)[:16]),
		"endless curve":      replaceTag(p3, "bTRC", "bTRC", append(typed("curv"), 0xff, 0xff, 0xff, 0xff)),
		"short parameters":   replaceTag(p3, "bTRC", "bTRC", parameters(4, 1, 1, 0, 1)),
		"unknown parameters": replaceTag(p3, "bTRC", "bTRC", parameters(5, 1, 1, 0, 1, 1, 1, 1)),
		"gamma zero":         replaceTag(p3, "bTRC", "bTRC", samples(0)),
		"no column":          replaceTag(p3, "gXYZ", "gXYZ", nil),
		"wrong column":       replaceTag(p3, "gXYZ", "gXYZ", samples(1, 2, 3, 4, 5, 6, 7, 8)),
		"enormous column":    replaceTag(p3, "gXYZ", "gXYZ", xyz(30000, -30000, 30000)),
		"grey without curve": assemble("GRAY", "XYZ ", []block{{"rTRC", samples()}}),
		"black columns":      replaceAll(p3, xyz(0, 0, 0), "rXYZ", "gXYZ", "bXYZ"),
	} {
		if p, err := Parse(profile); !errors.Is(err, ErrDamaged) || p != nil {
			t.Errorf("%s: %v, %v", label, p, err)
		}
	}
}

func TestParseForgives(t *testing.T) {
	p3 := byName("Display P3").profile()
	wrongSize := func(size uint32) []byte {
		p := bytes.Clone(p3)
		binary.BigEndian.PutUint32(p, size)
		return p
	}
	shared := replaceTag(p3, "gTRC", "gTRC", nil)
	copy(shared[132+12*6+4:132+12*7], shared[132+12*5+4:132+12*6])
	manyTags := bytes.Clone(p3)
	binary.BigEndian.PutUint32(manyTags[128:], math.MaxUint32)
	want := []uint8{200, 40, 90, 255}
	mustTransform(t, p3).NRGBA(want)
	for label, profile := range map[string][]byte{
		"size of zero":       wrongSize(0),
		"size too large":     wrongSize(1 << 31),
		"size too small":     wrongSize(140),
		"bytes after it":     append(bytes.Clone(p3), "trailing garbage"...),
		"shared curve":       shared,
		"count of tags":      manyTags,
		"cut after last tag": replaceTag(p3, "wtpt", "tail", make([]byte, 4000))[:len(p3)+8],
		"endless tag":        overlong(p3),
		"empty duplicate":    replaceTag(p3, "wtpt", "rXYZ", nil),
	} {
		p, err := Parse(profile)
		if err != nil {
			t.Errorf("%s: %v", label, err)
			continue
		}
		transform, err := p.ToSRGB()
		got := []uint8{200, 40, 90, 255}
		transform.NRGBA(got)
		if err != nil || !bytes.Equal(got, want) || p.Name != "Display P3" {
			t.Errorf("%s: %q gives %v, want %v (%v)", label, p.Name, got, want, err)
		}
	}
}

// overlong lets every tag claim to reach beyond the end.
func overlong(profile []byte) []byte {
	p := bytes.Clone(profile)
	for i := range binary.BigEndian.Uint32(p[128:]) {
		binary.BigEndian.PutUint32(p[132+12*i+8:], math.MaxUint32)
	}
	return p
}

// Columns that were left at D65 are believed: their white comes out bluish.
func TestColumnsAreTrusted(t *testing.T) {
	r := byName("Adobe RGB (1998)")
	m := r.toXYZ()
	p := r.profile()
	for i, signature := range []string{"rXYZ", "gXYZ", "bXYZ"} {
		copy(findTag(p, signature), xyz(m[0][i], m[1][i], m[2][i]))
	}
	pix := []uint8{200, 200, 200, 255}
	mustTransform(t, p).NRGBA(pix)
	if pix[2] < pix[0]+10 {
		t.Errorf("got %v", pix)
	}
}

func TestNames(t *testing.T) {
	languages := func(pairs ...string) []byte {
		b := binary.BigEndian.AppendUint32(typed("mluc"), uint32(len(pairs)/2))
		b = binary.BigEndian.AppendUint32(b, 12)
		var text []byte
		for i := 0; i < len(pairs); i += 2 {
			b = append(b, pairs[i]...)
			start := len(text)
			for _, r := range pairs[i+1] {
				text = binary.BigEndian.AppendUint16(text, uint16(r))
			}
			b = binary.BigEndian.AppendUint32(b, uint32(len(text)-start))
			b = binary.BigEndian.AppendUint32(b, uint32(16+6*len(pairs)+start))
		}
		return append(b, text...)
	}
	endless := description("Endless")
	binary.BigEndian.PutUint32(endless[8:], math.MaxUint32)
	beyond := languages("enUS", "Beyond")
	binary.BigEndian.PutUint32(beyond[24:], math.MaxUint32)
	for _, c := range []struct {
		name string
		tag  []byte
	}{
		{"Plain", description("Plain")},
		{"Endless", endless},
		{"Zero", description("Zero\x00 and more")},
		{"Bell", description(" B\x07e\xffll ")},
		{strings.Repeat("x", 200), description(strings.Repeat("x", 4000))},
		{"Farbe", languages("deDE", "Farbe", "frFR", "Couleur")},
		{"Colour", languages("deDE", "Farbe", "enGB", "Colour", "enUS", "Color")},
		{"Farbe", languages("deDE", "Farbe", "enGB", "")},
		{"色", languages("jaJP", "色")},
		{"Text", append(typed("text"), "Text\x00"...)},
		{unnamed, beyond},
		{unnamed, languages()},
		{unnamed, description("")},
		{unnamed, typed("curv", 0, 0)},
		{unnamed, []byte("desc")},
		{unnamed, nil},
	} {
		p, err := Parse(assemble("CMYK", "Lab ", []block{{"desc", c.tag}}))
		if err != nil || p.Name != c.name {
			t.Errorf("got %q, want %q (%v)", p.Name, c.name, err)
		}
	}
}

func TestCurves(t *testing.T) {
	for _, c := range []struct {
		label string
		tag   []byte
		x, y  []float64
	}{
		{"identity", samples(), []float64{0, 0.25, 1}, []float64{0, 0.25, 1}},
		{"gamma 2", samples(512), []float64{0, 0.5, 1}, []float64{0, 0.25, 1}},
		{"two samples", samples(0, 32768), []float64{0, 0.5, 1}, []float64{0, 0.25, 0.5}},
		{"falling and rising", samples(65535, 0, 65535), []float64{0, 0.25, 0.5, 0.75, 1}, []float64{1, 0.5, 0, 0.5, 1}},
		{"lifted black", samples(6554, 65535), []float64{0, 1}, []float64{0.1, 1}},
		{"type 0", parameters(0, 3), []float64{0, 0.5, 1}, []float64{0, 0.125, 1}},
		{"type 1", parameters(1, 2, 2, -1), []float64{0, 0.5, 0.75, 1}, []float64{0, 0, 0.25, 1}},
		{"type 2", parameters(2, 2, 2, -1, 0.125), []float64{0.25, 0.5, 0.75, 1}, []float64{0.125, 0.125, 0.375, 1}},
		{"type 3", parameters(3, 2, 1, 0, 0.5, 0.5), []float64{0, 0.25, 0.5, 1}, []float64{0, 0.125, 0.25, 1}},
		{"type 4", parameters(4, 2, 1, 0, 0.5, 0.5, -0.125, 0.0625), []float64{0, 0.25, 0.5, 1}, []float64{0.0625, 0.1875, 0.125, 0.875}},
		{"not a number", parameters(1, 0.5, 0, 0), []float64{0, 0.5, 1}, []float64{0, 0, 0}},
		{"infinite", parameters(0, -1), []float64{0, 1}, []float64{1, 1}},
	} {
		got, err := readCurve(c.tag)
		if err != nil {
			t.Errorf("%s: %v", c.label, err)
			continue
		}
		for i, x := range c.x {
			if y := got.at(x); math.Abs(y-c.y[i]) > 1e-5 {
				t.Errorf("%s: %v becomes %v, want %v", c.label, x, y, c.y[i])
			}
		}
	}
}

func TestCodePoints(t *testing.T) {
	for _, c := range []struct {
		primaries, transfer int
		name                string
		none                bool
		err                 error
	}{
		{1, 13, "sRGB", true, nil},
		{1, 1, "BT.709", true, nil},
		{2, 2, "", true, nil},
		{2, 13, "", true, nil},
		{12, 13, "Display P3", false, nil},
		{9, 14, "BT.2020", false, nil},
		{1, 4, "BT.709, gamma 2.2", false, nil},
		{2, 8, "linear", false, nil},
		{11, 17, "DCI-P3, gamma 2.6", false, nil},
		{9, 16, "BT.2100 PQ", true, ErrHDR},
		{9, 18, "BT.2100 HLG", true, ErrHDR},
		{12, 16, "Display P3 PQ", true, ErrHDR},
		{2, 16, "PQ", true, ErrHDR},
		{3, 13, "", true, ErrTables},
		{-1, 13, "", true, ErrTables},
		{1, 0, "BT.709", true, ErrTables},
		{1, 99, "BT.709", true, ErrTables},
	} {
		transform, name, err := FromCodePoints(c.primaries, c.transfer)
		if name != c.name || !errors.Is(err, c.err) || (transform == nil) != c.none {
			t.Errorf("%d/%d: %q, transform %v, error %v", c.primaries, c.transfer, name, transform != nil, err)
		}
	}
}

// All primaries give white at the top, and Display P3 by number is Display P3 by profile.
func TestCodedColours(t *testing.T) {
	for primaries, coded := range codedPrimaries {
		transform, _, err := FromCodePoints(primaries, 4)
		if err != nil {
			t.Fatal(err)
		}
		white := []uint8{255, 255, 255, 255}
		if transform.NRGBA(white); string(white) != "\xff\xff\xff\xff" {
			t.Errorf("%s: white became %v", coded.name, white)
		}
	}
	for _, c := range []struct {
		profile             string
		primaries, transfer int
	}{{"Display P3", 12, 13}, {"Wide, linear", 9, 8}} {
		transform, _, err := FromCodePoints(c.primaries, c.transfer)
		if err != nil {
			t.Fatal(err)
		}
		exact := byName(c.profile).exact()
		cube(11, func(v [3]float64) {
			in, out := convert16(transform, v)
			for i, want := range exact(in) {
				if math.Abs(out[i]-want)*65535 > 8 {
					t.Errorf("%s: %v became %v, want %v", c.profile, in, out, exact(in))
				}
			}
		})
	}
}
