package sandbox

import (
	"strconv"
	"time"
)

// effect is what a fault does.
type effect string

const (
	effectLatency  effect = "latency"
	effectDrop     effect = "drop"
	effectLose     effect = "lose"
	effectDone     effect = "done"
	effectAbort    effect = "abort"
	effectStall    effect = "stall"
	effectTruncate effect = "truncate"
	effectMislabel effect = "mislabel"
	effectGarbage  effect = "garbage"
	effectAlter    effect = "alter"
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
	// status, code and shape belong to effectStatus and effectDone; code 0 is the
	// status's usual one.
	status, code int
	shape        shape
	// wait is the latency, or the time until a limit is reset.
	wait      time.Duration
	mediaType string // of effectMislabel; "" is the wrong one that suggests itself
	// skip requests are let pass, then times of them fail; 0 is for ever.
	skip, times int
}

// callNames are the calls that a fault may name.
func callNames() []string {
	return append([]string{
		"show", "verify_credentials", "profile_banner", "update_profile_image",
		"update_profile_banner", "remove_profile_banner", "me", "by_username",
		"request_token", "authorize", "access_token", "invalidate_token", "*",
	}, pictureNames()...)
}

// pictureNames are those of the picture host; image is both of the others.
func pictureNames() []string { return []string{"avatar", "banner", "image"} }

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
	case effectDone:
		text += "=" + f.statusText()
	case effectStatus:
		text = f.call + ":" + f.statusText()
	}
	if f.skip > 0 {
		text += "+" + strconv.Itoa(f.skip)
	}
	if f.times > 0 {
		text += "*" + strconv.Itoa(f.times)
	}
	return text
}

// statusText is the status with what was said of it: 503, 401/89, 403/empty, 429=1m30s.
func (f Fault) statusText() string {
	text := strconv.Itoa(f.status)
	if f.shape != shapeUsual {
		text += "/" + string(f.shape)
	} else if f.code != 0 {
		text += "/" + strconv.Itoa(f.code)
	}
	if f.wait != 0 {
		text += "=" + f.wait.String()
	}
	return text
}
