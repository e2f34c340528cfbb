package app

import (
	"image"
	"time"

	"masthead/app/message"
	"masthead/service"
	"masthead/service/draft"
	"masthead/widgets/pixel"
	"masthead/widgets/wall"
)

// Model is everything that the window shows, and nothing else. It is changed on the
// interface goroutine only, by the controllers, and present turns it into what the
// widgets show.
type Model struct {
	Phase Phase
	// Starting tells that it is not known yet who is signed in on this computer.
	Starting bool
	// SignedIn says whose keys are in use; Own is that account, zero until it was read.
	SignedIn SignIn
	Own      service.Account
	// Account is what the wall shows: Own, or another one opened read-only.
	Account service.Account
	// Opening is what is being opened, in the user's words: "@ada".
	Opening string
	// Typed is what stands in the handle field until it could be opened.
	Typed string
	// Server is where accounts are read from, for people: "X"; API is its base.
	Server, API string
	// Trouble is what stands in the way of the account as a whole; nil when nothing does.
	Trouble *Trouble
	// Skew is how far this computer's clock is off, as X's answers showed; 0 when it is not.
	Skew time.Duration
	// Plan is what the keys in use were found to allow.
	Plan service.Plan
	// Members are the accounts that are signed in, the one that was shown last first.
	Members []Member
	// Keyring is what the keyring has to say; nil when it does its work.
	Keyring *Trouble
	// Signing is the sign-in under way; nil when its card is closed.
	Signing *Signing
	// Question is what is asked before something is sent or deleted; nil when nothing is.
	Question *Question
	// Elsewhere is what came of a publishing to an account, or on a tab, that is not shown;
	// nil when there is nothing to say.
	Elsewhere *Elsewhere
	// Publishings are those under way and those whose receipt stands, by whose picture it
	// is. They are shown with that account and with no other.
	Publishings map[Deed]*Publishing
	// Changes are the last changes of pictures that were seen here.
	Changes map[Deed]*Change
	// Reads is what is left of the reads of users; zero Limit when X did not say.
	Reads Reads

	Front   service.Kind
	Sides   [2]Side // by service.Kind
	Looking Looking
}

// Phase is how far the opening of an account has come.
type Phase int

// The phases of the window.
const (
	Nobody     Phase = iota // no account is shown
	Reading                 // the account is being read; its frames stand already
	Remembered              // the account is shown as it was read at another time
	Open                    // the account is known; each size has a state of its own
)

// SignIn says whose keys are in use.
type SignIn int

// The ways to be signed in.
const (
	NotSignedIn SignIn = iota
	Demo               // the built-in demo account; its keys end with the program
	ThisRun            // keys for this run only
	Kept               // keys from the keyring
)

// Member is an account that is signed in.
type Member struct {
	ID, Handle string
}

// Reads is a rate limit: Left of Limit until Reset.
type Reads struct {
	Left, Limit int
	Reset       time.Time
}

// Trouble is a message that stays until it is dealt with.
type Trouble struct {
	message.Message
	// Retry does the failed thing again; nil when that makes no sense.
	Retry func()
}

// Elsewhere is a message about a picture that is not shown.
type Elsewhere struct {
	Trouble
	Of Deed
}

// Side is what one tab shows.
type Side struct {
	// Shots has an entry for every size of the account, in the order of the size table.
	Shots []service.Shot
	// Generation counts the states of the account whose shots these are: another account,
	// another picture. A shot of another generation comes too late and is dropped.
	Generation int
	Showing    Showing
	// Draft is the new picture; nil when there is none. It belongs to the person.
	Draft *draft.Draft
	// Target is the account whose picture the draft would have replaced last.
	Target Owner
	// Turned says that the draft would replace another account's picture by now; nil when
	// there is nothing to say.
	Turned *Trouble
	// Drawing tells that a picture is being read or its forecast drawn.
	Drawing   bool
	Rendering draft.Rendering
	// Preview is the whole source, small, with what the crop leaves out darkened.
	Preview *image.RGBA
	// Offer tells that the picture is so wide that a banner was likely meant.
	Offer   bool
	Trouble *Trouble
	// Saved is the folder that was written last; "" when there is none to mention.
	Saved string
}

// Showing says which of the two pictures the wall shows.
type Showing int

// What the wall shows when there is a draft.
const (
	ShowLive Showing = iota
	ShowDraft
	ShowBoth
)

// Looking is how the wall is looked at; it is no part of a draft.
type Looking struct {
	Backdrop wall.Backdrop
	Mask     pixel.Mask    // of avatars; X cuts banners to nothing
	Zoom     [2]pixel.Zoom // by service.Kind
	// Original shows the original at 1:1 among the others rather than as a thumbnail.
	Original bool
}

// newModel is the window as it opens.
func newModel() Model {
	return Model{
		Publishings: map[Deed]*Publishing{}, Changes: map[Deed]*Change{},
		Looking: Looking{
			Backdrop: wall.Dim, Mask: pixel.Circle,
			Zoom: [2]pixel.Zoom{service.Avatar: pixel.One, service.Banner: pixel.Half},
		},
	}
}

// side is the tab of a kind.
func (m *Model) side(k service.Kind) *Side { return &m.Sides[k] }

// waitingFor puts an empty frame for every size of an account, drafts and publishings
// untouched. A picture that an open account is known not to have gets none.
func (m *Model) waitingFor(a service.Account) {
	for _, k := range service.Kinds {
		side := m.side(k)
		side.newGeneration(nil)
		if m.shown() && a.PictureURL(k) == "" {
			continue
		}
		for _, v := range a.Variants(k) {
			side.Shots = append(side.Shots, service.Shot{Variant: v})
		}
	}
}

// dropDraft forgets the draft and everything that follows from it.
func (s *Side) dropDraft() { *s = Side{Shots: s.Shots, Generation: s.Generation} }

// newGeneration goes on with the shots of another state of the account: what is still on
// its way for the former one comes too late.
func (s *Side) newGeneration(shots []service.Shot) {
	s.Generation++
	s.Shots = shots
}

// setShot puts a size's new state in its place. A size that only turned up with the
// account's list is appended. A picture that is shown already stays when asking again
// failed, as long as its address is the same: its Err then says that it is not fresh.
func (s *Side) setShot(shot service.Shot) {
	for i, old := range s.Shots {
		if old.Variant.Name != shot.Variant.Name {
			continue
		}
		if shot.State == service.Cached && (old.State == service.Live || old.State == service.Healed) && old.URL == shot.URL {
			return // it is here already, and fresher
		}
		if shot.State == service.Failed && old.Visible() && old.URL == shot.URL && !missing(shot.Err) {
			old.State, old.Err = service.Cached, shot.Err
			shot = old
		}
		s.Shots[i] = shot
		return
	}
	s.Shots = append(s.Shots, shot)
}

// missing reports whether a picture is not at its address, or not handed out there.
func missing(err error) bool {
	code := service.CodeOf(err)
	return code == service.Gone || code == service.Withheld
}

// busy reports whether something is being asked about or published.
func (m *Model) busy() bool {
	for _, p := range m.Publishings {
		if p.Phase == Running {
			return true
		}
	}
	return m.Question != nil
}

// shown reports whether an account is shown, however old what is known of it.
func (m *Model) shown() bool { return m.Phase == Open || m.Phase == Remembered }

// wantsSignIn reports whether publishing has to begin with signing in: nobody is, and
// nobody is about to be.
func (m *Model) wantsSignIn() bool {
	return m.SignedIn == NotSignedIn && m.Own.ID == "" && m.Phase != Reading
}

// publishable reports whether what is shown may be replaced: the account is one's own.
func (m *Model) publishable() bool {
	return m.SignedIn != NotSignedIn && m.Phase == Open && m.Own.ID != "" && m.Own.ID == m.Account.ID
}
