package service

import "fmt"

// Kind tells the two pictures of an account apart.
type Kind int

// The two kinds of picture that an account shows.
const (
	Avatar Kind = iota
	Banner
)

// Kinds lists both kinds in the order of the tabs.
var Kinds = [...]Kind{Avatar, Banner}

// String is the kind's name in lower case, as it stands in file names and sentences.
func (k Kind) String() string {
	switch k {
	case Avatar:
		return "avatar"
	case Banner:
		return "banner"
	}
	return fmt.Sprintf("kind(%d)", int(k))
}

// Aspect is the shape of an upload as whole numbers: 1:1 for avatars, 3:1 for banners.
func (k Kind) Aspect() (w, h int) {
	if k == Banner {
		return 3, 1
	}
	return 1, 1
}

// StoredSize is the largest size, in pixels, that X keeps of an upload by API:
// avatars are scaled down to 400 (X's reference of update_profile_image), banners are
// served at 1500×500 at most.
func (k Kind) StoredSize() (w, h int) {
	if k == Banner {
		return 1500, 500
	}
	return 400, 400
}

// UploadLimit is the number of bytes that an upload must stay under. 700 kB for
// avatars and 5 MB for banners are X's documented limits.
func (k Kind) UploadLimit() int {
	if k == Banner {
		return 5_000_000
	}
	return 700_000
}
