package picture

import (
	"image"
	"runtime"
	"testing"

	"masthead/service"
	"masthead/service/picture/internal/jpegio"
)

// flatJPEG is a baseline JPEG of one mid grey, of any size in a few megabytes: every
// block is four bits, no difference from the last one and no detail.
func flatJPEG(w, h int) []byte {
	b := []byte{0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0}
	for range 64 {
		b = append(b, 1)
	}
	b = append(b, 0xFF, 0xC0, 0, 17, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	for _, class := range []byte{0x00, 0x10} { // one code of one bit: 0
		b = append(b, 0xFF, 0xC4, 0, 20, class, 1)
		b = append(b, make([]byte, 15)...)
		b = append(b, 0)
	}
	b = append(b, 0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0)
	blocks := (w + 7) / 8 * ((h + 7) / 8) * 3
	b = append(b, make([]byte, (2*blocks+7)/8)...)
	return append(b, 0xFF, 0xD9)
}

// TestMemoryOfTheLargest draws 280 megapixels at every size, as both kinds, and zoomed
// in, with far less memory than their 1.1 GB of pixels.
func TestMemoryOfTheLargest(t *testing.T) {
	data := flatJPEG(20000, 14000)
	if !jpegio.Fractions {
		if _, err := Open(t.Context(), data); service.CodeOf(err) != service.TooLarge {
			t.Errorf("%v", err)
		}
		return
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := opened(t, data)
	for _, k := range service.Kinds {
		w, h := k.StoredSize()
		crop := CentredCrop(20000, 14000, k)
		part := image.Pt(7*w, 7*h) // needs more than the whole is held in
		for _, f := range []Framing{
			{Crop: crop},
			{Crop: image.Rectangle{Min: crop.Min, Max: crop.Min.Add(image.Pt(w, h))}},
			{Crop: image.Rectangle{Min: crop.Min, Max: crop.Min.Add(part)}},
			{Crop: image.Rectangle{Min: crop.Max.Sub(part), Max: crop.Max}},
		} {
			if _, err := r.Plain(t.Context(), f, service.Variants(k)); err != nil {
				t.Fatal(err)
			}
		}
	}
	runtime.ReadMemStats(&after)
	// What the system has given to Go at the most; libjpeg's own share is a few rows.
	if took := (after.Sys - before.Sys) >> 20; took > 250 {
		t.Errorf("took %d MiB", took)
	} else {
		t.Logf("took %d MiB", took)
	}
	r = opened(t, flatJPEG(5990, 48000)) // long and narrow: not large in every way
	if size := r.whole.img.Rect.Size(); size.X*size.Y > maxHeld || r.detail != nil {
		t.Errorf("%v pixels are held, and a part: %v", size, r.detail != nil)
	}
	for _, whole := range []func() error{
		func() error { _, err := Forecast(t.Context(), service.Picture{Data: data}, nil); return err },
		func() error { _, err := Store(t.Context(), service.Picture{Data: data}, service.Banner); return err },
	} {
		if err := whole(); service.CodeOf(err) != service.TooLarge {
			t.Errorf("taken for what X holds: %v", err)
		}
	}
	if _, _, err := Decode(t.Context(), data); service.CodeOf(err) != service.TooLarge {
		t.Errorf("decoded whole: %v", err)
	}
}
