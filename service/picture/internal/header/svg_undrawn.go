package header

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// charsetReader decodes markup in an older encoding, which its declaration names.
func charsetReader(label string, input io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(label, input)
}

// undrawn names, for people, what a drawing has in it that is left out: found by a plain
// search for its elements, which is quick and may be wrong only about a comment.
func undrawn(text []byte) string {
	var found []string
	for _, part := range []struct {
		name string
		tags []string
	}{
		{"text", []string{"text"}},
		{"filters", []string{"filter"}},
		{"masks", []string{"mask"}},
		{"clipping", []string{"clipPath"}},
		{"patterns", []string{"pattern"}},
		{"embedded pictures", []string{"image"}},
		{"markers", []string{"marker"}},
		{"foreign content", []string{"foreignObject"}},
		{"animation", []string{"animate", "animateTransform", "animateMotion"}},
	} {
		for _, tag := range part.tags {
			if hasElement(text, tag) {
				found = append(found, part.name)
				break
			}
		}
	}
	if len(found) < 2 {
		return strings.Join(found, "")
	}
	last := len(found) - 1
	return strings.Join(found[:last], ", ") + " and " + found[last]
}

// hasElement looks for an element's start, with or without a prefix.
func hasElement(text []byte, tag string) bool {
	for {
		i := bytes.Index(text, []byte(tag))
		if i < 0 {
			return false
		}
		before, after := text[:i], text[i+len(tag):]
		if len(after) > 0 && bytes.IndexByte([]byte(" \t\r\n/>"), after[0]) >= 0 && opens(before) {
			return true
		}
		text = after
	}
}

// opens tells whether a text ends as an element begins: with < or <prefix:.
func opens(text []byte) bool {
	text = text[max(len(text)-16, 0):]
	if bytes.HasSuffix(text, []byte(":")) {
		text = bytes.TrimRight(text[:len(text)-1], "abcdefghijklmnopqrstuvwxyz0123456789")
	}
	return bytes.HasSuffix(text, []byte("<"))
}
