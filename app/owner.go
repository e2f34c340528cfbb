package app

import (
	"image"
	"time"

	"masthead/service"
	"masthead/service/draft"
	"masthead/service/publish"
)

// Owner is whose something is: an account of one server. The zero value is nobody.
type Owner struct{ API, ID string }

// Deed is what a publishing does: it replaces one of the two pictures of an account.
type Deed struct {
	Owner
	Kind service.Kind
}

// Publishing is how far a publishing has come.
type Publishing struct {
	Phase PublishPhase
	// Job is what was asked about; nil while Idle. What is sent is what was asked about,
	// whatever is dropped or opened meanwhile.
	Job     *job
	Step    service.Step
	Receipt service.Receipt
	// Checking tells that it is being looked at again.
	Checking bool
	// Trouble is why the last try came to nothing, or what stood in the way of looking
	// again; nil when there is none.
	Trouble *Trouble
}

// PublishPhase is the phase of a publishing.
type PublishPhase int

// The phases of a publishing.
const (
	Idle      PublishPhase = iota
	Running                // Step tells where
	Published              // Receipt tells what was found
)

// removal reports whether the banner is taken away rather than replaced.
func (p Publishing) removal() bool { return p.Job != nil && p.Job.removal }

// unsettled reports whether a picture was sent of which nobody knows yet what became of it.
func (p Publishing) unsettled() bool {
	return p.Phase == Published && p.Receipt.Outcome == service.Unconfirmed
}

// isLive reports whether a draft is what was published and found live.
func (m *Model) isLive(d *draft.Draft) bool {
	for _, p := range m.Publishings {
		if p.Phase == Published && !p.unsettled() && p.Job.draft == d {
			return true
		}
	}
	return false
}

// Change is what was seen here of an account's picture being replaced.
type Change struct {
	// Was are the URLs that it had before, Now the account as it was read when it had
	// changed last, and At when that was.
	Was map[string]bool
	Now service.Account
	At  time.Time
}

// noteChange notes that a picture was seen to have been replaced.
func (m *Model) noteChange(d Deed, r service.Receipt) {
	c := m.Changes[d]
	if c == nil {
		c = &Change{Was: map[string]bool{}}
		m.Changes[d] = c
	}
	c.Was[r.OldURL] = true
	c.Now, c.At = r.Account, r.LiveAt
}

// corrected is an account as it was read, with the pictures that are known to be newer: an
// answer may come late, and X goes on naming a former URL for a while. began is when it
// was asked for.
func (m *Model) corrected(a service.Account, began time.Time) service.Account {
	for _, k := range service.Kinds {
		c, url := m.Changes[Deed{m.ownerOf(a), k}], a.PictureURL(k)
		// A URL never comes back, but a picture may be removed again.
		if c == nil || !c.Was[url] || url == "" && !began.Before(c.At) {
			continue
		}
		if k == service.Avatar {
			a.AvatarURL, a.DefaultAvatar = c.Now.AvatarURL, c.Now.DefaultAvatar
		} else {
			a.BannerURL, a.BannerSizes = c.Now.BannerURL, c.Now.BannerSizes
		}
	}
	return a
}

// job is a publishing as it was asked about. It is never modified.
type job struct {
	publish.Request
	deed    Deed
	removal bool // of the banner, rather than a new picture
	draft   *draft.Draft
	why     string      // what the forecast says of the upload
	before  *image.RGBA // what is replaced, in small; nil when there is nothing
	after   *image.RGBA
	// services are those of the account; server is where they send, for people.
	services *services
	server   string
}

// own is whose the keys in use are.
func (m *Model) own() Owner { return m.ownerOf(m.Own) }

func (m *Model) ownerOf(a service.Account) Owner {
	if a.ID == "" {
		return Owner{}
	}
	return Owner{m.API, a.ID}
}

// deed is a publishing of the account that is shown.
func (m *Model) deed(k service.Kind) Deed { return Deed{m.ownerOf(m.Account), k} }

// publishing is the one of a tab of the account that is shown; an idle one of its own where
// there is none.
func (m *Model) publishing(k service.Kind) *Publishing { return m.publishingOf(m.deed(k)) }

func (m *Model) publishingOf(d Deed) *Publishing {
	if p := m.Publishings[d]; p != nil {
		return p
	}
	return &Publishing{}
}

// setPublishing puts a publishing in its place; an idle one about which there is nothing to
// say is forgotten.
func (m *Model) setPublishing(d Deed, p Publishing) {
	if p.Phase == Idle && p.Trouble == nil {
		delete(m.Publishings, d)
		return
	}
	m.Publishings[d] = &p
}

// arrived is for an account or a tab that comes to be shown: what was said of it while
// another one was shown stands there itself.
func (m *Model) arrived() {
	if m.Elsewhere != nil && m.Elsewhere.Of == m.deed(m.Front) {
		m.Elsewhere = nil
	}
}

// dropTrouble puts away what a publishing of a tab of the shown account came to.
func (m *Model) dropTrouble(k service.Kind) {
	p := *m.publishing(k)
	p.Trouble = nil
	m.setPublishing(m.deed(k), p)
}

// forgetPublishings drops what is shown of the publishings that a test picks, but for
// those under way.
func (m *Model) forgetPublishings(of func(Owner) bool) {
	for d, p := range m.Publishings {
		if of(d.Owner) && p.Phase != Running {
			delete(m.Publishings, d)
		}
	}
}
