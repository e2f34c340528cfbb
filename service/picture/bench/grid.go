package main

import (
	"strings"
	"unicode/utf8"
)

// grid is a table in plain text: the first column reads from the left, the others are
// figures and end at the right. Every section has columns of its own.
type grid struct{ sections [][]line }

// line is one row of a section.
type line struct {
	cells []string
	free  bool // the second cell is a sentence, which heeds no column
}

// section begins a new part with its title and the names of its columns.
func (g *grid) section(title string, names ...string) {
	g.sections = append(g.sections, []line{{cells: append([]string{title}, names...)}})
}

// row adds figures to the last section.
func (g *grid) row(label string, figures ...string) {
	g.add(line{cells: append([]string{label}, figures...)})
}

// remark adds a sentence where figures would be.
func (g *grid) remark(label, sentence string) {
	g.add(line{cells: []string{label, sentence}, free: true})
}

func (g *grid) add(l line) {
	last := len(g.sections) - 1
	g.sections[last] = append(g.sections[last], l)
}

// String lays it out, a blank line after every section.
func (g *grid) String() string {
	label := 0
	for _, section := range g.sections {
		for _, l := range section {
			label = max(label, utf8.RuneCountInString(l.cells[0]))
		}
	}
	var out strings.Builder
	for _, section := range g.sections {
		widths := columns(section)
		for _, l := range section {
			text := pad(l.cells[0], -label)
			for i, cell := range l.cells[1:] {
				if !l.free {
					cell = pad(cell, widths[i])
				}
				text += "   " + cell
			}
			out.WriteString(strings.TrimRight(text, " ") + "\n")
		}
		out.WriteString("\n")
	}
	return out.String()
}

// columns are the widths of all columns but the first.
func columns(section []line) []int {
	var widths []int
	for _, l := range section {
		if l.free {
			continue
		}
		for i, cell := range l.cells[1:] {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// pad fills up with blanks at the left or, to a negative width, at the right.
func pad(s string, width int) string {
	blanks := strings.Repeat(" ", max(max(width, -width)-utf8.RuneCountInString(s), 0))
	if width < 0 {
		return s + blanks
	}
	return blanks + s
}
