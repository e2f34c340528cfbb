package service

import (
	"image"
	"testing"
)

// documented is X's table of sizes as its reference gives it, and those that its own
// clients ask for. It is a copy on purpose: the table is tested against it, whole.
var documented = map[Kind]map[string][2]int{
	Avatar: {
		"mini": {24, 24}, "normal": {48, 48}, "bigger": {73, 73}, "x96": {96, 96}, "reasonably_small": {128, 128},
		"200x200": {200, 200}, "400x400": {400, 400}, "original": {0, 0},
	},
	Banner: {
		"web": {520, 260}, "web_retina": {1040, 520}, "ipad": {626, 313}, "ipad_retina": {1252, 626},
		"mobile": {320, 160}, "mobile_retina": {640, 320},
		"300x100": {300, 100}, "600x200": {600, 200}, "1080x360": {1080, 360}, "1500x500": {1500, 500},
	},
}

func TestSizeTable(t *testing.T) {
	for _, k := range Kinds {
		table := Variants(k)
		if len(table) != len(documented[k]) {
			t.Errorf("%d %ss, want %d", len(table), k, len(documented[k]))
		}
		for _, v := range table {
			want, ok := documented[k][v.Name]
			if !ok || v.Kind != k || v.Width != want[0] || v.Height != want[1] || v.Sized() != (want[0] > 0) {
				t.Errorf("%+v, want %v", v, want)
			}
		}
	}
}

func TestTheTableCannotBeChangedFromOutside(t *testing.T) {
	Variants(Avatar)[0].Width = 1
	if got := Variants(Avatar)[0].Width; got != 24 {
		t.Errorf("mini is %d wide now", got)
	}
}

func TestServerNamedSizesAreShownToo(t *testing.T) {
	a := Account{BannerSizes: []BannerSize{
		{"web", 1, 1, "https://pbs.twimg.com/profile_banners/1/2/web"},
		{"billboard", 3000, 1000, "https://pbs.twimg.com/profile_banners/1/2/billboard"},
	}}
	list := a.Variants(Banner)
	if len(list) != len(documented[Banner])+1 {
		t.Fatalf("%d sizes", len(list))
	}
	extra := list[len(list)-1]
	if extra != (Variant{Banner, "billboard", 3000, 1000}) {
		t.Errorf("the last one is %+v", extra)
	}
	if url, ok := a.URL(extra); !ok || url != a.BannerSizes[1].URL {
		t.Errorf("billboard is at %q, %v", url, ok)
	}
	for _, v := range list {
		if v.Name == "web" && v.Width != 520 {
			t.Errorf("the table's own web became %+v", v)
		}
	}
}

func TestTheMostOfAVariant(t *testing.T) {
	for _, tt := range []struct {
		v     Variant
		size  image.Point
		bytes int64
	}{
		{Variant{Avatar, "mini", 24, 24}, image.Pt(24, 24), 24*24*4 + 262_144},
		{Variant{Avatar, "400x400", 400, 400}, image.Pt(400, 400), 902_144},
		{Original, image.Pt(8192, 8192), 67_108_864},
		{Variant{Banner, "1500x500", 1500, 500}, image.Pt(1500, 500), 3_262_144},
		{Variant{Banner, "billboard", 3000, 1000}, image.Pt(3000, 1000), 12_262_144},
		{Variant{Banner, "unsized", 0, 0}, image.Pt(8192, 8192), 67_108_864},
		{Variant{Banner, "half sized", 300, 0}, image.Pt(8192, 8192), 67_108_864},
		{Variant{Banner, "negative", -1, -1}, image.Pt(8192, 8192), 67_108_864},
		{Variant{Banner, "wide", 1 << 40, 10}, image.Pt(8192, 10), 8192*10*4 + 262_144},
		{Variant{Banner, "vast", 1 << 40, 1 << 40}, image.Pt(8192, 8192), 67_108_864},
	} {
		if size, bytes := tt.v.Most(); size != tt.size || bytes != tt.bytes {
			t.Errorf("%s: %v, %d bytes, want %v, %d", tt.v.Name, size, bytes, tt.size, tt.bytes)
		}
	}
	for _, k := range Kinds {
		for _, v := range Variants(k) {
			if size, _ := v.Most(); v.Sized() && size != image.Pt(v.Width, v.Height) {
				t.Errorf("%s: %v", v.Name, size)
			}
		}
	}
}

func TestByteCount(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 B", 940: "940 B", 999: "999 B", 1000: "1.0 kB", 2649: "2.6 kB", 99_949: "99.9 kB", 99_950: "100 kB",
		287_400: "287 kB", 999_499: "999 kB", 999_500: "1.0 MB", 5_120_000: "5.1 MB",
	} {
		if got := ByteCount(n); got != want {
			t.Errorf("ByteCount(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestJudge(t *testing.T) {
	for dB, want := range map[float64]Outcome{99: AsForecast, 30: AsForecast, 29.99: Altered, 22: Altered, 21.99: Another, 0: Another} {
		if got := Judge(dB); got != want {
			t.Errorf("%v dB is %v, want %v", dB, got, want)
		}
	}
}
