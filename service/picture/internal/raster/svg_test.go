package raster

import (
	"bytes"
	"compress/gzip"
	"context"
	"image/color"
	"strings"
	"testing"

	"masthead/service/picture/internal/header"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">`

// TestSVGDraws looks at the pixel at 5.05, 5.05 of a box of 10 × 10, and at 1.05, 1.05.
func TestSVGDraws(t *testing.T) {
	red, clear := color.RGBA{255, 0, 0, 255}, color.RGBA{}
	for name, test := range map[string]struct {
		body           string
		middle, corner color.RGBA
	}{
		"rect":            {`<rect x="3" y="3" width="4" height="4" fill="red"/>`, red, clear},
		"percent":         {`<rect width="100%" height="100%" fill="#f00"/>`, red, red},
		"circle":          {`<circle cx="5" cy="5" r="4" fill="rgb(255,0,0)"/>`, red, clear},
		"polygon":         {`<polygon points="5,1 9,9 1,9" fill="hsl(0 100% 50%)"/>`, red, clear},
		"nonzero":         {`<path d="M1 0h9v10H0V0zm2 3h4v4H3z" fill="red"/>`, red, red},
		"even-odd":        {`<path fill-rule="evenodd" d="M0 0h10v10H0zM3 3h4v4H3z" fill="red"/>`, clear, red},
		"compact arcs":    {`<path d="M1 5a4 4 0 108 0a4 4 0 10-8 0z" fill="red"/>`, red, clear},
		"stroke scaled":   {`<g transform="scale(10)"><path d="M.5 0V1" stroke="red" stroke-width=".2"/></g>`, red, clear},
		"one scale":       {`<rect width="1" height="1" transform="scale(8)" fill="red"/>`, red, red},
		"style":           {`<rect width="10" height="10" fill="blue" style="fill: red"/>`, red, red},
		"class":           {`<style>.a, .b{fill:red} @media print {.a{fill:blue} .b{fill:blue}}</style><rect class="b" width="10" height="10"/>`, red, red},
		"current colour":  {`<g color="red"><rect width="10" height="10" fill="currentColor"/></g>`, red, red},
		"inherited":       {`<g fill="red"><rect width="10" height="10"/></g>`, red, red},
		"opacity":         {`<g opacity=".5"><rect width="10" height="10" fill="red"/></g>`, color.RGBA{128, 0, 0, 128}, color.RGBA{128, 0, 0, 128}},
		"hidden":          {`<rect display="none" width="10" height="10"/>`, clear, clear},
		"use":             {`<defs><rect id="r" width="2" height="2" fill="red"/></defs><use xlink:href="#r" x="4" y="4"/>`, red, clear},
		"use of a use":    {`<use href="#a"/><g id="a"><use href="#a"/></g><rect width="10" height="10" fill="red"/>`, red, red},
		"symbol":          {`<symbol id="s" viewBox="0 0 1 1"><rect width="1" height="1" fill="red"/></symbol><use href="#s" x="4" y="4" width="2" height="2"/>`, red, clear},
		"gradient":        {`<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="red"/></linearGradient><rect width="10" height="10" fill="url(#g)"/>`, red, red},
		"user space":      {`<radialGradient id="g" gradientUnits="userSpaceOnUse" cx="5" cy="5" r="3"><stop offset=".5" stop-color="red"/><stop offset=".5" stop-color="lime"/></radialGradient><rect width="10" height="10" fill="url(#g)"/>`, red, color.RGBA{0, 255, 0, 255}},
		"unknown":         {`<text>no</text><frob/><rect width="10" height="10" fill="red"/>`, red, red},
		"fallback":        {`<rect width="10" height="10" fill="url(#nothing) red"/>`, red, red},
		"foreign picture": {`<image href="http://example.org/a.png" width="10" height="10"/>`, clear, clear},
		"wrong path":      {`<path d="M3 3h4v4H3zL oops" fill="red"/>`, red, clear},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "use of a use" {
				if _, err := tryDecode(t, []byte(svgHead+test.body+"</svg>")); err == nil {
					t.Error("an endless drawing was drawn")
				}
				return
			}
			data := []byte(svgHead + test.body + "</svg>")
			h, err := header.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			h.Width, h.Height = 200, 200
			img, err := Decode(t.Context(), data, h, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := img.RGBAAt(101, 101); got != test.middle {
				t.Errorf("the middle is %v, want %v", got, test.middle)
			}
			if got := img.RGBAAt(21, 21); got != test.corner {
				t.Errorf("the corner is %v, want %v", got, test.corner)
			}
		})
	}
}

func tryDecode(t testing.TB, data []byte) (any, error) {
	t.Helper()
	h, err := header.Read(data)
	if err != nil {
		return nil, err
	}
	return Decode(t.Context(), data, h, nil)
}

func TestSVGView(t *testing.T) {
	// A box of 10 × 10 in a drawing twice as wide: in the middle, or as it says.
	box := `viewBox="-5 -5 10 10"><rect x="-5" y="-5" width="10" height="10" fill="red"/></svg>`
	for align, want := range map[string][3]bool{ // left, middle, right
		"": {false, true, false}, "xMinYMid": {true, true, false}, "xMaxYMid meet": {false, false, true},
		"none": {true, true, true}, "xMidYMid slice": {true, true, true},
	} {
		img, _ := drawn(t, []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="10mm" preserveAspectRatio="`+align+`" `+box))
		if img.Rect.Dx() != 3000 || img.Rect.Dy() != 1500 {
			t.Fatalf("%v", img.Rect)
		}
		for i, x := range []int{100, 1490, 2900} {
			if got := img.RGBAAt(x, 750).A != 0; got != want[i] {
				t.Errorf("%q at %d: %v", align, x, got)
			}
		}
	}
}

func TestSVGPackedAndInOtherLetters(t *testing.T) {
	plain := svgHead + `<rect width="10" height="10" fill="red"/></svg>`
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(plain))
	_ = w.Close()
	wide := []byte{0xFF, 0xFE}
	for _, c := range []byte(plain) {
		wide = append(wide, c, 0)
	}
	for name, data := range map[string][]byte{"gzip": packed.Bytes(), "UTF-16": wide, "a mark": []byte("\xEF\xBB\xBF" + plain)} {
		img, _ := drawn(t, data)
		if got := img.RGBAAt(750, 750); got != (color.RGBA{255, 0, 0, 255}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSVGBombs(t *testing.T) {
	laughs := `<!DOCTYPE svg [<!ENTITY a "` + strings.Repeat("ha", 100) + `"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>` +
		svgHead + `<title>&b;&x;</title><rect width="10" height="10" fill="red"/></svg>`
	img, _ := drawn(t, []byte(laughs))
	if got := img.RGBAAt(750, 750); got != (color.RGBA{255, 0, 0, 255}) {
		t.Errorf("beside entities: %v", got)
	}
	deep := svgHead + strings.Repeat("<g>", 1000) + strings.Repeat("</g>", 1000) + "</svg>"
	var doubling strings.Builder
	doubling.WriteString(svgHead + `<g id="l0"><rect width=".01" height=".01"/></g>`)
	for i := 1; i < 40; i++ {
		id, before := string(rune('A'+i)), string(rune('A'+i-1))
		if i == 1 {
			before = "l0"
		}
		doubling.WriteString(`<g id="` + id + `"><use href="#` + before + `"/><use href="#` + before + `"/></g>`)
	}
	doubling.WriteString("</svg>")
	for name, data := range map[string]string{"deep": deep, "doubling": doubling.String(), "cut": svgHead + "<g>"} {
		if _, err := tryDecode(t, []byte(data)); err == nil {
			t.Errorf("%s was drawn", name)
		}
	}
	far := svgHead + `<path d="M-1e30 -1e30L1e30 5 0 1e300 5 5z" stroke="red" stroke-dasharray=".0001" stroke-width="1e9"/></svg>`
	if _, err := tryDecode(t, []byte(far)); err != nil {
		t.Error(err)
	}
}

func TestSVGEndsWithItsContext(t *testing.T) {
	data := []byte(svgHead + strings.Repeat(`<circle cx="5" cy="5" r="5"/>`, 100_000) + "</svg>")
	h, err := header.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := parseSVG(t.Context(), data)
	if err != nil || len(tree.root.children) != 100_000 {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := decodeSVG(ctx, data, h); err == nil {
		t.Error("drawn though nobody waits")
	}
}

func FuzzSVG(f *testing.F) {
	f.Add([]byte(`<path d="M1 0h9v10H0V0zm2 3a4 4 0 108 0" stroke="red" stroke-dasharray="1 2"/>`))
	f.Add([]byte(`<linearGradient id="g"><stop offset="0"/></linearGradient><use href="#g" transform="rotate(1)"/><rect rx="1" width="9" height="9" fill="url(#g)"/>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append([]byte(svgHead), body...)
		data = append(data, "</svg>"...)
		h, err := header.Read(data)
		if err != nil {
			return
		}
		h.Width, h.Height = 64, 64
		_, _ = Decode(t.Context(), data, h, nil)
	})
}
