package service

import (
	"errors"
	"fmt"
	"time"
)

// Code tells programs what went wrong. The sentence for people is made from it in one
// place, app/message; the cause is for logs.
type Code string

// What can go wrong, by what a person can do about it.
const (
	Unknown       Code = ""
	Canceled      Code = "canceled"       // the user stopped it
	Offline       Code = "offline"        // no connection, or no answer in time
	Overloaded    Code = "overloaded"     // X answers 5xx, 130 or 131
	Garbled       Code = "garbled"        // an answer that cannot be understood
	NotFound      Code = "not_found"      // 34, 50, 404
	Gone          Code = "gone"           // an image URL that answers 404 or 410
	Withheld      Code = "withheld"       // an image URL that answers 403
	Suspended     Code = "suspended"      // 63: that account
	OwnSuspended  Code = "own_suspended"  // 64: one's own account
	NotSignedIn   Code = "not_signed_in"  // nobody is signed in, and somebody must be
	SignedOut     Code = "signed_out"     // 32, 89, 99, 215, 401
	ReadOnly      Code = "read_only"      // 220, 261: the app may not write
	PlanRefuses   Code = "plan_refuses"   // 453, 87, client-forbidden
	NoCredits     Code = "no_credits"     // 402
	Locked        Code = "locked"         // 326
	RateLimited   Code = "rate_limited"   // 88, 429
	ClockSkew     Code = "clock_skew"     // 135
	AppSuspended  Code = "app_suspended"  // 416
	NoCallback    Code = "no_callback"    // 415, 417
	MissingPart   Code = "missing_part"   // 38
	UploadRefused Code = "upload_refused" // 400 or 422 to a picture
	Forbidden     Code = "forbidden"      // any other 403
	Untrusted     Code = "untrusted"      // a host that must not be asked
	Redirected    Code = "redirected"     // the API sends elsewhere, where a signature must not go
	BadCert       Code = "bad_cert"       // a server whose certificate is not trusted

	NotAPicture Code = "not_a_picture" // no format that Masthead reads
	CutShort    Code = "cut_short"     // a picture that ends early or is damaged
	TooLarge    Code = "too_large"     // over the stated limits of bytes or pixels
	IsFolder    Code = "is_folder"     // a folder where a file was expected
	NoFile      Code = "no_file"       // no such file
	NotAFile    Code = "not_a_file"    // a device, a pipe or a socket where a file was expected
	LinkLoop    Code = "link_loop"     // a link that leads back to itself
	Stalled     Code = "stalled"       // a file that gives nothing for seconds
	Unreadable  Code = "unreadable"    // a file that may not be read
	NotKept     Code = "not_kept"      // the present picture cannot be kept, so it stays
	NotWritten  Code = "not_written"   // a file or folder that cannot be written
	BadCrop     Code = "bad_crop"      // a crop outside the picture
	Unsupported Code = "unsupported"   // a form of a known format that is not read
	BadKeys     Code = "bad_keys"      // a file of keys that holds none
	Damaged     Code = "damaged"       // a file of the program's own that was put aside
	Sealed      Code = "sealed"        // a file of the program's own that may not be read
	Newer       Code = "newer"         // a file of the program's own by a later version

	NoKeyring     Code = "no_keyring"     // this computer has no keyring
	KeyringLocked Code = "keyring_locked" // a keyring that was not unlocked
	KeyringFailed Code = "keyring_failed" // a keyring that failed or went away
	NoSecret      Code = "no_secret"      // the keyring holds nothing by this name

	BadApp    Code = "bad_app"    // an API key or its secret that X does not know
	BadPIN    Code = "bad_pin"    // a verifier that does not fit
	Denied    Code = "denied"     // the person did not allow the app
	Expired   Code = "expired"    // a sign-in that took too long or was used up
	NoSignIn  Code = "no_sign_in" // a server without sign-in
	PortTaken Code = "port_taken" // the callback's port is in use
)

// Error is every error that leaves a service: the operation that failed, a code for
// programs, and the cause.
type Error struct {
	// Op names the operation: "twitter.UpdateAvatar".
	Op   string
	Code Code
	// Err is the cause; it holds no secret.
	Err error
	// Until is when trying again makes sense, with RateLimited; zero when unknown.
	Until time.Time
	// Detail is a short fact for the sentence: a limit, a name, a status. May be "".
	Detail string
}

// Error is the text for logs.
func (e *Error) Error() string {
	text := e.Op + ": " + string(e.Code)
	if e.Code == Unknown {
		text = e.Op
	}
	if e.Detail != "" {
		text += " (" + e.Detail + ")"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error with a formatted cause; %w works.
func Errorf(op string, code Code, format string, args ...any) *Error {
	return &Error{Op: op, Code: code, Err: fmt.Errorf(format, args...)}
}

// CodeOf is the code of the outermost Error in a chain, Unknown when there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Unknown
}
