package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"masthead/service"
)

// effect is what a fault does.
type effect string

const (
	effectLatency  effect = "latency"
	effectDrop     effect = "drop"
	effectLose     effect = "lose"
	effectAbort    effect = "abort"
	effectTruncate effect = "truncate"
	effectMislabel effect = "mislabel"
	effectGarbage  effect = "garbage"
	effectStatus   effect = "status"
)

// shape is how a status is worded.
type shape string

const (
	shapeUsual  shape = ""
	shapeEmpty  shape = "empty"
	shapeHTML   shape = "html"
	shapeXML    shape = "xml"
	shapeLegacy shape = "legacy"
)

// Fault is one way in which the sandbox fails. It is written and read as the package's
// documentation says.
type Fault struct {
	call   string
	effect effect
	// status, code and shape belong to effectStatus; code 0 is the status's usual one.
	status, code int
	shape        shape
	// wait is the latency, or the time until a limit is reset.
	wait      time.Duration
	mediaType string // of effectMislabel; "" is the wrong one that suggests itself
	// skip requests are let pass, then times of them fail; 0 is for ever.
	skip, times int
}

// maxFaults bounds a specification.
const maxFaults = 100

// callNames are the calls that a fault may name.
func callNames() []string {
	return []string{
		"show", "verify_credentials", "profile_banner", "update_profile_image",
		"update_profile_banner", "remove_profile_banner", "me", "by_username",
		"request_token", "authorize", "access_token", "invalidate_token",
		"avatar", "banner", "image", "*",
	}
}

// ParseFaults reads a specification of faults divided by commas, as the package's
// documentation describes it. An empty one is no fault. The error is a service.Error
// that says which fault is wrong and why.
func ParseFaults(spec string) ([]Fault, error) {
	if strings.TrimSpace(spec) == "" {
		return nil, nil
	}
	var faults []Fault
	for item := range strings.SplitSeq(spec, ",") {
		item = strings.TrimSpace(item)
		f, err := parseFault(item)
		if err != nil {
			return nil, service.Errorf("sandbox.ParseFaults", service.Unknown, "fault %q: %w", item, err)
		}
		if len(faults) == maxFaults {
			return nil, service.Errorf("sandbox.ParseFaults", service.Unknown, "more than %d faults", maxFaults)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

func parseFault(item string) (Fault, error) {
	call, what, found := strings.Cut(item, ":")
	if !found {
		return Fault{}, fmt.Errorf("it is written call:effect, such as image:truncate")
	}
	if !slices.Contains(callNames(), call) {
		return Fault{}, fmt.Errorf("no call is named %q; there are %s", call, strings.Join(callNames(), ", "))
	}
	f := Fault{call: call}
	var err error
	if what, f.times, err = cutCount(what, '*'); err != nil {
		return Fault{}, err
	}
	if what, f.skip, err = cutCount(what, '+'); err != nil {
		return Fault{}, err
	}
	name, value, valued := strings.Cut(what, "=")
	if valued && value == "" {
		return Fault{}, fmt.Errorf("nothing stands after the equals sign")
	}
	switch f.effect = effect(name); f.effect {
	case effectLatency:
		f.wait, err = parseWait(value)
		return f, err
	case effectMislabel:
		f.mediaType = value
		return f, checkMediaType(value)
	case effectDrop, effectLose, effectAbort, effectTruncate, effectGarbage:
		if valued {
			return Fault{}, fmt.Errorf("%s takes no value", name)
		}
		return f, nil
	}
	return parseStatus(f, name, value)
}

// parseStatus reads 503, 401/89, 403/empty and 429=90s.
func parseStatus(f Fault, name, value string) (Fault, error) {
	f.effect = effectStatus
	number, detail, detailed := strings.Cut(name, "/")
	status, err := strconv.Atoi(number)
	if err != nil {
		return Fault{}, fmt.Errorf("no effect is named %q; there are latency, drop, lose, abort, truncate, mislabel, garbage and a status such as 503", name)
	}
	if status < 400 || status > 599 || strconv.Itoa(status) != number {
		return Fault{}, fmt.Errorf("status %s is not one of 400 to 599", number)
	}
	f.status = status
	if detailed {
		switch shape(detail) {
		case shapeEmpty, shapeHTML, shapeXML, shapeLegacy:
			f.shape = shape(detail)
		default:
			f.code, err = strconv.Atoi(detail)
			if err != nil || f.code < 1 || f.code > 9999 || strconv.Itoa(f.code) != detail {
				return Fault{}, fmt.Errorf("%q is neither a code nor one of empty, html, xml, legacy", detail)
			}
		}
	}
	if value != "" {
		if status != http.StatusTooManyRequests {
			return Fault{}, fmt.Errorf("only 429 takes a time until its reset")
		}
		if f.wait, err = parseWait(value); err != nil {
			return Fault{}, err
		}
	}
	return f, nil
}

// cutCount cuts a mark and a whole number off the end; 0 when there is none.
func cutCount(s string, mark byte) (rest string, count int, err error) {
	at := strings.LastIndexByte(s, mark)
	if at < 0 {
		return s, 0, nil
	}
	count, err = strconv.Atoi(s[at+1:])
	if err != nil || count < 1 || count > 1_000_000 || strconv.Itoa(count) != s[at+1:] {
		return s, 0, fmt.Errorf("after %c stands %q, not a whole number from 1 to 1000000", mark, s[at+1:])
	}
	return s[:at], count, nil
}

func parseWait(value string) (time.Duration, error) {
	wait, err := time.ParseDuration(value)
	if err != nil || wait <= 0 || wait > time.Hour {
		return 0, fmt.Errorf("%q is not a time up to an hour, such as 200ms or 90s", value)
	}
	return wait, nil
}

func checkMediaType(value string) error {
	if strings.Trim(value, "abcdefghijklmnopqrstuvwxyz0123456789./-") != "" {
		return fmt.Errorf("%q is not a media type such as image/png", value)
	}
	return nil
}

// String writes the fault as ParseFaults reads it.
func (f Fault) String() string {
	text := f.call + ":" + string(f.effect)
	switch f.effect {
	case effectLatency:
		text += "=" + f.wait.String()
	case effectMislabel:
		if f.mediaType != "" {
			text += "=" + f.mediaType
		}
	case effectStatus:
		text = f.call + ":" + strconv.Itoa(f.status)
		if f.shape != shapeUsual {
			text += "/" + string(f.shape)
		} else if f.code != 0 {
			text += "/" + strconv.Itoa(f.code)
		}
		if f.wait != 0 {
			text += "=" + f.wait.String()
		}
	}
	if f.skip > 0 {
		text += "+" + strconv.Itoa(f.skip)
	}
	if f.times > 0 {
		text += "*" + strconv.Itoa(f.times)
	}
	return text
}
