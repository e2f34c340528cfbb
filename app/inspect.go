package app

import (
	"fmt"
	"time"

	"masthead/service"
	"masthead/service/draft"
	"masthead/widgets"
	"masthead/widgets/panel"
)

// inspector is the column at the right, in plain values.
type inspector struct {
	Mode inspectorMode
	// Invitation is the drop zone's words, in mode inspectLive.
	Invitation panel.Invitation
	Heading    string
	Facts      []panel.Fact
	Checks     []panel.Check
	// Share is how far a publishing has come, 0 to 1; Note stands under its bar.
	Share float32
	Note  string
	// CanSave, CanRemove and the like tell which buttons there are.
	CanSave, CanCopy, CanRemove, CanPublish, CanRestore, CanCheck bool
	// Whose is the account that it is about, "@ada"; "" where nobody's is.
	Whose string
	// Publish is the publish button's label, Stop that of the button which stops.
	Publish, Stop string
}

// inspectorMode is what the inspector is about.
type inspectorMode int

const (
	inspectLive inspectorMode = iota
	inspectDraft
	inspectSending
	inspectReceipt
)

func inspect(m *Model, now time.Time) inspector {
	side := m.side(m.Front)
	switch {
	case m.publishing(m.Front).Phase == Running:
		return inspectRunning(m, now)
	case m.publishing(m.Front).Phase == Published:
		return inspectPublished(m)
	case side.Draft != nil:
		return inspectDrafted(m, side)
	}
	i := inspector{Mode: inspectLive, Invitation: invitation(m.Front, side.Drawing)}
	if !m.shown() {
		return i
	}
	i.Heading = "Live on " + m.Server
	if m.Phase == Remembered {
		i.Heading = "As it was on " + m.Server
	}
	i.Facts = liveFacts(m, now)
	i.CanSave = len(side.Shots) > 0
	i.CanCopy = m.Account.PictureURL(m.Front) != ""
	i.CanRemove = m.Front == service.Banner && m.publishable() && i.CanCopy
	return i
}

func invitation(k service.Kind, drawing bool) panel.Invitation {
	if drawing {
		return panel.Invitation{Title: "Reading the picture"}
	}
	return panel.Invitation{
		Title: "Drop a new " + k.String() + " here", Hint: "or paste one, or choose a file",
		Formats: "JPEG, PNG, WebP, HEIC, AVIF, SVG and more",
	}
}

func liveFacts(m *Model, now time.Time) []panel.Fact {
	a := m.Account
	var facts []panel.Fact
	if !a.ReadAt.IsZero() {
		facts = append(facts, panel.Fact{Key: "Read", Value: age(a.ReadAt, now) + ", " + string(a.Reader)})
	}
	if at := newest(m.side(m.Front).Shots); !at.IsZero() {
		facts = append(facts, panel.Fact{Key: "Fetched", Value: age(at, now)})
	}
	if m.Front == service.Avatar && a.DefaultAvatar {
		facts = append(facts, panel.Fact{Key: "Default", Value: "X’s default picture"})
	}
	if m.Own.ID != a.ID || a.ID == "" {
		facts = append(facts, panel.Fact{Key: "Yours", Value: "no, to look at only"})
	}
	if url := a.PictureURL(m.Front); url != "" {
		facts = append(facts, panel.Fact{Key: "URL", Value: service.ShortURL(url), Link: true})
	}
	return facts
}

func newest(shots []service.Shot) time.Time {
	var at time.Time
	for _, s := range shots {
		if s.At.After(at) {
			at = s.At
		}
	}
	return at
}

func inspectDrafted(m *Model, side *Side) inspector {
	i := inspector{Mode: inspectDraft, Heading: "Checks", CanSave: side.Rendering.Shots != nil}
	tones := map[draft.Level]widgets.Tone{draft.Good: widgets.Good, draft.Note: widgets.Quiet, draft.Warn: widgets.Warn}
	for _, c := range side.Rendering.Checks {
		i.Checks = append(i.Checks, panel.Check{Tone: tones[c.Level], Text: c.Text})
	}
	if side.Drawing {
		i.Checks = []panel.Check{{Text: "Drawing the forecast", Faint: true}}
	}
	source := side.Draft.Source
	i.Facts = []panel.Fact{{Key: "File", Value: side.Draft.Name}, {Key: "Source", Value: source.String()}}
	if m.Own.ID != "" {
		i.Facts = append(i.Facts, panel.Fact{Key: "Replaces", Value: "@" + m.Own.Handle + "’s " + m.Front.String() + " on " + m.Server})
	}
	switch {
	case m.publishable():
		i.Publish = "Publish to @" + m.Own.Handle + "…"
		i.CanPublish = i.CanSave && !side.Drawing
	case m.wantsSignIn():
		i.Publish, i.CanPublish = "Sign in to publish…", true
	case m.Phase == Reading:
		i.Publish = "Reading the account"
	case m.Phase == Remembered:
		i.Publish = "@" + m.Own.Handle + " is not read yet"
	case m.Phase == Nobody:
		i.Publish = "No account could be read"
	case m.Account.Handle == "":
		i.Publish = "This picture is read-only"
	default:
		i.Publish = "@" + m.Account.Handle + " is read-only"
	}
	if m.publishable() && !side.Drawing {
		i.Checks = append(i.Checks, planChecks(m.Plan)...)
	}
	return i
}

// planChecks say before publishing what X is likely to refuse. It is asked all the same:
// plans and permissions change.
func planChecks(p service.Plan) []panel.Check {
	var checks []panel.Check
	if p.Access == "read" {
		checks = append(checks, panel.Check{Tone: widgets.Warn, Text: "The app has read permission only: allow it to write on X’s developer portal, then sign in again"})
	}
	if !p.WritesRefusedAt.IsZero() {
		checks = append(checks, panel.Check{Tone: widgets.Warn, Text: "Your plan refused an upload on " + p.WritesRefusedAt.Local().Format("2 January") + ": Export saves the file for X’s own profile page"})
	}
	return checks
}

func inspectRunning(m *Model, now time.Time) inspector {
	p := m.publishing(m.Front)
	handle := p.Job.Account.Handle
	i := inspector{Mode: inspectSending, Heading: "Publishing to @" + handle, Whose: "@" + handle}
	if p.removal() {
		i.Heading = "Removing @" + handle + "’s banner"
	}
	i.Checks, i.Share = stages(*p, m.Front, now)
	i.Note, i.Stop = "You can go on working meanwhile.", "Cancel"
	if p.Step.Stage >= service.Processing {
		i.Stop = "Stop waiting"
	}
	return i
}

func inspectPublished(m *Model) inspector {
	p := m.publishing(m.Front)
	r := p.Receipt
	i := inspector{Mode: inspectReceipt, Heading: outcomeTitle(r), Checks: findings(r), CanRestore: r.KeptFile != "" && m.Own.ID == m.Account.ID, Whose: "@" + r.Account.Handle}
	i.CanCheck = r.Outcome == service.Unconfirmed
	i.Facts = []panel.Fact{{Key: "Account", Value: "@" + r.Account.Handle + " on " + p.Job.server}}
	if len(r.Sent.Data) > 0 {
		i.Facts = append(i.Facts, panel.Fact{Key: "Sent", Value: r.Sent.String()})
	}
	if r.NewURL != "" {
		i.Facts = append(i.Facts, panel.Fact{Key: "New URL", Value: service.ShortURL(r.NewURL), Link: true})
	}
	switch {
	case r.SentAt.IsZero(), r.Earlier:
	case !r.LiveAt.IsZero():
		i.Facts = append(i.Facts, panel.Fact{Key: "Took", Value: fmt.Sprintf("%.1f s, %s", r.Took.Seconds(), count(r.Reads, "read"))})
	default:
		i.Facts = append(i.Facts, panel.Fact{Key: "Looked", Value: looks(r)})
	}
	if p.Checking {
		i.Note, i.CanCheck = "Looking again", false
	}
	return i
}

// looks says how often it was looked, and how often X answered.
func looks(r service.Receipt) string {
	if r.Answered < r.Reads {
		return fmt.Sprintf("%s, %d answered", count(r.Reads, "time"), r.Answered)
	}
	return count(r.Reads, "time")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
