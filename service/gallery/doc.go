// Package gallery opens an account and gets every size of its pictures: from the disk
// cache first, then from where X serves them. A URL that has changed heals itself: the
// account is read again once, and every size is asked for at its new place.
package gallery
