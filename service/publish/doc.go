// Package publish replaces a picture and proves it: keep what is there, send, wait until
// X names a new URL, fetch every size, measure it against the forecast, and write the
// receipt.
package publish
