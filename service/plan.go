package service

import "time"

// planLife is how long what was found out about a plan is relied on: plans change, and
// what was refused may be allowed by now.
const planLife = 7 * 24 * time.Hour

// Plan is what an account's keys were found to allow. It holds no secret.
type Plan struct {
	// Reader is the API that reads accounts, "" while unknown, and ReaderAt when that was
	// found out.
	Reader   Reader
	ReaderAt time.Time
	// WritesRefusedAt is when the plan refused a change last; zero when it never did, or
	// a change has worked since.
	WritesRefusedAt time.Time
	// Access is the token's level as X named it last: "read", "read-write",
	// "read-write-directmessages"; "" until it was named.
	Access string
}

// Fresh is the plan as it may still be relied on at a time: what was found out more than
// 7 days ago, or after that time by a clock that was wrong, is unknown again. Access
// stays: every answer names it anew.
func (p Plan) Fresh(now time.Time) Plan {
	fresh := Plan{Access: p.Access}
	if p.Reader != "" && recent(p.ReaderAt, now) {
		fresh.Reader, fresh.ReaderAt = p.Reader, p.ReaderAt
	}
	if recent(p.WritesRefusedAt, now) {
		fresh.WritesRefusedAt = p.WritesRefusedAt
	}
	return fresh
}

// recent reports whether something was found out within the life of a plan.
func recent(at, now time.Time) bool {
	age := now.Sub(at)
	return age >= 0 && age < planLife
}
