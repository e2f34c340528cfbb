// Package history keeps what publishing replaces: the pictures themselves as plain
// files that any program opens, and a journal of what was published, one JSON object a
// line. Nothing here is secret, and nothing is ever deleted by Masthead.
package history
