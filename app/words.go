package app

import (
	"fmt"
	"time"

	"masthead/app/message"
	"masthead/service"
	"masthead/widgets"
)

// displayName is a variant's name for people: numbers get a real multiplication sign.
func displayName(v service.Variant) string {
	if v.Sized() && v.Name == fmt.Sprintf("%dx%d", v.Width, v.Height) {
		return fmt.Sprintf("%d×%d", v.Width, v.Height)
	}
	return v.Name
}

// dimensions are the pixels of what is shown, or what the table promises.
func dimensions(s service.Shot) string {
	switch {
	case s.Visible():
		return s.Picture.Dimensions()
	case s.Variant.Sized():
		return fmt.Sprintf("%d × %d", s.Variant.Width, s.Variant.Height)
	}
	return ""
}

// caption says format, bytes and state of one size.
func caption(s service.Shot, isDefault bool) (string, widgets.Tone) {
	size := service.ByteCount(s.Picture.Bytes())
	facts := fmt.Sprintf("%s, %s", s.Picture.Format, size)
	if isDefault {
		facts = "X’s default, " + size
	}
	switch s.State {
	case service.Waiting:
		return "waiting", widgets.Quiet
	case service.Cached:
		if s.Err != nil {
			return facts + ", not refreshed", widgets.Warn
		}
		return facts + ", from cache", widgets.Quiet
	case service.Live:
		return facts, widgets.Quiet
	case service.Healed:
		return "healed: its URL had changed", widgets.Good
	case service.Absent:
		return "absent", widgets.Quiet
	case service.Failed:
		return message.Short(s.Err), widgets.Bad
	case service.Forecast:
		return "forecast, " + size, widgets.Quiet
	}
	return "", widgets.Quiet
}

// verdict says how a size was found after publishing.
func verdict(f service.SizeFound) (string, widgets.Tone) {
	switch {
	case f.Shot.State == service.Failed:
		return message.Short(f.Shot.Err), widgets.Bad
	case f.Shot.State == service.Absent:
		return "absent", widgets.Quiet
	case !f.Compared:
		return "live, not compared", widgets.Warn
	}
	switch f.Outcome {
	case service.AsForecast:
		return "live, as forecast", widgets.Good
	case service.Altered:
		return fmt.Sprintf("altered, %.1f dB", f.DB), widgets.Warn
	}
	if f.DB == 0 {
		return "another size", widgets.Bad
	}
	return fmt.Sprintf("another picture, %.1f dB", f.DB), widgets.Bad
}

// age is how long ago something was, roughly: "just now", "12 s ago", "14 min ago".
func age(at, now time.Time) string {
	d := now.Sub(at)
	switch {
	case d < 2*time.Second:
		return "just now"
	case d < time.Minute:
		return fmt.Sprintf("%d s ago", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	return at.Local().Format("2 Jan 2006")
}

// status is the status bar: source and age of what is shown, reads left, and where the
// keys are kept.
func status(m *Model, now time.Time) []string {
	var items []string
	switch m.Phase {
	case Nobody:
		if m.Starting {
			items = append(items, "Looking who is signed in")
		} else if m.SignedIn == NotSignedIn {
			items = append(items, "Not signed in")
		} else {
			items = append(items, "No account could be read")
		}
	case Reading:
		items = append(items, "Reading the account")
	case Remembered:
		source := "Not read yet"
		if at := m.Account.ReadAt; !at.IsZero() {
			source = "From the cache, as read " + age(at, now)
		}
		items = append(items, source)
	case Open:
		source := "Live from " + m.Server
		if m.Account.Reader == service.ReaderLink {
			source = "From a pasted URL, read-only"
		}
		if m.Trouble != nil {
			source = "Shown as it was read"
		}
		items = append(items, source+", "+age(m.Account.ReadAt, now))
	}
	if m.Reads.Limit > 0 {
		items = append(items, fmt.Sprintf("%d of %d reads left until %s", m.Reads.Left, m.Reads.Limit, m.Reads.Reset.Local().Format("15:04")))
	}
	if off := m.Skew.Round(time.Second).Abs(); off >= 5*time.Second {
		items = append(items, fmt.Sprintf("This clock is off by %v, corrected for this run", off))
	}
	switch m.SignedIn {
	case Demo:
		items = append(items, "Demo account: it ends with this window")
	case ThisRun:
		items = append(items, "Keys for this run only")
	case Kept:
		items = append(items, "Keys in the OS keyring")
	}
	return items
}
