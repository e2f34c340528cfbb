package app

import (
	"fmt"
	"time"

	"masthead/app/message"
	"masthead/service"
	"masthead/widgets"
	"masthead/widgets/panel"
)

// outcomeTitle is a receipt's heading.
func outcomeTitle(r service.Receipt) string {
	at := r.LiveAt.Local().Format("15:04:05")
	switch r.Outcome {
	case service.AsForecast:
		return "Live since " + at
	case service.Altered:
		return "Live since " + at + ", altered by X"
	case service.Another:
		return "Another picture is live"
	case service.Removed:
		return "Banner removed at " + at
	}
	if !r.LiveAt.IsZero() {
		return "Live since " + at + ", not compared"
	}
	return "Sent, not yet confirmed"
}

// outcomeText is what the outcome means, in a sentence.
// err is why nothing was confirmed, if anything stood in the way.
func outcomeText(r service.Receipt, err error) string {
	matching, compared := r.Matching()
	sizes := fmt.Sprintf("%d of %d sizes match the forecast", matching, compared)
	switch r.Outcome {
	case service.AsForecast, service.Altered:
		return sizes
	case service.Another:
		return "X serves something else than what was sent: " + sizes
	case service.Removed:
		return "X names no banner any more"
	}
	if !r.LiveAt.IsZero() {
		return "X names a new URL, but its sizes could not be compared"
	}
	switch {
	case service.CodeOf(err) == service.Canceled:
		return "You stopped waiting before X showed a change. It may still come; your draft is kept."
	case err != nil:
		return "X could not be asked whether it is live. " + message.Of(err, time.Now()).Title + " Your draft is kept."
	}
	return "X has not shown a change in two minutes. It may still come; your draft is kept."
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
	send := "Sending"
	if p.removal() {
		send = "Asking X to remove the banner"
	} else if s.Total > 0 {
		send = fmt.Sprintf("Sent %s of %s", service.ByteCount(int(s.Sent)), service.ByteCount(int(s.Total)))
	}
	process := "X is processing it"
	if s.Stage == service.Processing && s.NextRead.After(now) {
		process = fmt.Sprintf("X is processing it: checking again in %d s", int(s.NextRead.Sub(now).Seconds()+0.999))
	}
	verify := "Every size is fetched and compared"
	if s.Stage == service.Verifying {
		verify = fmt.Sprintf("%d of %d sizes compared", s.Checked, s.Sizes)
	}
	if p.removal() {
		verify = "X names no banner any more"
	}
	return []panel.Check{
		marked(service.Keeping, keep), marked(service.Sending, send),
		marked(service.Processing, process), marked(service.Verifying, verify),
	}, fraction(s)
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
func findings(r service.Receipt, err error) []panel.Check {
	switch {
	case r.Outcome == service.Removed:
		return []panel.Check{{Tone: widgets.Good, Text: outcomeText(r, err)}}
	case r.LiveAt.IsZero():
		return []panel.Check{{Tone: widgets.Warn, Text: outcomeText(r, err)}}
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
	lines := []string{
		fmt.Sprintf("@%s, %s: %s", r.Account.Handle, r.Kind, outcomeTitle(r)),
		"Sent at " + r.SentAt.Local().Format("2006-01-02 15:04:05"),
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
