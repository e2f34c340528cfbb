package header

import (
	"strings"
	"testing"

	"masthead/service"
)

func TestSVGIsFoundByContent(t *testing.T) {
	for text, want := range map[string]bool{
		`<svg>`: true,
		"\xEF\xBB\xBF \n<?xml version='1.0'?><!-- a > b --><!DOCTYPE svg [<!ENTITY a 'b'> ] ><svg width='1'/>": true,
		`<!DOCTYPE svg PUBLIC "a" "b"><s:svg xmlns:s="http://www.w3.org/2000/svg"/>`:                           true,
		`<html><svg/></html>`: false,
		`<svgx>`:              false,
		`svg`:                 false,
		`<!-- <svg> `:         false,
	} {
		if f, ok := Sniff([]byte(text)); ok != want || ok && f != service.SVG {
			t.Errorf("%q: %v", text, ok)
		}
	}
}

func TestSVGSize(t *testing.T) {
	for attributes, want := range map[string][2]int{
		`width="100" height="100"`:                      {1500, 1500},
		`width="20mm" height="1cm"`:                     {3000, 1500},
		`width="100%" height="1em" viewBox="0,0 30 60"`: {1500, 3000},
		`width="40" viewBox="0 0 10 20"`:                {1500, 3000},
		`height="40px" viewBox="0 0 20 10"`:             {3000, 1500},
		`viewBox="-5 -5 10 10"`:                         {1500, 1500},
		``:                                              {3000, 1500},
		`width="1000" height="1"`:                       {6000, 6},
		`width="1e9" height="0.001"`:                    {6000, 1},
		`width="-5" height="NaN" viewBox="0 0 0 5"`:     {3000, 1500},
		`width="4000" height="4000"`:                    {1500, 1500},
	} {
		h, err := Read([]byte("<svg " + attributes + "/>"))
		if err != nil || [2]int{h.Width, h.Height} != want || !h.Alpha || h.Frames != 1 || h.Orientation != 1 {
			t.Errorf("%s: %+v, %v", attributes, h, err)
		}
	}
}

func TestSVGSaysWhatIsNotDrawn(t *testing.T) {
	for body, want := range map[string]string{
		`<rect/><textPath/><filterish/>`:           "",
		`<text x="1">hello</text>`:                 "text",
		`<svg:text>a</svg:text><s:mask/><image/>`:  "text, masks and embedded pictures",
		`<defs><clipPath id="a"/><filter/></defs>`: "filters and clipping",
	} {
		h, err := Read([]byte("<svg>" + body + "</svg>"))
		if err != nil || h.Partly != want {
			t.Errorf("%s: %q, %v", body, h.Partly, err)
		}
	}
}

func TestSVGTooMuch(t *testing.T) {
	if _, err := SVGMarkup([]byte(strings.Repeat(" ", maxMarkup+1))); err == nil {
		t.Error("more markup than is read was read")
	}
}

func FuzzSVG(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><svg width="1in" viewBox="0 0 1 2"><text/></svg>`))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if format, ok := Sniff(data); !ok || format != service.SVG {
			return
		}
		if h, err := Read(data); err == nil && (min(h.Width, h.Height) < 1 || max(h.Width, h.Height) > svgLong) {
			t.Errorf("%+v", h)
		}
	})
}
