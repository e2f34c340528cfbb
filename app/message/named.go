package message

import (
	"strings"
	"time"

	"masthead/service"
)

// subject stands in a message about a file until its name is put in.
const subject = "The file"

// nameLength is how much of a name stands in a sentence, in characters: what is wrong with
// a file comes after its name and must stay in sight.
const nameLength = 60

// Named is a name as it stands in a sentence: printable, and not too long.
func Named(name string) string { return service.Printable(service.Shortened(name, nameLength)) }

// OfFile is Of for something that happened to a file: the sentence names it.
func OfFile(err error, name string, now time.Time) Message {
	m := Of(err, now)
	if name != "" {
		m.Title = strings.Replace(m.Title, subject, Named(name), 1)
	}
	return m
}
