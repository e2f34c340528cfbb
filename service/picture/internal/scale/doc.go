// Package scale resamples pixels: separable Lanczos-3, halvings, truncated block means,
// and the eight EXIF orientations. Every image here is premultiplied RGBA with its
// origin at 0, 0 and a tight stride, and is worked on as it is, in sRGB values.
package scale
