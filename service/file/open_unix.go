//go:build unix

package file

import "syscall"

// withoutWaiting keeps the opening itself from waiting: for the writer of a pipe, or for
// a program that has a lease on the file.
const withoutWaiting = syscall.O_NONBLOCK
