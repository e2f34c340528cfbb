package service

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable is a name as it may be shown and printed: a file's, or one that a server sent.
// A name may hold anything: line breaks, escape sequences that a terminal obeys, marks
// that turn the direction of writing so that "gpj.exe" reads "exe.jpg", bytes that are no
// text. A name with any of these comes back in quotes, and they as Go writes them.
func Printable(name string) string {
	var b strings.Builder
	plain := true
	for rest := name; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, rest[0])
			plain = false
		case shows(r):
			b.WriteRune(r)
		default:
			b.WriteString(escape(r))
			plain = false
		}
		rest = rest[size:]
	}
	if plain {
		return name
	}
	return "“" + b.String() + "”"
}

// shows reports whether a character stands for itself. The two joiners belong to how some
// scripts and emoji are written.
func shows(r rune) bool {
	return unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) || r == '\u200c' || r == '\u200d'
}

// escape writes a character as it may stand in a Go string.
func escape(r rune) string { return strings.Trim(fmt.Sprintf("%+q", string(r)), `"`) }

// Shortened is a text of at most so many characters: of a longer one the middle is left
// out, since a name's end tells as much as its beginning.
func Shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	head := most / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(most-head-1):])
}
