// Package palette turns pictures into at most 256 colours: exactly where they have no
// more, and otherwise with a palette of their own, plainly or dithered.
//
// It works on a histogram instead of on pixels. The quantisers and ditherers at hand
// visit every pixel for every split, or every colour for every pixel, and take most of a
// second for a banner that has to be drawn anew while somebody drags its crop.
package palette

// Most is the number of colours that one byte a pixel can tell apart.
const Most = 256
