// Package picture is what Masthead knows of pixels: reading every format by content,
// cropping, resampling, encoding an upload, and forecasting what X will make of it. It
// knows no network and no window.
//
// There are two ways to a size. Plain is the best one: Lanczos-3 from the picture
// itself. Forecast is X's own: the steps measured on pictures that X served.
//
// Every image.RGBA that leaves the package is premultiplied, upright, has its origin at
// 0, 0 and a tight stride, and may be shared: nobody modifies it.
package picture
