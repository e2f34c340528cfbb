package twitter

import (
	"net/http"
	"strconv"
	"time"
)

// limitOf reads x-rate-limit-*; false unless all three are there.
func limitOf(header http.Header) (Limit, bool) {
	limit, ok1 := count(header, "x-rate-limit-limit")
	remaining, ok2 := count(header, "x-rate-limit-remaining")
	reset, ok3 := resetAt(header)
	if !ok1 || !ok2 || !ok3 {
		return Limit{}, false
	}
	return Limit{Limit: limit, Remaining: remaining, Reset: reset}, true
}

// until is when a rate limit ends: x-rate-limit-reset, else Retry-After in its two
// forms, else the zero time.
func until(header http.Header, now time.Time) time.Time {
	if reset, ok := resetAt(header); ok {
		return reset
	}
	if seconds, ok := count(header, "Retry-After"); ok {
		return now.Add(time.Duration(seconds) * time.Second)
	}
	if date, err := http.ParseTime(header.Get("Retry-After")); err == nil {
		return date
	}
	return time.Time{}
}

func resetAt(header http.Header) (time.Time, bool) {
	seconds, ok := count(header, "x-rate-limit-reset")
	if !ok || seconds == 0 {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// count reads a whole number from 0 to 2³²−1, so that no product of it overflows.
func count(header http.Header, name string) (int, bool) {
	n, err := strconv.ParseUint(header.Get(name), 10, 32)
	return int(n), err == nil
}
