package app

import (
	"image"
	"time"

	"masthead/app/message"
	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/panel"
	"masthead/widgets/pixel"
	"masthead/widgets/wall"
)

// screen is the whole window in plain values. present makes it from the Model and
// nothing else, so that what a user sees can be tested without a window.
type screen struct {
	Person  widgets.Person
	Welcome bool // the first-run wall instead of frames
	Front   service.Kind
	Typed   string // what stands in the handle field
	View    wall.View
	// Choices tells that Live, Draft and Side by side can be chosen between.
	Choices bool
	Showing Showing
	Tiles   []wall.Tile
	// Empty says in words why there are no frames; zero when there are some.
	Empty     panel.News
	News      []news
	Inspector inspector
	Preview   *image.RGBA
	Status    []string
	Question  *question
	Signing   *signCard
}

// action is what a button or a link does; perform in window.go carries it out.
type action int

const (
	doNothing action = iota
	doRetryAccount
	doRetrySide
	doDismiss
	doChoose
	doSaveAndOpen
	doOpenX
	doOpenPortal
	doUseAsBanner
	doOpenPicture
	doSignIn
	doRetryKeyring
	doGoOn
	// What puts one notice away, and leaves the others.
	doDropKeyring
	doDropAccount
	doDropSide
	doDropOffer
	doDropTurned
	doDropElsewhere
	// What a publishing's trouble offers, and what puts it away.
	doRetryPublishing
	doDropPublishing
)

// news is a notice, what its button does, and what puts it away.
type news struct {
	panel.News
	Do, Drop action
}

// present is what the window shows for a model.
func present(m *Model, now time.Time) screen {
	side := m.side(m.Front)
	s := screen{
		Person: person(m), Front: m.Front, Typed: m.Typed, View: view(m),
		Choices: side.Draft != nil && m.shown(), Showing: side.Showing, Status: status(m, now),
		Preview:   side.Preview,
		Inspector: inspect(m, now), News: allNews(m), Question: asked(m, now),
		Signing: signingIn(m),
	}
	s.Welcome = m.Phase == Nobody && !m.Starting && side.Draft == nil && !side.Drawing
	if m.Starting && m.Phase == Nobody && side.Draft == nil {
		return s // for the blink of an eye it is not known what belongs here
	}
	if !s.Welcome {
		s.Tiles = tiles(m, side)
		if len(s.Tiles) == 0 {
			s.Empty = emptiness(m)
		}
	}
	return s
}

// view is how the front tab's wall is looked at.
func view(m *Model) wall.View {
	v := wall.View{Backdrop: m.Looking.Backdrop, Mask: m.Looking.Mask, Zoom: m.Looking.Zoom[m.Front]}
	if m.Front == service.Banner {
		v.Mask = pixel.None
	}
	return v
}

func person(m *Model) widgets.Person {
	a := m.Account
	switch {
	case m.Starting && m.Phase == Nobody:
		return widgets.Person{Name: "Masthead"}
	case m.Phase == Nobody && m.SignedIn == NotSignedIn:
		return widgets.Person{Name: "Not signed in"}
	case m.Phase == Nobody:
		return widgets.Person{Name: "No account"}
	case m.Phase == Reading && m.Opening != "":
		return widgets.Person{Name: m.Opening}
	case m.Phase == Reading:
		return widgets.Person{Name: "Signing in"}
	}
	p := widgets.Person{Name: a.Name}
	if a.Handle != "" && a.Handle == a.Name { // its name was not read yet
		p.Name = "@" + a.Handle
	} else if a.Handle != "" {
		p.Handle = "@" + a.Handle
	}
	for _, shot := range m.Sides[service.Avatar].Shots {
		if shot.Visible() && shot.Variant.Name == "x96" {
			p.Picture = shot.Pixels
		}
	}
	return p
}

// emptiness says why a tab has no frames.
func emptiness(m *Model) panel.News {
	if m.Account.Reader == service.ReaderLink {
		return panel.News{Title: "This URL is only of the other picture.", Text: "A pasted URL opens one picture; a handle opens both."}
	}
	if m.Phase == Remembered && m.Account.ReadAt.IsZero() {
		return panel.News{Title: "@" + m.Account.Handle + " was not read yet.", Text: "Its pictures stand here as soon as " + m.Server + " shows them. Drafts, checks and export work as always."}
	}
	if m.Front == service.Banner {
		return panel.News{Title: "No banner.", Text: "X shows a plain strip above this profile. Drop a wide picture to see it here at every size."}
	}
	return panel.News{Title: "No avatar.", Text: "X names no picture for this account."}
}

// allNews collects what is worth a notice above the wall: the account's trouble, the
// tab's, and an offer.
func allNews(m *Model) []news {
	side := m.side(m.Front)
	var list []news
	if m.Keyring != nil {
		list = append(list, troubleNews(m.Keyring, doRetryKeyring, doDropKeyring))
	}
	if m.Trouble != nil {
		list = append(list, troubleNews(m.Trouble, doRetryAccount, doDropAccount))
	}
	if m.Elsewhere != nil {
		list = append(list, troubleNews(&m.Elsewhere.Trouble, doDropElsewhere, doDropElsewhere))
	}
	if t := m.publishing(m.Front).Trouble; t != nil {
		list = append(list, troubleNews(t, doRetryPublishing, doDropPublishing))
	}
	if side.Turned != nil {
		list = append(list, troubleNews(side.Turned, doDropTurned, doDropTurned))
	}
	if side.Trouble != nil {
		list = append(list, troubleNews(side.Trouble, doRetrySide, doDropSide))
	}
	if side.Offer {
		list = append(list, news{panel.News{
			Title: "This picture is very wide.", Text: "It would lose most of itself as an avatar.", Action: "Use as banner", Close: true,
		}, doUseAsBanner, doDropOffer})
	}
	if side.Saved != "" {
		list = append(list, news{panel.News{Title: "Saved.", Text: "Every size is in " + service.Printable(side.Saved) + ".", Action: "Good"}, doDismiss, doDismiss})
	}
	return list
}

func troubleNews(t *Trouble, retry, drop action) news {
	n := news{panel.News{Title: t.Title, Text: t.Text, Action: t.Action.Label(), Tone: widgets.Quiet}, drop, drop}
	switch t.Action {
	case message.TryAgain:
		if t.Retry != nil {
			n.Do = retry
		} else {
			n.Action = "Dismiss"
		}
	case message.ChooseOther:
		n.Do = doChoose
	case message.SaveAndOpen:
		n.Do = doSaveAndOpen
	case message.OpenX:
		n.Do = doOpenX
	case message.OpenPortal:
		n.Do = doOpenPortal
	case message.SignIn:
		n.Do = doSignIn
	case message.GoOn:
		n.Do = doGoOn
	case message.None:
		n.Action = "Dismiss"
	}
	n.Close = n.Do != drop && n.Do != doGoOn
	return n
}
