package sandbox

// size is one variant that the picture host serves, in pixels.
type size struct {
	name          string
	width, height int
}

// avatarSizes are X's documented variants and those that its own clients ask for. The
// original has no name and no fixed size.
func avatarSizes() []size {
	return []size{
		{"mini", 24, 24},
		{"normal", 48, 48},
		{"bigger", 73, 73},
		{"x96", 96, 96},
		{"reasonably_small", 128, 128},
		{"200x200", 200, 200},
		{"400x400", 400, 400},
	}
}

// bannerSizes are what X's users/profile_banner lists.
func bannerSizes() []size {
	return []size{
		{"ipad", 626, 313},
		{"ipad_retina", 1252, 626},
		{"web", 520, 260},
		{"web_retina", 1040, 520},
		{"mobile", 320, 160},
		{"mobile_retina", 640, 320},
		{"300x100", 300, 100},
		{"600x200", 600, 200},
		{"1080x360", 1080, 360},
		{"1500x500", 1500, 500},
	}
}

// sizeNamed finds a variant by its name.
func sizeNamed(sizes []size, name string) (size, bool) {
	for _, s := range sizes {
		if s.name == name {
			return s, true
		}
	}
	return size{}, false
}

// The limits of uploads: bytes and pixels that X documents, and a guard of our own
// against pictures that unpack to more than memory should hold.
const (
	avatarMaxBytes = 700_000
	bannerMaxBytes = 5_000_000
	avatarMaxWidth = 400
	bannerMaxWidth = 1500
	maxPixels      = 40_000_000
)
