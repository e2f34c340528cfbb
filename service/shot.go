package service

import (
	"image"
	"time"
)

// ShotState is how far one size has come. Every size has its own.
type ShotState int

// The states of a size on the wall.
const (
	Waiting  ShotState = iota // asked for, nothing to show yet
	Cached                    // shown from the disk cache, not asked again yet
	Live                      // fetched just now from where X serves it
	Healed                    // fetched after its URL had changed
	Absent                    // X does not serve this size of this picture
	Failed                    // not to be had: Err says why
	Forecast                  // drawn here: what X will make of an upload
)

var shotStates = [...]string{"waiting", "cached", "live", "healed", "absent", "failed", "forecast"}

// String is the state in one lower-case word.
func (s ShotState) String() string {
	if int(s) < len(shotStates) {
		return shotStates[s]
	}
	return "unknown"
}

// Shot is one variant and what is known of it now.
type Shot struct {
	Variant Variant
	State   ShotState
	// Picture and Pixels are set in the states Cached, Live, Healed and Forecast. Pixels
	// has its origin at 0, 0 and a tight stride, and is never modified.
	Picture Picture
	Pixels  *image.RGBA
	// URL is where it came from; "" for a forecast.
	URL string
	// At is when the bytes came from the server, not when they were shown.
	At time.Time
	// Err is set in the state Failed.
	Err error
}

// Visible reports whether there is a picture to show.
func (s Shot) Visible() bool { return s.Pixels != nil }
