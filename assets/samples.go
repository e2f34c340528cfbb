package assets

import _ "embed"

//go:generate go run ./samples/draw

// AvatarSample is the demo account's avatar: a lighthouse at dusk, a JPEG of
// 800×800 pixels. Like all samples it was drawn by samples/draw.
//
//go:embed samples/avatar.jpg
var AvatarSample []byte

// BannerSample is the demo account's banner: the same coast from farther off,
// a JPEG of 1500×500 pixels.
//
//go:embed samples/banner.jpg
var BannerSample []byte

// PictureSample is a picture to try a draft with, unlike the ones before:
// balloons over dunes by day, a JPEG of 2400×1600 pixels without EXIF. The
// largest balloon hangs left of the middle, so that the crop matters.
//
//go:embed samples/picture.jpg
var PictureSample []byte

// BeetleSample is the avatar of the demo's second account: a ladybird on a
// leaf, a JPEG of 400×400 pixels.
//
//go:embed samples/beetle.jpg
var BeetleSample []byte
