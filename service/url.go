package service

import (
	"net/url"
	"strings"
)

// AvatarURL rewrites the URL of one avatar variant into that of another. It works on
// the last path segment only: the variant is the last _word before the optional
// extension ("logosquare_bigger_normal.jpg" is the normal variant of
// "logosquare_bigger.jpg"). Host, query and every other byte stay as they are, so
// names with spaces, dots or © survive. A URL whose last segment names no variant is
// returned unchanged with ok false, unless it is asked for the original, which it is.
func AvatarURL(raw string, v Variant) (rewritten string, ok bool) {
	head, name, tail := splitLast(raw)
	stem, ext := splitExtension(name)
	at := variantStart(stem)
	if at < 0 {
		return raw, v.Name == OriginalName
	}
	stem = stem[:at]
	if v.Name != OriginalName {
		stem += "_" + v.Name
	}
	return head + stem + ext + tail, true
}

// AvatarVariant tells which variant an avatar's URL names.
func AvatarVariant(raw string) (Variant, bool) {
	_, name, _ := splitLast(raw)
	stem, _ := splitExtension(name)
	at := variantStart(stem)
	if at < 0 {
		return Variant{}, false
	}
	return VariantNamed(Avatar, stem[at+1:])
}

// BannerURL is the URL of one banner variant, from the profile_banner_url of a user
// object or from the URL of any other variant. A variant is always appended: the bare
// URL often answers 404.
func BannerURL(raw string, v Variant) string {
	path, tail := cutTail(raw)
	path = strings.TrimRight(path, "/")
	head, last := cutLastSlash(path)
	if !allDigits(last) && allDigits(lastSegment(strings.TrimSuffix(head, "/"))) {
		path = strings.TrimSuffix(head, "/") // it named a variant already
	}
	return path + "/" + v.Name + tail
}

// IsDefaultAvatar recognises X's default picture by its path. Never by its file name:
// people upload files called default_profile_normal.png too.
func IsDefaultAvatar(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && strings.HasPrefix(u.Path, "/sticky/default_profile_images/")
}

// ShortURL names a picture's address in a few characters: host, ellipsis and the last
// segment without its variant: "pbs.twimg.com/…/Qk3f.jpg".
func ShortURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return Printable(raw)
	}
	plain, _ := AvatarURL(u.Path, Original)
	segments := strings.Split(strings.Trim(plain, "/"), "/")
	if len(segments) < 2 {
		return Printable(u.Host + plain)
	}
	return Printable(u.Host + "/…/" + segments[len(segments)-1])
}

// variantStart is the index of the underscore that begins the variant in a stem
// without extension, or -1. reasonably_small is the one variant with an underscore of
// its own, so the table is asked rather than the last underscore alone.
func variantStart(stem string) int {
	for _, v := range avatars {
		if v.Name == OriginalName {
			continue
		}
		if at := len(stem) - len(v.Name) - 1; at >= 0 && stem[at] == '_' && stem[at+1:] == v.Name {
			return at
		}
	}
	return -1
}

// splitExtension cuts off a picture's extension, the dot included. A dot inside a name
// ("v1.2 final_normal") is no extension.
func splitExtension(name string) (stem, ext string) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return name, ""
	}
	switch strings.ToLower(name[at+1:]) {
	case "jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff":
		return name[:at], name[at:]
	}
	return name, ""
}

// splitLast cuts a URL into all before its last path segment, that segment, and the
// query and fragment.
func splitLast(raw string) (head, name, tail string) {
	path, tail := cutTail(raw)
	head, name = cutLastSlash(path)
	return head, name, tail
}

func cutTail(raw string) (path, tail string) {
	if at := strings.IndexAny(raw, "?#"); at >= 0 {
		return raw[:at], raw[at:]
	}
	return raw, ""
}

func cutLastSlash(path string) (head, name string) {
	at := strings.LastIndexByte(path, '/')
	return path[:at+1], path[at+1:]
}

func lastSegment(path string) string {
	_, name := cutLastSlash(path)
	return name
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
