// Package sheet turns the sizes of a picture into files: one for each, and one
// comparison sheet with all of them side by side.
package sheet
