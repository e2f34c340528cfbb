package tiff

import "testing"

func FuzzDecode(f *testing.F) {
	for samples, tags := range map[int]map[uint16][]uint64{
		1: {tagPhotometric: {whiteIsZero}},
		3: {tagPhotometric: {rgb}, tagOrientation: {3}},
		4: {tagPhotometric: {separated}},
	} {
		for _, l := range layouts {
			for _, bits := range []int{4, 8, 16} {
				if !l.predicted || bits > 4 {
					f.Add(random(17, 9, samples, bits).file(l, tags))
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data)
		if err != nil || file.Width > 1<<18 || file.Width*file.Height > 1<<18 {
			return
		}
		img, err := file.Decode(t.Context(), noJPEG)
		if err == nil && (img.Bounds().Dx() != file.Width || img.Bounds().Dy() != file.Height) {
			t.Errorf("%v for %d × %d", img.Bounds(), file.Width, file.Height)
		}
	})
}
