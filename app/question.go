package app

import (
	"time"

	"masthead/service"
)

// Question is what is asked before something is sent or deleted. One is open at a time.
type Question struct {
	About Matter
	// At is when it was asked, or the window came to the front last.
	At time.Time
	// Kind is which picture it is about, but for SigningOut and Quitting.
	Kind service.Kind
	// Job is what is sent or removed.
	Job *job
	// Leaves is who is signed out; CanRevoke tells that the keys are at hand which taking
	// the access back needs.
	Leaves    Member
	CanRevoke bool
}

// Matter is what a Question is about.
type Matter int

// What is asked about.
const (
	Replacing  Matter = iota // a picture is published
	Removing                 // the banner is taken away
	SigningOut               // an account's keys are forgotten
	Discarding               // a draft is forgotten
	Restoring                // a draft gives way to the picture that was replaced
	Quitting                 // the program ends, and with it what is not finished
)

// deliberate is how long a question stands before it takes a yes. It is longer than a
// second click or a bouncing key takes, and than X waits before a key repeats (660 ms), and
// shorter than the question takes to read.
const deliberate = 700 * time.Millisecond

// ready reports whether the question takes a yes by now.
func (q *Question) ready(now time.Time) bool { return now.Sub(q.At) >= deliberate }

// publishes reports whether a question is about a publishing.
func (q *Question) publishes() bool {
	return q != nil && (q.About == Replacing || q.About == Removing)
}

// ask opens a question.
func (c *core) ask(q Question) {
	c.model.Question = &q
	c.reconsider()
}

// reconsider lets the open question stand for a while again before it takes a yes: it has
// just been asked, or the window has just come back to the front, where a key that another
// program's window saw go down repeats.
func (c *core) reconsider() {
	if c.model.Question == nil {
		return
	}
	c.model.Question.At = c.now()
	c.tasks.After(c.life, deliberate, c.changed)
	c.changed()
}

// closeQuestionAbout puts the question away if it is about the draft of a tab.
func (c *core) closeQuestionAbout(k service.Kind) {
	if q := c.model.Question; q != nil && q.Kind == k && (q.publishes() || q.About == Discarding || q.About == Restoring) {
		c.model.Question = nil
	}
}

// closeQuestion puts the question away if it is about a publishing: what it asked about
// is no longer so.
func (c *core) closeQuestion() {
	if c.model.Question.publishes() {
		c.model.Question = nil
	}
}

// answer carries out what the open question asks about, or puts it away. choice is the
// answer's own choice, where it has one.
func (c *controllers) answer(yes, choice bool) {
	q := c.model.Question
	switch {
	case q == nil:
	case !yes:
		c.model.Question = nil
		c.changed()
	case q.ready(c.now()):
		c.carryOut(q, choice)
	}
}

func (c *controllers) carryOut(q *Question, choice bool) {
	switch q.About {
	case Replacing, Removing:
		c.publishing.confirm(q.Kind)
	case SigningOut:
		c.members.leave(choice)
	case Discarding:
		c.model.Question = nil
		c.drafts.discard(q.Kind)
	case Restoring:
		c.model.Question = nil
		c.restore(q.Kind)
	case Quitting:
		c.model.Question = nil
		c.changed()
		c.desk.Quit()
	}
}

// quit closes the window, after asking where something would be lost by it. Wanting it
// once more is no yes: a window manager repeats the key that closes windows, and does not
// say so.
func (c *controllers) quit() {
	switch q := c.model.Question; {
	case len(losses(&c.model)) == 0:
		c.desk.Quit()
	case q != nil && q.About == Quitting:
		c.reconsider()
	default:
		c.core.ask(Question{About: Quitting})
	}
}
