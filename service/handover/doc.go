// Package handover lets a second start of the program give its file to the one that is
// already running. The first start listens on a Unix domain socket in a folder of the
// user's own; a later one finds it there, sends one line with a path, and is answered
// with one line. Where anything about that does not work, a start simply takes no part.
package handover
