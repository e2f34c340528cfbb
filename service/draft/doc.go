// Package draft is a picture in the making: a source as it was given, a crop, and what
// follows from them: the upload, every size as X will serve it, and the checks.
package draft
