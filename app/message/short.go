package message

import "masthead/service"

// Short is what stands under a single size that could not be shown: a few words that
// begin in lower case and end with a full stop.
func Short(err error) string {
	switch service.CodeOf(err) {
	case service.Gone, service.NotFound:
		return "404 after a second read."
	case service.Withheld:
		return "403 after a second read."
	case service.BadCert:
		return "certificate not trusted."
	case service.Offline:
		return "no connection."
	case service.Overloaded:
		return "X has trouble."
	case service.RateLimited:
		return "X asks to wait."
	case service.NotAPicture, service.Garbled:
		return "not a picture."
	case service.CutShort:
		return "cut short."
	case service.TooLarge:
		return "too large."
	case service.Untrusted:
		return "not X's image host."
	case service.SignedOut:
		return "signed out."
	case service.Suspended:
		return "suspended."
	}
	return "failed."
}
