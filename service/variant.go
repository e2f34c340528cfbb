package service

import "image"

// Variant is one size at which X serves a picture. The table below is the only place
// that knows sizes; everything else asks it.
type Variant struct {
	Kind Kind
	// Name is X's own word for the size: "normal", "web_retina", "1500x500".
	Name string
	// Width and Height are in pixels. Both are 0 where only the picture itself tells:
	// for "original", and for sizes that only the server names.
	Width, Height int
}

// OriginalName is the avatar variant without a suffix: the picture as X stored it.
const OriginalName = "original"

// Original is the avatar as X stored it. Its size is known only once it is fetched.
var Original = Variant{Avatar, OriginalName, 0, 0}

// avatars: mini, normal, bigger and original are documented; the others are what X's
// own clients ask for.
var avatars = []Variant{
	{Avatar, "mini", 24, 24},
	{Avatar, "normal", 48, 48},
	{Avatar, "bigger", 73, 73},
	{Avatar, "x96", 96, 96},
	{Avatar, "reasonably_small", 128, 128},
	{Avatar, "200x200", 200, 200},
	{Avatar, "400x400", 400, 400},
	Original,
}

// banners: the six named ones are documented, and 2:1; the numbered ones are 3:1 like
// the upload.
var banners = []Variant{
	{Banner, "1500x500", 1500, 500},
	{Banner, "1080x360", 1080, 360},
	{Banner, "600x200", 600, 200},
	{Banner, "300x100", 300, 100},
	{Banner, "mobile", 320, 160},
	{Banner, "web", 520, 260},
	{Banner, "ipad", 626, 313},
	{Banner, "mobile_retina", 640, 320},
	{Banner, "web_retina", 1040, 520},
	{Banner, "ipad_retina", 1252, 626},
}

// Variants is the size table of a kind, in the order in which the wall shows it. The
// caller may change the slice.
func Variants(k Kind) []Variant {
	table := avatars
	if k == Banner {
		table = banners
	}
	return append([]Variant(nil), table...)
}

// VariantNamed finds a size by X's name for it.
func VariantNamed(k Kind, name string) (Variant, bool) {
	for _, v := range Variants(k) {
		if v.Name == name {
			return v, true
		}
	}
	return Variant{}, false
}

// WithServerNamed adds to the table of banners the sizes that only the server names:
// profile_banner's answer is an open map. Sizes of the table keep their place and
// their pixels.
func WithServerNamed(sizes []BannerSize) []Variant {
	all := Variants(Banner)
	for _, s := range sizes {
		if _, known := VariantNamed(Banner, s.Name); !known {
			all = append(all, Variant{Banner, s.Name, s.Width, s.Height})
		}
	}
	return all
}

// Sized reports whether the variant's pixels are known before it is fetched.
func (v Variant) Sized() bool { return v.Width > 0 && v.Height > 0 }

// The bounds of what X can serve at all.
const (
	// maxSide is the longest side, in pixels: X refuses a banner above 8192 × 8192 in those
	// words, and stores avatars far smaller.
	maxSide = 8192
	// maxBytes is the most of any picture, in bytes.
	maxBytes = 64 << 20
	// maxPixelBytes is the most of one pixel, in bytes: what it takes without compression,
	// which X's JPEG and 8-bit PNG stay under.
	maxPixelBytes = 4
	// maxMetadata is the most of all that is not pixels, in bytes. X's own is a profile of
	// under 1 kB, and it keeps no EXIF.
	maxMetadata = 256 << 10
)

// Most is the most that a picture served as this variant can have: its width and height
// in pixels, after the EXIF orientation, and its encoded bytes. X scales down to a
// variant's size and never up, so one with a size has no more than that. One without may
// be as large as any picture that X takes.
func (v Variant) Most() (size image.Point, bytes int64) {
	if !v.Sized() {
		return image.Pt(maxSide, maxSide), maxBytes
	}
	size = image.Pt(min(v.Width, maxSide), min(v.Height, maxSide))
	return size, min(int64(size.X)*int64(size.Y)*maxPixelBytes+maxMetadata, maxBytes)
}

// Largest is the variant that holds the most of the stored picture: the one that is
// kept before it is replaced.
func Largest(k Kind) Variant {
	if k == Banner {
		return banners[0]
	}
	return Original
}
