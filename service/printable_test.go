package service

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPrintable(t *testing.T) {
	for name, want := range map[string]string{
		"":                        "",
		"logo.png":                "logo.png",
		"Ünïcödé 写真.jpg":          "Ünïcödé 写真.jpg",
		"no\u00a0break\u3000.png": "no\u00a0break\u3000.png",
		"👩\u200d🎨.png":            "👩\u200d🎨.png",
		"two\nlines.png":          `“two\nlines.png”`,
		"\x1b[31mred\x1b[0m":      `“\x1b[31mred\x1b[0m”`,
		"a\u202egpj.exe":          `“a\u202egpj.exe”`,
		"\u2066x\u2069":           `“\u2066x\u2069”`,
		"\u200fx":                 `“\u200fx”`,
		"bell\a.png":              `“bell\a.png”`,
		"c1\u009b31m":             `“c1\u009b31m”`,
		"latin\xe9.png":           `“latin\xe9.png”`,
		"\ufeffx":                 `“\ufeffx”`,
		"tab\t":                   `“tab\t”`,
	} {
		if got := Printable(name); got != want {
			t.Errorf("%+q became %s, want %s", name, got, want)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("a\u202eb\x00\xff")
	f.Fuzz(func(t *testing.T, name string) {
		got := Printable(name)
		if !utf8.ValidString(got) {
			t.Errorf("%+q is no text", got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%+q holds %U", got, r)
			}
		}
		if again := Printable(got); again != got {
			t.Errorf("%q is quoted again: %q", got, again)
		}
	})
}

func TestShortened(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want string
	}{
		{"short", 5, "short"},
		{"a long name.png", 9, "a lo….png"},
		{"ääääää", 5, "ää…ää"},
	} {
		if got := Shortened(tt.text, tt.most); got != tt.want || utf8.RuneCountInString(got) > tt.most {
			t.Errorf("%q in %d is %q, want %q", tt.text, tt.most, got, tt.want)
		}
	}
	if got := Shortened(strings.Repeat("x", 4000), 60); utf8.RuneCountInString(got) != 60 {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
}
