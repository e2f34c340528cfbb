package app

import "masthead/app/message"

// signCard is the card for signing in, in plain values. What is typed stays in its
// fields: present never sees a key.
type signCard struct {
	Title string
	// Lead says whose keys are wanted and where they go; LeadLink is its link's label.
	Lead, LeadLink string
	// Typed tells that key and secret are typed; else Like says whose are used.
	Typed bool
	Like  string
	// Switch is the label of the link between the two; "" for none.
	Switch string
	// Open is the label of the button that opens the browser, CanOpen whether it can be
	// pressed as soon as there are keys.
	Open    string
	CanOpen bool
	// PIN tells that a PIN is wanted, CanPIN that the page with it is open.
	PIN, CanPIN bool
	// Callback is the address that the browser comes back to; "" with the PIN.
	Callback string
	// Way is the label of the link between callback and PIN.
	Way string
	// Page is the address of the page that was opened; "" before.
	Page string
	// Note is what goes on; Trouble what went wrong, and Portal whether the developer
	// portal is the place to mend it.
	Note, Trouble string
	Portal        bool
	// Confirm is the label of the button that ends it. With the callback it is the browser
	// that ends it, and the button opens that.
	Confirm string
}

func signingIn(m *Model) *signCard {
	s := m.Signing
	if s == nil {
		return nil
	}
	c := &signCard{
		Title:    "Sign in to " + s.Server,
		Lead:     "Masthead uses your own app’s keys, from X’s developer portal. They are kept in this computer’s keyring and sent to " + hostOf(s.Server) + " only.",
		LeadLink: "Open the portal",
		Typed:    s.Like == nil, Open: "Open the browser", Page: s.Page, Note: s.Note, Confirm: "Sign in",
		CanOpen: s.Phase == Typing || s.Phase == Allowing,
		PIN:     !s.Callback, CanPIN: s.Phase == Allowing,
		Way: "Use a callback URL instead",
	}
	if s.Like != nil {
		c.Like, c.Switch = "With the same app’s keys as @"+s.Like.Handle+".", "Use other keys"
	} else if s.CanBeLike != nil {
		c.Switch = "Use the keys of @" + s.CanBeLike.Handle + "’s app"
	}
	if s.Callback {
		c.Callback, c.Way = s.CallbackURL, "Use a PIN instead"
	}
	switch s.Phase {
	case Requesting:
		c.Open = "Asking " + s.Server + "…"
	case Allowing:
		c.Open = "Open the browser again"
		if s.Callback && s.Note == "" {
			c.Note = "Waiting for the browser: allow the app there, and it comes back by itself."
		}
	case Finishing:
		c.Confirm = "Signing in…"
	}
	if s.Callback {
		c.Confirm = c.Open
	}
	if s.Trouble != nil {
		c.Trouble = s.Trouble.String()
		c.Portal = s.Trouble.Action == message.OpenPortal
	}
	return c
}

// hostOf is where keys are sent to.
func hostOf(server string) string {
	if server == "X" {
		return "api.x.com"
	}
	return server
}
