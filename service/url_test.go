package service

import (
	"net/url"
	"strings"
	"testing"
)

const images = "https://pbs.twimg.com/profile_images/872/"

func variant(t testing.TB, k Kind, name string) Variant {
	t.Helper()
	v, ok := VariantNamed(k, name)
	if !ok {
		t.Fatalf("no %s called %q", k, name)
	}
	return v
}

func TestAvatarURL(t *testing.T) {
	for _, tt := range []struct {
		from, to, want string
		ok             bool
	}{
		{images + "Qk3f_normal.jpg", "bigger", images + "Qk3f_bigger.jpg", true},
		{images + "Qk3f_normal.jpg", "original", images + "Qk3f.jpg", true},
		{images + "Qk3f_normal.jpeg", "400x400", images + "Qk3f_400x400.jpeg", true},
		{images + "Qk3f_reasonably_small.PNG", "mini", images + "Qk3f_mini.PNG", true},
		{images + "Qk3f_400x400", "normal", images + "Qk3f_normal", true},
		{images + "Qk3f_normal", "original", images + "Qk3f", true},
		{images + "v1.2.final_normal.GIF", "x96", images + "v1.2.final_x96.GIF", true},
		{images + "v1.2.final_normal", "x96", images + "v1.2.final_x96", true},
		{images + "© me__normal.JPG", "200x200", images + "© me__200x200.JPG", true},
		{images + "logosquare_bigger_normal.jpg", "mini", images + "logosquare_bigger_mini.jpg", true},
		{images + "logosquare_bigger_normal.jpg", "original", images + "logosquare_bigger.jpg", true},
		{images + "foo_normal_bar_normal.jpg", "bigger", images + "foo_normal_bar_bigger.jpg", true},
		{"http://a0.twimg.com/profile_images/1/old_normal.png", "mini", "http://a0.twimg.com/profile_images/1/old_mini.png", true},
		{"http://si0.twimg.com/profile_images/1/_normal.png", "mini", "http://si0.twimg.com/profile_images/1/_mini.png", true},
		{images + "Qk3f_normal.jpg?v=1#x", "mini", images + "Qk3f_mini.jpg?v=1#x", true},
		{"https://x_normal.example/normal/plain.jpg", "mini", "https://x_normal.example/normal/plain.jpg", false},
		{images + "Qk3f.jpg", "mini", images + "Qk3f.jpg", false},
		{images + "Qk3f.jpg", "original", images + "Qk3f.jpg", true},
		{images + "normal.jpg", "mini", images + "normal.jpg", false},
		{"", "mini", "", false},
	} {
		got, ok := AvatarURL(tt.from, variant(t, Avatar, tt.to))
		if got != tt.want || ok != tt.ok {
			t.Errorf("AvatarURL(%q, %s) = %q, %v; want %q, %v", tt.from, tt.to, got, ok, tt.want, tt.ok)
		}
	}
}

func TestEveryVariantComesBack(t *testing.T) {
	for _, from := range Variants(Avatar) {
		for _, to := range Variants(Avatar) {
			start, _ := AvatarURL(images+"some_name_normal.jpg", from)
			if from == Original {
				continue // what lost its suffix cannot be told from a name without one
			}
			got, ok := AvatarURL(start, to)
			if !ok {
				t.Errorf("%s to %s was refused", from.Name, to.Name)
			}
			named, known := AvatarVariant(got)
			if to == Original {
				if got != images+"some_name.jpg" {
					t.Errorf("the original of %s is %s", start, got)
				}
				continue
			}
			if !known || named != to {
				t.Errorf("%s to %s gave %s, read as %s", from.Name, to.Name, got, named.Name)
			}
		}
	}
}

func TestBannerURL(t *testing.T) {
	const bare = "https://pbs.twimg.com/profile_banners/4207/1763892727"
	for _, tt := range []struct{ from, to, want string }{
		{bare, "web", bare + "/web"},
		{bare + "/", "web", bare + "/web"},
		{bare + "/web_retina", "600x200", bare + "/600x200"},
		{bare + "/1500x500", "mobile", bare + "/mobile"},
		{bare + "?x=1", "ipad", bare + "/ipad?x=1"},
		{"http://127.0.0.1:8080/profile_banners/1/2", "web", "http://127.0.0.1:8080/profile_banners/1/2/web"},
	} {
		if got := BannerURL(tt.from, variant(t, Banner, tt.to)); got != tt.want {
			t.Errorf("BannerURL(%q, %s) = %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestIsDefaultAvatar(t *testing.T) {
	for raw, want := range map[string]bool{
		"https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png": true,
		"http://127.0.0.1:1/sticky/default_profile_images/default_profile_mini.png":      true,
		images + "default_profile_normal.png":                                            false,
		"":                                                                               false,
		"https://%zz":                                                                    false,
	} {
		if got := IsDefaultAvatar(raw); got != want {
			t.Errorf("IsDefaultAvatar(%q) = %v", raw, got)
		}
	}
}

func TestShortURL(t *testing.T) {
	for raw, want := range map[string]string{
		images + "Qk3f_normal.jpg":                              "pbs.twimg.com/…/Qk3f.jpg",
		"https://pbs.twimg.com/profile_banners/4207/1763892727": "pbs.twimg.com/…/1763892727",
		"https://example.org/x.jpg":                             "example.org/x.jpg",
		"no address":                                            "no address",
	} {
		if got := ShortURL(raw); got != want {
			t.Errorf("ShortURL(%q) = %q, want %q", raw, got, want)
		}
	}
}

// FuzzAvatarURL holds the rewriting to what must be true of any text: everything before
// the last path segment and everything from the query on stay as they are, rewriting
// twice is rewriting once, and a refusal changes nothing.
func FuzzAvatarURL(f *testing.F) {
	for _, seed := range []string{
		images + "Qk3f_normal.jpg", images + "Qk3f_reasonably_small", images + "© me__normal.JPG",
		images + "logosquare_bigger_normal.jpg", images + "foo_normal_bar_normal.jpg", images + "v1.2_normal.jpeg",
		"http://a0.twimg.com/profile_images/1/a b_normal.gif?x=_normal.jpg", "_normal", "/", "?", "#_mini",
		"https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png", images + "plain.PNG",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		path, _, _ := strings.Cut(strings.ReplaceAll(raw, "#", "?"), "?")
		dir := path[:strings.LastIndexByte(path, '/')+1]
		tail := raw[len(path):]
		for _, v := range Variants(Avatar) {
			got, ok := AvatarURL(raw, v)
			if !strings.HasPrefix(got, dir) || !strings.HasSuffix(got, tail) {
				t.Fatalf("AvatarURL(%q, %s) = %q touches more than the last segment", raw, v.Name, got)
			}
			if !ok && got != raw {
				t.Fatalf("AvatarURL(%q, %s) refused, and changed it to %q", raw, v.Name, got)
			}
			if v == Original || !ok {
				continue
			}
			again, ok := AvatarURL(got, v)
			if !ok || again != got {
				t.Fatalf("rewriting %q to %s again gave %q", got, v.Name, again)
			}
			if named, ok := AvatarVariant(got); !ok || named != v {
				t.Fatalf("%q is read as %q, want %s", got, named.Name, v.Name)
			}
		}
	})
}

// FuzzBannerURL: a banner's URL always ends in the variant and parses when it did before.
func FuzzBannerURL(f *testing.F) {
	for _, seed := range []string{
		"https://pbs.twimg.com/profile_banners/4207/1763892727", "https://pbs.twimg.com/profile_banners/4207/1763892727/web",
		"http://127.0.0.1:1/base/profile_banners/1/2/", "", "/", "1", "1/2", "?x", "//1/mobile?y#z",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		_, before := url.Parse(raw)
		for _, v := range Variants(Banner) {
			got := BannerURL(raw, v)
			path, _ := cutTail(got)
			if !strings.HasSuffix(path, "/"+v.Name) {
				t.Fatalf("BannerURL(%q, %s) = %q", raw, v.Name, got)
			}
			if _, err := url.Parse(got); before == nil && err != nil {
				t.Fatalf("BannerURL(%q, %s) = %q does not parse: %v", raw, v.Name, got, err)
			}
		}
	})
}
