// Package command is the command line: the window, render, and the sandbox server. A
// failure is one line on stderr and exit status 1.
package command
