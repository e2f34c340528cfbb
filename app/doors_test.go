package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// doors say where the program may do what nothing else of the window does, and why.
var doors = []struct {
	what, why string
	where     []string
}{
	{"go", "work leaves the interface goroutine by one door", []string{"app/task/"}},
	{"fyne.Do", "results come back to it by the same door", []string{"app/task/"}},
	{"time.Now", "the clock is put in where the program is put together", []string{"app/app.go", "app/command/", "app/desktop/"}},
}

// TestOneDoorForEach owns the rules of where in app and widgets a goroutine may begin, the
// toolkit's goroutine be entered, and the clock be read.
func TestOneDoorForEach(t *testing.T) {
	used := map[string]bool{}
	for _, root := range []string{"../app", "../widgets"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				return err
			}
			at := strings.TrimPrefix(filepath.ToSlash(name), "../")
			ast.Inspect(file, func(n ast.Node) bool {
				what := doing(n)
				for _, door := range doors {
					if door.what != what {
						continue
					}
					used[what] = true
					if !begins(at, door.where) {
						t.Errorf("%s has %s: %s", at, what, door.why)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, door := range doors {
		if !used[door.what] {
			t.Errorf("%s was found nowhere: the test does not see the project", door.what)
		}
	}
}

// doing names what a piece of code does that has a door of its own.
func doing(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "go"
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok {
			switch name := x.Name + "." + n.Sel.Name; name {
			case "fyne.DoAndWait":
				return "fyne.Do"
			case "fyne.Do", "time.Now":
				return name
			}
		}
	}
	return ""
}

// begins reports whether a path lies at one of several places.
func begins(path string, places []string) bool {
	for _, p := range places {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}
