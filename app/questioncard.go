package app

import (
	"image"
	"slices"
	"time"

	"masthead/app/message"
	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/panel"
)

// question is the card of what is asked, in plain values.
type question struct {
	asked        *Question
	Title        string
	Text         string      // under the title; "" for none
	Before       *image.RGBA // what is replaced, and by what; nil for none
	After        *image.RGBA
	Round        bool // the two are avatars
	Consequences []panel.Check
	// Choice is the label of what can be chosen with the answer, "" for nothing, and
	// ChoiceText what it means.
	Choice, ChoiceText string
	Confirm, Cancel    string
	// Destroys tells that a yes takes something away, Ready that a yes is taken by now.
	Destroys, Ready bool
}

// asked is the card of the question that is open, nil for none.
func asked(m *Model, now time.Time) *question {
	q := m.Question
	if q == nil {
		return nil
	}
	card := &question{asked: q, Cancel: "Cancel", Destroys: q.About != Replacing, Ready: q.ready(now)}
	switch q.About {
	case Replacing, Removing:
		card.publishing(q.Job)
	case SigningOut:
		card.signingOut(m, q)
	case Discarding:
		card.discarding(m, q.Kind)
	case Quitting:
		card.Title, card.Confirm, card.Cancel = "Quit Masthead?", "Quit", "Stay"
		for _, loss := range q.Losses {
			card.Consequences = append(card.Consequences, panel.Check{Tone: widgets.Warn, Text: loss})
		}
	}
	return card
}

// publishing asks before a picture is replaced or the banner taken away.
func (q *question) publishing(j *job) {
	account, noun := j.Account, j.Kind.String()
	q.Before, q.After, q.Round = j.before, j.after, j.Kind == service.Avatar
	kept := panel.Check{Text: "The present " + noun + " is kept on this computer"}
	if account.PictureURL(j.Kind) == "" || j.Kind == service.Avatar && account.DefaultAvatar {
		kept.Text = "There is no " + noun + " to keep yet"
	}
	if j.removal {
		q.Title, q.Confirm = "Remove @"+account.Handle+"’s banner?", "Remove banner"
		q.Consequences = []panel.Check{kept, {Text: "On " + j.server + " the profile shows a plain strip until a new one is set"}}
		return
	}
	q.Title, q.Confirm = "Replace @"+account.Handle+"’s "+noun+"?", "Replace "+noun
	q.Consequences = []panel.Check{{Text: "Goes to " + j.server + ": " + j.Upload.String() + ", " + j.why + " (forecast)"}, kept}
	if j.Kind == service.Avatar && (account.Verified || !account.VerifiedKnown) {
		q.Consequences = append(q.Consequences, panel.Check{
			Tone: widgets.Warn, Text: "X may withdraw a verified tick until it has reviewed the picture",
		})
	}
}

// signingOut asks before an account's keys are forgotten.
func (q *question) signingOut(m *Model, about *Question) {
	q.Title, q.Confirm = "Sign out @"+about.Leaves.Handle+"?", "Sign out"
	q.Text = "Masthead forgets this account’s keys for " + m.Server + ". Drafts and the pictures that were replaced stay on this computer."
	for _, k := range service.Kinds {
		if m.publishingOf(Deed{Owner{m.API, about.Leaves.ID}, k}).Phase == Running {
			q.Consequences = append(q.Consequences, panel.Check{
				Tone: widgets.Warn, Text: "Its " + k.String() + " is being published just now: that goes on",
			})
		}
	}
	if about.CanRevoke {
		q.Choice = "Take the access back at " + m.Server + " too"
		q.ChoiceText = "Other programs that use the same app for this account are then signed out as well."
	}
}

// discarding asks before a draft is forgotten.
func (q *question) discarding(m *Model, k service.Kind) {
	q.Title, q.Confirm, q.Round = "Discard the new "+k.String()+"?", "Discard", k == service.Avatar
	side := m.side(k)
	q.After = live(side.Rendering.Shots, smallVariant(k)).Pixels
	q.Consequences = []panel.Check{{Text: "The file that it was made of is not touched"}}
	if side.Draft != nil {
		q.Consequences[0].Text = message.Named(side.Draft.Name) + " itself is not touched"
	}
}

// losses is what would end with the program, a line each.
func losses(m *Model) []string {
	var drafts, sent []string
	for _, k := range service.Kinds {
		if d := m.side(k).Draft; d != nil && !m.isLive(d) {
			drafts = append(drafts, "The new "+k.String()+" is not published: the draft is lost")
		}
	}
	for d, p := range m.Publishings {
		if p.Job == nil {
			continue
		}
		whose := "@" + p.Job.Account.Handle + "’s " + d.Kind.String()
		switch {
		case p.Phase == Running && p.Step.Stage <= service.Sending:
			sent = append(sent, whose+" is being sent: that is broken off")
		case p.Phase == Running:
			sent = append(sent, whose+" was sent: whether it is live is not looked at any more")
		case p.unsettled():
			sent = append(sent, whose+" is not confirmed yet: it is not looked at again")
		}
	}
	slices.Sort(sent)
	return append(drafts, sent...)
}
