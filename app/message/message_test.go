package message

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"masthead/service"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// codes reads the domain's codes from its source, so that a new one cannot be forgotten.
func codes(t *testing.T) []service.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../service/error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var list []service.Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Code" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, service.Code(text))
		}
		return true
	})
	if len(list) < 25 {
		t.Fatalf("only %d codes were found", len(list))
	}
	return list
}

func TestEveryCodeHasItsSentence(t *testing.T) {
	for _, code := range codes(t) {
		if code == service.Unknown {
			continue
		}
		if _, ok := sentences[code]; !ok {
			t.Errorf("%q has no sentence", code)
			continue
		}
		m := Of(&service.Error{Op: "x.Y", Code: code, Err: errors.New("cause"), Detail: "HTTP 403"}, noon)
		for _, text := range []string{m.Title, m.Text} {
			if text == "" && code == service.TooLarge {
				continue // its title says it all
			}
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "!") || strings.Contains(text, "x.Y") || strings.Contains(text, "cause") {
				t.Errorf("%s says %q", code, text)
			}
		}
	}
}

func TestDetailStandsInTheTitle(t *testing.T) {
	err := service.Error{Op: "x", Code: service.UploadRefused, Detail: "HTTP 422"}
	if got := Of(&err, noon).Title; got != "X refuses this picture (HTTP 422)." {
		t.Errorf("the title is %q", got)
	}
}

func TestARateLimitNamesTheTime(t *testing.T) {
	until := noon.Add(7 * time.Minute)
	got := Of(&service.Error{Code: service.RateLimited, Until: until}, noon).Text
	if !strings.Contains(got, until.Local().Format("15:04")) {
		t.Errorf("it says %q", got)
	}
	if got := Of(&service.Error{Code: service.RateLimited, Until: noon.Add(-time.Minute)}, noon).Text; strings.Contains(got, "again at") {
		t.Errorf("a time that is over: %q", got)
	}
}

func TestAFileIsCalledByItsName(t *testing.T) {
	err := service.Errorf("picture.Decode", service.CutShort, "unexpected EOF")
	if got := OfFile(err, "logo.png", noon).Title; got != "logo.png is cut short or damaged." {
		t.Errorf("the title is %q", got)
	}
	if got := OfFile(err, "", noon).Title; got != "The file is cut short or damaged." {
		t.Errorf("without a name the title is %q", got)
	}
}

// What is wrong stands in sight, however long the name; and a name gives no orders.
func TestNamesAreCutAndQuoted(t *testing.T) {
	err := service.Errorf("file.Open", service.NoFile, "stat: file name too long")
	long := OfFile(err, strings.Repeat("x", 4000)+".png", noon).Title
	if n := len([]rune(long)); n > 90 || !strings.HasSuffix(long, "x.png does not exist.") {
		t.Errorf("%d characters: %q", n, long)
	}
	for name, want := range map[string]string{
		"a\nb.png":           `“a\nb.png” does not exist.`,
		"\x1b[2Jgone.png":    `“\x1b[2Jgone.png” does not exist.`,
		"x\u202egnp.exe":     `“x\u202egnp.exe” does not exist.`,
		"not\xffutf-8":       `“not\xffutf-8” does not exist.`,
		"ordinary name.jpeg": "ordinary name.jpeg does not exist.",
	} {
		if got := OfFile(err, name, noon).Title; got != want {
			t.Errorf("%+q: %s, want %s", name, got, want)
		}
	}
}

// An unknown error names its cause, and none of the operations on the way.
func TestNoOperationIsNamed(t *testing.T) {
	err := &service.Error{Op: "twitter.UpdateAvatar", Detail: "HTTP 418", Err: &service.Error{Op: "session.Do", Err: errors.New("I'm a teapot")}}
	m := Of(err, noon)
	if m.String() != "Something went wrong (HTTP 418). I'm a teapot." {
		t.Errorf("it says %q", m)
	}
	if got := Of(&service.Error{Op: "twitter.UpdateAvatar"}, noon).String(); got != "Something went wrong." {
		t.Errorf("without a cause it says %q", got)
	}
}

func TestSentencesOfTheirOwn(t *testing.T) {
	for code, want := range map[service.Code]string{
		service.Redirected: "The API sends elsewhere (x).",
		service.BadCert:    "The server cannot prove who it is (x).",
		service.LinkLoop:   "The file is a link that leads in a circle (x).",
		service.Withheld:   "The server does not hand out this picture.",
		service.NotAFile:   "The file is no ordinary file (x).",
		service.Stalled:    "The file gives no answer (x).",
	} {
		if got := Of(&service.Error{Code: code, Detail: "x"}, noon).Title; got != want {
			t.Errorf("%s says %q, want %q", code, got, want)
		}
	}
	denied := Of(&service.Error{Code: service.Unreadable}, noon).Text
	broken := Of(&service.Error{Code: service.Unreadable, Detail: "input/output error"}, noon).Text
	if !strings.Contains(denied, "permissions") || strings.Contains(broken, "permissions") {
		t.Errorf("denied: %q, broken: %q", denied, broken)
	}
}

func TestAnErrorWithoutACodeIsStillASentence(t *testing.T) {
	for _, err := range []error{errors.New("disk on fire"), &service.Error{Op: "a.B", Err: errors.New("odd")}} {
		m := Of(err, noon)
		if m.Title != "Something went wrong." || !strings.HasSuffix(m.Text, ".") {
			t.Errorf("%v became %q", err, m)
		}
	}
}
