package widgets

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// wrap breaks text at spaces into lines that fit into a width, in units. A width of 0
// or less breaks at line feeds only; a word that is too long by itself is cut.
func wrap(text string, width float32, style Style) []string {
	if text == "" {
		return nil
	}
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if width <= 0 || style.measure(paragraph).Width <= width {
			lines = append(lines, paragraph)
			continue
		}
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			longer := strings.TrimLeft(line+" "+word, " ")
			if style.measure(longer).Width <= width {
				line = longer
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			line = word
			for utf8.RuneCountInString(line) > 1 && style.measure(line).Width > width {
				cut := fitting(line, width, style)
				lines, line = append(lines, line[:cut]), line[cut:]
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// fitting is the number of bytes of a word that fit, at least one character of it.
func fitting(word string, width float32, style Style) int {
	_, fits := utf8.DecodeRuneInString(word)
	for at := range word {
		if at > fits && style.measure(word[:at]).Width > width {
			break
		}
		fits = max(fits, at)
	}
	return fits
}

// Ellipsis cuts text at the end so that it fits into a width, in units.
func Ellipsis(text string, width float32, style Style) string {
	if style.measure(text).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if style.measure(string(runes[:middle])+"…").Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}

// Measure is the size of text on one line, in units.
func Measure(text string, style Style) fyne.Size { return style.measure(text) }
