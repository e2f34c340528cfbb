//go:build !unix

package file

// withoutWaiting is nothing where opening a file never waits for another program.
const withoutWaiting = 0
