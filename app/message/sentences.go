package message

import (
	"time"

	"masthead/service"
)

// sentences has one entry for every code that the services use.
var sentences = map[service.Code]func(e *service.Error, now time.Time) Message{
	service.Canceled:      say("Stopped.", "Nothing was changed.", None),
	service.Offline:       say("No connection.", "Drafts, checks and export work as always.", TryAgain),
	service.Overloaded:    detail("X has trouble just now", "Nothing was changed; it usually passes within minutes.", TryAgain),
	service.Garbled:       detail("X gave an answer that makes no sense", "Nothing is lost. It may be something on the way, such as a hotel's sign-in page.", TryAgain),
	service.NotFound:      say("There is no such account or picture.", "It may be misspelt, renamed or removed; handles have up to 15 letters, digits and underscores.", None),
	service.Gone:          say("This picture is not where it was.", "The server answers that its address does not exist.", TryAgain),
	service.Withheld:      say("The server does not hand out this picture.", "It answers 403: the picture may have been replaced, or the account protected.", TryAgain),
	service.Suspended:     say("That account is suspended.", "X does not show its pictures.", None),
	service.OwnSuspended:  say("Your account is suspended.", "X accepts no changes to it. Your draft is kept; the site tells more.", OpenX),
	service.NotSignedIn:   say("Nobody is signed in.", "Reading another account uses your own. Sign in, or paste an image's URL: that needs nobody.", SignIn),
	service.SignedOut:     say("You are signed out.", "X no longer accepts this sign-in. Sign in again; your draft is kept.", SignIn),
	service.ReadOnly:      say("The app has read permission only.", "Allow it to write on X's developer portal, then sign in again. Your draft is kept.", OpenPortal),
	service.PlanRefuses:   detail("Your plan does not include this call", "Everything local still works: save the upload-ready file and set it on X's own profile page.", SaveAndOpen),
	service.NoCredits:     say("No credits are left on your plan.", "X accepts the upload once there are. Your draft is kept, and can be set on X's own profile page.", SaveAndOpen),
	service.Locked:        say("The account is locked.", "Unlock it on X, then publish again. Your draft is kept.", OpenX),
	service.RateLimited:   rateLimited,
	service.ClockSkew:     detail("This computer's clock is off", "X refuses requests of another time. Set the clock, then try again.", TryAgain),
	service.AppSuspended:  say("X has suspended the app whose keys you use.", "Its page on the developer portal says why. Your draft is kept.", OpenPortal),
	service.NoCallback:    say("X does not accept this callback address.", "Register it on your app’s page of the developer portal, or use the PIN.", OpenPortal),
	service.MissingPart:   say("X says that the picture did not arrive.", "It was sent both ways that X documents. Your draft is kept.", TryAgain),
	service.UploadRefused: detail("X refuses this picture", "Your draft is kept. Another crop or picture may help.", ChooseOther),
	service.Forbidden:     detail("X does not allow this", "Your draft is kept.", TryAgain),
	service.Untrusted:     detail("This address is not asked", "Pictures come from X's own image hosts, or over https from an address that you typed.", None),
	service.Redirected:    detail("The API sends elsewhere", "Signed requests go to the address that was set and nowhere else. Look whether it is really X's API.", TryAgain),
	service.BadCert:       detail("The server cannot prove who it is", "Its certificate is not trusted, so nothing was sent to it. It may be something on the way, such as a hotel's network.", TryAgain),
	service.Damaged:       detail("The list of accounts was damaged", "It was put aside, so everybody has to sign in again; nothing else is lost.", SignIn),
	service.Sealed:        detail("The list of accounts cannot be read", "It may not be read, or is no ordinary file, so it is left alone. A sign-in lasts for this run until that is mended.", None),
	service.Newer:         say("The list of accounts is by a newer Masthead.", "It is left alone. Use that version, or sign in for this run.", None),

	service.NoKeyring:     say("No keyring answers on this computer.", "Keys are kept there and nowhere else: without one, a sign-in ends with this window.", TryAgain),
	service.KeyringLocked: say("Your keyring stayed locked.", "Its keys can be used once it is unlocked. Drafts, checks and export work as always.", TryAgain),
	service.KeyringFailed: detail("The keyring does not do its work", "It may have been stopped. Nothing is lost; drafts, checks and export work as always.", TryAgain),
	service.NoSecret:      say("The keyring holds no keys for this account.", "Sign in again; nothing else is lost.", SignIn),

	service.BadApp:    say("X does not know this API key or its secret.", "Copy both again from your app’s page on the developer portal, without spaces.", OpenPortal),
	service.BadPIN:    say("X does not take this PIN.", "Look at the page in the browser again: the PIN has about seven digits.", None),
	service.Denied:    say("The app was not allowed.", "Nothing was changed. Open the browser again if that was not meant.", None),
	service.Expired:   say("This sign-in has expired.", "Open the browser again; it takes a quarter of an hour at most.", None),
	service.NoSignIn:  say("This server has no sign-in.", "It answers that there is no such address: look whether it is really X's API.", None),
	service.PortTaken: detail("Another program uses the callback's port", "Use the PIN, or close that program.", TryAgain),

	service.NotAPicture: about("is not a picture that can be read", "JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF, BMP and SVG are.", ChooseOther),
	service.CutShort:    about("is cut short or damaged", "Open it where it came from and save it again.", ChooseOther),
	service.TooLarge:    about("is too large", "", ChooseOther),
	service.IsFolder:    about("is a folder", "Drop one picture, not a folder.", ChooseOther),
	service.NoFile:      about("does not exist", "It may have been moved or renamed.", ChooseOther),
	service.NotAFile:    about("is no ordinary file", "It is a device, a pipe or a socket, and may never end.", ChooseOther),
	service.LinkLoop:    about("is a link that leads in a circle", "Choose the file that it should lead to.", ChooseOther),
	service.Stalled:     about("gives no answer", "It was waited for. It may lie on a drive that is gone.", ChooseOther),
	service.Unreadable:  unreadable,
	service.NotKept:     say("The present picture could not be kept.", "So nothing was sent: what is replaced is kept first. X serves it damaged just now.", TryAgain),
	service.NotWritten:  detail("A file could not be written", "Nothing was changed. Look whether the disk is full or the folder is read-only.", TryAgain),
	service.BadCrop:     detail("The crop does not fit the picture", "It must lie inside it and be at least one pixel wide and high.", None),
	service.Unsupported: about("uses a form of its format that is not read", "Save it as a plain PNG or JPEG.", ChooseOther),
	service.BadKeys:     about("holds no keys", "It should be one JSON object as \"masthead sandbox\" prints it.", None),
}

func say(title, text string, a Action) func(*service.Error, time.Time) Message {
	return func(*service.Error, time.Time) Message { return Message{title, text, a} }
}

// detail adds the error's detail to the title: "X refuses this picture (HTTP 422)."
func detail(title, text string, a Action) func(*service.Error, time.Time) Message {
	return func(e *service.Error, _ time.Time) Message {
		return Message{withDetail(title, e) + ".", text, a}
	}
}

// about is for files, whose name is not the service's business: Name replaces "The
// file" where it is known.
func about(predicate, text string, a Action) func(*service.Error, time.Time) Message {
	return func(e *service.Error, _ time.Time) Message {
		return Message{withDetail(subject+" "+predicate, e) + ".", text, a}
	}
}

// unreadable tells a file that may not be read from one that the system fails to read,
// whose words are then the detail.
func unreadable(e *service.Error, now time.Time) Message {
	text := "Its permissions do not allow it."
	if e.Detail != "" {
		text = "Look whether the drive that it lies on is well."
	}
	return about("cannot be read", text, ChooseOther)(e, now)
}

func withDetail(title string, e *service.Error) string {
	if e.Detail == "" {
		return title
	}
	return title + " (" + service.Printable(e.Detail) + ")"
}

func rateLimited(e *service.Error, now time.Time) Message {
	m := Message{"X asks to wait.", "It has had as many requests as it takes for now. Nothing is lost.", TryAgain}
	if e.Until.After(now) {
		m.Text = "It takes requests again at " + e.Until.Local().Format("15:04") + ". Nothing is lost."
	}
	return m
}
