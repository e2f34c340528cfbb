package service

import "testing"

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
