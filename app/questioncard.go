package app

import (
	"image"
	"slices"
	"time"

	"masthead/app/message"
	"masthead/service"
	"masthead/service/draft"
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
	case Restoring:
		card.discarding(m, q.Kind)
		card.Title, card.Confirm = "Give up the new "+q.Kind.String()+" for the previous one?", "Give it up"
		card.Consequences = append([]panel.Check{{Text: "The previous one becomes a draft; nothing is sent yet"}}, card.Consequences...)
	case Quitting:
		card.Title, card.Confirm, card.Cancel = "Quit Masthead?", "Quit", "Stay"
		for _, loss := range losses(m) {
			card.Consequences = append(card.Consequences, panel.Check{Tone: widgets.Warn, Text: loss})
		}
		if len(card.Consequences) == 0 {
			card.Consequences = []panel.Check{{Tone: widgets.Good, Text: "Nothing is lost any more"}}
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
				Tone: widgets.Warn, Text: "Its " + k.String() + " is being published just now: that goes on, but without access nobody can look whether it is live",
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
	var lines []string
	onItsWay := map[*draft.Draft]bool{}
	for d, p := range m.Publishings {
		text := ending(p)
		if text == "" {
			continue
		}
		if held := p.Job.draft; held != nil && m.side(d.Kind).Draft == held {
			onItsWay[held] = true
			text += "; its draft is lost"
		}
		lines = append(lines, "@"+p.Job.Account.Handle+"’s "+d.Kind.String()+" "+text)
	}
	slices.Sort(lines)
	for _, k := range service.Kinds {
		if d := m.side(k).Draft; d != nil && !onItsWay[d] && !m.isLive(d) {
			lines = append(lines, "The new "+k.String()+" is not published: the draft is lost")
		}
	}
	return lines
}

// ending is what the program's end means for a publishing, "" for nothing.
func ending(p *Publishing) string {
	switch s := p.Step; {
	case p.unsettled():
		return "is not confirmed yet: it is not looked at again"
	case p.Phase != Running:
		return ""
	case s.Stage == service.Keeping:
		return "is about to be sent: that is given up, and nothing has gone out yet"
	case s.Stage == service.Sending && s.Total > 0 && s.Sent < s.Total:
		return "is being sent: that is broken off"
	case s.Stage == service.Sending, s.Doubtful:
		return "was handed to the network: whether it arrives is not looked at"
	}
	return "was sent: whether it is live is not looked at any more"
}
