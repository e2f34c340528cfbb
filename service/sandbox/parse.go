package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"masthead/service"
)

// maxFaults bounds a specification.
const maxFaults = 100

// errNoValue is what an effect without its value is told.
var errNoValue = errors.New("nothing stands after the equals sign")

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
		return Fault{}, errNoValue
	}
	switch f.effect = effect(name); f.effect {
	case effectLatency:
		f.wait, err = parseWait(value)
		return f, err
	case effectMislabel:
		f.mediaType = value
		return f, checkMediaType(value)
	case effectDone:
		if !valued {
			return Fault{}, fmt.Errorf("done takes a status, such as done=504")
		}
		return parseStatus(f, value)
	case effectDrop, effectLose, effectAbort, effectStall, effectTruncate, effectGarbage, effectAlter:
		if valued {
			return Fault{}, fmt.Errorf("%s takes no value", name)
		}
		if f.effect == effectAlter && !slices.Contains(pictureNames(), call) {
			return Fault{}, fmt.Errorf("only pictures can be altered: %s", strings.Join(pictureNames(), ", "))
		}
		return f, nil
	}
	if name == "" || name[0] < '0' || name[0] > '9' {
		return Fault{}, fmt.Errorf("no effect is named %q; there are latency, drop, lose, done, abort, stall, truncate, mislabel, garbage, alter and a status such as 503", name)
	}
	f.effect = effectStatus
	return parseStatus(f, what)
}

// parseStatus reads 503, 401/89, 403/empty and 429=90s.
func parseStatus(f Fault, what string) (Fault, error) {
	name, value, valued := strings.Cut(what, "=")
	if valued && value == "" {
		return Fault{}, errNoValue
	}
	number, detail, detailed := strings.Cut(name, "/")
	status, err := strconv.Atoi(number)
	if err != nil || status < 400 || status > 599 || strconv.Itoa(status) != number {
		return Fault{}, fmt.Errorf("status %q is not one of 400 to 599", number)
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
