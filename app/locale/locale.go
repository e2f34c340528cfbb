// Package locale makes the locale "C.UTF-8", usual in containers and over ssh, plain "C"
// before the toolkit reads it: Fyne parses it as a language, fails, and logs three lines
// on stderr even for commands that open no window.
//
// It must be initialised before Fyne's lang package. Go initialises the first package in
// the order of import paths whose imports are all initialised, and lang waits for
// text/template, which sorts behind this one. A test of app/command holds it to that.
package locale

import (
	"os"
	"strings"
)

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"} {
		if value := os.Getenv(name); strings.HasPrefix(value, "C.") || strings.HasPrefix(value, "POSIX.") {
			_ = os.Setenv(name, "C") // cannot fail: the name is one of the above
		}
	}
}
