package handover

import (
	"path/filepath"
	"testing"

	"masthead/service"
)

func TestMessageRoundTrip(t *testing.T) {
	for _, path := range []string{"", "/a.png", "/\xff\n\"é"} {
		line, err := format(path)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := parse(line); err != nil || got != path {
			t.Errorf("%q became %s, and that %q, %v", path, line, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"v":1}`, `{"v":1,"path":"L2EucG5n"}`, `{"v":1,"path":null}`, `{"v":2}`, `{"v":1e0}`, `[]`, "", `{"v":1,"path":[47]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		path, err := parse(line)
		if err != nil {
			if path != "" || service.CodeOf(err) != service.Garbled {
				t.Fatalf("parse = %q, %v", path, err)
			}
			return
		}
		if path != "" && !filepath.IsAbs(path) {
			t.Fatalf("%q is not absolute", path)
		}
		again, err := format(path)
		if service.CodeOf(err) == service.TooLarge {
			return
		}
		if got, err := parse(again); err != nil || got != path {
			t.Fatalf("%q became %q, %v", path, got, err)
		}
	})
}
