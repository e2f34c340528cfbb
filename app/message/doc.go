// Package message turns errors into sentences for people: what happened, what it means
// for the picture, and what can be done about it. The window and the command line share
// it, so it knows no Fyne. A new code gets its line in the table of sentences.go.
package message
