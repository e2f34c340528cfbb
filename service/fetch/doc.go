// Package fetch downloads pictures, unsigned, from the few hosts that may be asked, and
// keeps them in a disk cache. No token, cookie or referrer ever travels with a request,
// redirects included.
package fetch
