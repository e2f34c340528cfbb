package message

import (
	"errors"
	"strings"
	"time"

	"masthead/service"
)

// Action is what a person can do about an error, offered as a button.
type Action int

// The actions that a message may offer.
const (
	None        Action = iota
	TryAgain           // the same thing once more
	ChooseOther        // another picture
	SaveAndOpen        // save the upload-ready file and open X's own profile page
	SignIn             // sign in, for the first time or again
	OpenX              // open X's site
	OpenPortal         // open X's developer portal
	GoOn               // stop waiting for it, and go on without
)

var labels = [...]string{"", "Try again", "Choose another…", "Save and open X", "Sign in…", "Open X", "Open the portal", "Continue without"}

// Label is the action's button text; "" for None.
func (a Action) Label() string { return labels[a] }

// Message is an error in words.
type Message struct {
	// Title says what happened; Text what it means and what to do. Both are sentences.
	Title, Text string
	Action      Action
}

// String is the message in one line, as the command line prints it.
func (m Message) String() string {
	return strings.TrimSpace(m.Title + " " + m.Text)
}

// Of finds the words for an error; now is needed for times of day. It never fails: an
// error without a code gets a general sentence with its cause.
func Of(err error, now time.Time) Message {
	var e *service.Error
	if !errors.As(err, &e) {
		return Message{Title: "Something went wrong.", Text: sentence(err.Error()), Action: TryAgain}
	}
	make, known := sentences[e.Code]
	if !known {
		return Message{Title: withDetail("Something went wrong", e) + ".", Text: sentence(cause(e)), Action: TryAgain}
	}
	return make(e, now)
}

// cause is what an error comes down to, without the names of the operations on the way:
// those are for logs.
func cause(err error) string {
	var e *service.Error
	for errors.As(err, &e) {
		if e.Err == nil {
			return ""
		}
		err = e.Err
	}
	return service.Printable(err.Error())
}

// sentence gives a cause a capital and a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}
