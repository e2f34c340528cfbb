package sandbox

import (
	"testing"

	"masthead/service"
)

// TestSizesAgree pins this copy of X's sizes to the program's own table: a size is
// added in both or in neither.
func TestSizesAgree(t *testing.T) {
	for kind, ours := range map[service.Kind][]size{service.Avatar: avatarSizes(), service.Banner: bannerSizes()} {
		known := 0
		for _, v := range service.Variants(kind) {
			if !v.Sized() {
				continue
			}
			known++
			if z, ok := sizeNamed(ours, v.Name); !ok || z.width != v.Width || z.height != v.Height {
				t.Errorf("%v %s is %d×%d there and %v here", kind, v.Name, v.Width, v.Height, z)
			}
		}
		if known != len(ours) {
			t.Errorf("%v: %d sizes there, %d here", kind, known, len(ours))
		}
	}
	if avatarMaxBytes != service.Avatar.UploadLimit() || bannerMaxBytes != service.Banner.UploadLimit() {
		t.Error("the limits of uploads differ")
	}
}
