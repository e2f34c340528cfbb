package message

import (
	"strings"
	"time"
)

// subject stands in a message about a file until its name is put in.
const subject = "The file"

// OfFile is Of for something that happened to a file: the sentence names it.
func OfFile(err error, name string, now time.Time) Message {
	m := Of(err, now)
	if name != "" {
		m.Title = strings.Replace(m.Title, subject, name, 1)
	}
	return m
}
