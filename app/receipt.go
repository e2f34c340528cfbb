package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"masthead/app/message"
	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/panel"
)

// outcomeTitle is a receipt's heading.
func outcomeTitle(r service.Receipt) string {
	at := r.LiveAt.Local().Format("15:04:05")
	if r.Earlier && r.Outcome != service.Removed && r.Outcome != service.Unconfirmed {
		return "Live already, found at " + at
	}
	switch r.Outcome {
	case service.AsForecast:
		return "Live since " + at
	case service.Altered:
		return "Live since " + at + ", altered by X"
	case service.Another:
		return "Another picture is live"
	case service.Removed:
		switch {
		case r.SentAt.IsZero():
			return "There was no banner any more"
		case r.Earlier:
			return "Banner removed already, found at " + at
		}
		return "Banner removed at " + at
	}
	switch {
	case !r.LiveAt.IsZero():
		return "Live since " + at + ", not compared"
	case r.SendErr != nil:
		return "Not known whether it arrived"
	}
	return "Sent, not yet confirmed"
}

// outcomeText is what the outcome means, in a sentence or two.
func outcomeText(r service.Receipt) string {
	matching, compared := r.Matching()
	sizes := fmt.Sprintf("%d of %d sizes match the forecast", matching, compared)
	switch r.Outcome {
	case service.AsForecast, service.Altered:
		return sizes
	case service.Another:
		return "X serves something else than what was sent: " + sizes
	case service.Removed:
		if r.SentAt.IsZero() {
			return "It was removed from elsewhere; nothing was sent"
		}
		return "X names no banner any more"
	}
	if !r.LiveAt.IsZero() {
		return "X names a new URL, but its sizes could not be compared"
	}
	return strings.Join([]string{answered(r), looked(r), hope(r)}, " ")
}

// answered says what X said when it was sent.
func answered(r service.Receipt) string {
	var e *service.Error
	switch {
	case r.SendErr == nil:
		return "X accepted it."
	case errors.As(r.SendErr, &e) && e.Code == service.Overloaded:
		return "All of it went out, and X answered that it has trouble (" + e.Detail + ")."
	case service.CodeOf(r.SendErr) == service.Garbled:
		return "All of it went out, and X’s answer makes no sense."
	}
	return "All of it went out, but X’s answer did not come."
}

// looked says what came of looking for the change.
func looked(r service.Receipt) string {
	var why string
	switch {
	case r.ReadErr == nil:
		return "X showed no change in " + count(r.Answered, "look") + "."
	case service.CodeOf(r.ReadErr) == service.Canceled && r.Reads > 0 && r.Answered == 0:
		return "You stopped waiting. X could not be asked whether it is live."
	case service.CodeOf(r.ReadErr) == service.Canceled:
		return "You stopped waiting before X showed a change."
	default:
		why = message.Of(r.ReadErr, time.Time{}).Title
	}
	if r.Answered == 0 {
		return "X could not be asked whether it is live: " + why
	}
	return fmt.Sprintf("X showed no change when it answered, %s; the last look failed: %s", count(r.Answered, "time"), why)
}

// hope says what may still be, and what is safe.
func hope(r service.Receipt) string {
	if len(r.Sent.Data) == 0 {
		return "It may still come."
	}
	return "It may still come; your draft is kept."
}

// stages lists the four steps of a publishing and how far it has come, 0 to 1.
func stages(p Publishing, k service.Kind, now time.Time) ([]panel.Check, float32) {
	s := p.Step
	noun := k.String()
	marked := func(of service.Stage, text string) panel.Check {
		if s.Stage > of {
			return panel.Check{Tone: widgets.Good, Text: text}
		}
		return panel.Check{Text: text, Faint: s.Stage < of}
	}
	keep := "The present " + noun + " is kept on this computer"
	if s.Stage > service.Keeping && !s.Kept {
		keep = "There was no " + noun + " to keep"
	}
	process := "X is processing it"
	if s.Doubtful {
		process = "Looking whether it arrived"
	}
	if s.Stage == service.Processing && s.NextRead.After(now) {
		process = fmt.Sprintf("%s: checking again in %d s", process, int(s.NextRead.Sub(now).Seconds()+0.999))
	}
	verify := "Every size is fetched and compared"
	if s.Stage == service.Verifying {
		verify = fmt.Sprintf("%d of %d sizes compared", s.Checked, s.Sizes)
	}
	if p.removal() {
		verify = "X names no banner any more"
	}
	send := marked(service.Sending, sending(p))
	if s.Doubtful {
		send.Tone = widgets.Warn
	}
	return []panel.Check{
		marked(service.Keeping, keep), send,
		marked(service.Processing, process), marked(service.Verifying, verify),
	}, fraction(s)
}

// sending says how far the sending has come. Until X has answered, what has left the
// program has only been handed to the network.
func sending(p Publishing) string {
	s := p.Step
	sent := service.ByteCount(int(s.Sent)) + " of " + service.ByteCount(int(s.Total))
	switch {
	case s.Doubtful:
		return "Handed to the network; X did not say that it has it"
	case p.removal():
		return "Asking X to remove the banner"
	case s.Total == 0:
		return "Sending"
	case s.Stage > service.Sending:
		return "Sent " + sent
	case s.Sent >= s.Total:
		return "Handed to the network, waiting for X’s answer"
	}
	return "Handed to the network: " + sent
}

// fraction is how far a publishing has come, 0 to 1: sending takes it to 0.6, since
// that is what can be measured.
func fraction(s service.Step) float32 {
	switch s.Stage {
	case service.Sending:
		if s.Total > 0 {
			return 0.1 + 0.5*float32(s.Sent)/float32(s.Total)
		}
		return 0.1
	case service.Processing:
		return 0.6 + 0.03*float32(min(s.Reads, 6))
	case service.Verifying:
		if s.Sizes > 0 {
			return 0.8 + 0.2*float32(s.Checked)/float32(s.Sizes)
		}
		return 0.8
	case service.Finished:
		return 1
	}
	return 0
}

// findings lists what was found, a line for each size that is not as forecast.
func findings(r service.Receipt) []panel.Check {
	lines := found(r)
	if r.Earlier {
		lines = append(lines, panel.Check{Text: "An earlier attempt had arrived, so nothing was sent again"})
	}
	if r.Unrecorded != nil {
		lines = append(lines, panel.Check{Tone: widgets.Warn, Text: "The journal has no line of it. " + message.Of(r.Unrecorded, time.Time{}).Title})
	}
	return lines
}

// found lists what was found of the picture itself.
func found(r service.Receipt) []panel.Check {
	switch {
	case r.Outcome == service.Removed:
		return []panel.Check{{Tone: widgets.Good, Text: outcomeText(r)}}
	case r.LiveAt.IsZero():
		return []panel.Check{
			{Tone: widgets.Warn, Text: looked(r)}, {Text: answered(r)}, {Text: hope(r)},
		}
	}
	matching, compared := r.Matching()
	first := panel.Check{Tone: widgets.Good, Text: fmt.Sprintf("%d of %d sizes match the forecast", matching, compared)}
	if matching < compared || compared == 0 {
		first.Tone = widgets.Warn
	}
	lines := []panel.Check{first}
	for _, f := range r.Sizes {
		if words, tone := verdict(f); tone != widgets.Good {
			lines = append(lines, panel.Check{Tone: tone, Text: displayName(f.Shot.Variant) + ": " + words})
		}
	}
	return lines
}

// receiptLines is a receipt as plain text, for the clipboard.
func receiptLines(r service.Receipt) []string {
	lines := []string{fmt.Sprintf("@%s, %s: %s", r.Account.Handle, r.Kind, outcomeTitle(r)), outcomeText(r)}
	if !r.SentAt.IsZero() {
		lines = append(lines, "Sent at "+r.SentAt.Local().Format("2006-01-02 15:04:05"))
	}
	if len(r.Sent.Data) > 0 {
		lines = append(lines, "Sent "+r.Sent.String())
	}
	if r.NewURL != "" {
		lines = append(lines, "New URL "+r.NewURL)
	}
	if r.OldURL != "" {
		lines = append(lines, "Old URL "+r.OldURL)
	}
	if r.KeptFile != "" {
		lines = append(lines, "Kept "+r.KeptFile)
	}
	for _, f := range r.Sizes {
		words, _ := verdict(f)
		lines = append(lines, fmt.Sprintf("%s %s: %s", f.Shot.Variant.Name, dimensions(f.Shot), words))
	}
	return lines
}
