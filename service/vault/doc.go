// Package vault keeps secrets by name: in the operating system's keyring, or in memory
// for this run alone. Nothing is ever written to a file of Masthead's own.
package vault
