package main

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"testing"

	"masthead/assets"
)

func TestIconFilesShowTheSame(t *testing.T) {
	want, err := renderIcon(assets.IconSVG)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := png.Decode(bytes.NewReader(assets.IconPNG))
	if err != nil {
		t.Fatal(err)
	}
	got := image.NewRGBA(kept.Bounds())
	draw.Draw(got, got.Rect, kept, kept.Bounds().Min, draw.Src)
	for i := range want.Pix {
		if d := int(want.Pix[i]) - int(got.Pix[i]); d < -1 || d > 1 {
			t.Fatalf("icon.png is not icon.svg at %d,%d: run go generate in assets",
				i/4%iconSize, i/4/iconSize)
		}
	}
}

func TestIconRefusesWhatItCannotDraw(t *testing.T) {
	for name, svg := range map[string]string{
		"shape":   `<svg><ellipse fill="#000000"/></svg>`,
		"command": `<svg><path d="M0 0 Q1 1 2 2 Z" fill="#000000"/></svg>`,
		"numbers": `<svg><path d="M0" fill="#000000"/></svg>`,
		"colour":  `<svg><rect fill="blue"/></svg>`,
		"XML":     `<svg>`,
	} {
		if _, err := renderIcon([]byte(svg)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
