// Package service is Masthead's domain: which sizes X shows, how their URLs are
// formed, what an account, a picture, a fetched size and a publishing's result are.
// It is pure: no network, no disk, no clock, no window. The packages beneath it each
// know one technology, or one use case made of several.
package service
