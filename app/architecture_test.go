package app

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestArrowsGoDown owns the rules of who may import whom: main, then app, then widgets,
// service and assets; within service, use cases, then leaves, then the domain.
func TestArrowsGoDown(t *testing.T) {
	leaves := []string{"twitter", "session", "vault", "fetch", "picture", "history", "sandbox", "handover", "file"}
	useCases := []string{"gallery", "draft", "publish", "sheet", "signin"}
	is := func(pkg string, names []string) bool {
		for _, n := range names {
			if pkg == "masthead/service/"+n || strings.HasPrefix(pkg, "masthead/service/"+n+"/") {
				return true
			}
		}
		return false
	}
	in := func(pkg, root string) bool { return pkg == root || strings.HasPrefix(pkg, root+"/") }
	sameLeaf := func(a, b string) bool {
		return strings.Split(a+"///", "/")[2] == strings.Split(b+"///", "/")[2]
	}
	rules := []struct {
		why    string
		breaks func(from, to string) bool
	}{
		{"the domain and its services know no window", func(from, to string) bool {
			return in(from, "masthead/service") && (in(to, "fyne.io") || in(to, "masthead/app") || in(to, "masthead/widgets"))
		}},
		{"assets are plain data", func(from, to string) bool {
			return in(from, "masthead/assets") && (in(to, "fyne.io") || in(to, "masthead/app") || in(to, "masthead/widgets") || in(to, "masthead/service"))
		}},
		{"widgets speak in callbacks and plain values, and know no service", func(from, to string) bool {
			return in(from, "masthead/widgets") && (in(to, "masthead/service") || in(to, "masthead/app"))
		}},
		{"the domain imports none of its services", func(from, to string) bool {
			return from == "masthead/service" && in(to, "masthead") && to != "masthead"
		}},
		// But for reading a file: the disk is one technology, and what must not wait for ever
		// there is put right in one place for all who keep files.
		{"a leaf is one technology and imports no sibling", func(from, to string) bool {
			return is(from, leaves) && to != "masthead/service/file" && in(to, "masthead/service") && to != "masthead/service" && !sameLeaf(from, to)
		}},
		{"use cases do not import each other", func(from, to string) bool {
			return is(from, useCases) && is(to, useCases) && !sameLeaf(from, to)
		}},
		{"the sandbox resamples by other means than the engine, or a forecast could not be wrong", func(from, to string) bool {
			return in(from, "masthead/service/sandbox") && in(to, "masthead/service/picture")
		}},
		{"messages are shared with the command line and know no window", func(from, to string) bool {
			return in(from, "masthead/app/message") && (in(to, "fyne.io") || to == "masthead/app")
		}},
	}
	seen := 0
	for file, imports := range sources(t) {
		from := path.Join("masthead", path.Dir(file))
		for _, to := range imports {
			seen++
			for _, r := range rules {
				if r.breaks(from, to) {
					t.Errorf("%s imports %s: %s", file, to, r.why)
				}
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d imports were looked at: the test does not see the project", seen)
	}
}

// sources maps each Go file that is no test to what it imports.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		slashed := strings.TrimPrefix(filepath.ToSlash(name), "../")
		for _, i := range parsed.Imports {
			to, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			found[slashed] = append(found[slashed], to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
