package service

import "time"

// Stage is a stage of publishing, in the order in which they happen.
type Stage int

// The stages of publishing.
const (
	Keeping    Stage = iota // the present picture is copied into History
	Sending                 // bytes go to X
	Processing              // X works on it; the account is read again until its URL changes
	Verifying               // every size is fetched and compared
	Finished
)

// Step is a publishing's progress, as often as it changes.
type Step struct {
	Stage Stage
	// Kept tells, from Sending on, whether there was a picture to keep.
	Kept bool
	// Sent and Total are bytes of the request's body, really handed to the network; from
	// Processing on, both are those of the picture, once X has accepted it.
	Sent, Total int64
	// Doubtful tells, while Processing, that X did not say that it accepted the upload,
	// all of which went out: it is looked up whether it arrived.
	Doubtful bool
	// NextRead is when the account is read again, while Processing.
	NextRead time.Time
	// Reads counts how often the account was read since sending.
	Reads int
	// Checked and Sizes count the sizes fetched and compared, while Verifying.
	Checked, Sizes int
}

// Outcome is what a publishing came to.
type Outcome int

// What a publishing can come to. The zero value proves nothing; of the others a larger one
// is further from what was forecast.
const (
	Unconfirmed Outcome = iota // perhaps sent, but no change was seen: never success
	AsForecast                 // live, every decisive size at 30 dB or more
	Altered                    // live, changed by X: 22 to 30 dB
	Another                    // something else is live: under 22 dB
	Removed                    // the banner is gone
)

var outcomes = [...]string{"unconfirmed", "as forecast", "altered", "another picture", "removed"}

// String is the outcome in lower case, as the journal keeps it.
func (o Outcome) String() string {
	if int(o) < len(outcomes) {
		return outcomes[o]
	}
	return "unknown"
}

// The decisive measures, in dB of luma PSNR between forecast and what is served.
const (
	AsForecastDB = 30
	AlteredDB    = 22
)

// Judge turns a PSNR, in dB, into an outcome.
func Judge(dB float64) Outcome {
	switch {
	case dB >= AsForecastDB:
		return AsForecast
	case dB >= AlteredDB:
		return Altered
	}
	return Another
}

// Decisive reports whether a size decides the outcome: 128 and 400 px of an avatar,
// 600x200 and 1500x500 of a banner.
func (v Variant) Decisive() bool {
	switch v.Name {
	case "reasonably_small", "400x400", "600x200", "1500x500":
		return true
	}
	return false
}

// SizeFound is one size as it was found after publishing.
type SizeFound struct {
	Shot Shot
	// DB is the luma PSNR against the forecast, in dB; 0 when there was nothing to compare.
	DB float64
	// Compared tells that both pictures were there and of one size.
	Compared bool
	Outcome  Outcome
}

// Receipt is what was sent and what was found afterwards, size by size.
type Receipt struct {
	Kind    Kind
	Outcome Outcome
	Account Account // as read last
	// Sent is the uploaded picture; empty after a removal.
	Sent Picture
	// OldURL and NewURL are what the account named before and after.
	OldURL, NewURL string
	// KeptFile is the path of the picture that was replaced; "" when there was none.
	KeptFile string
	SentAt   time.Time // when the upload began; zero when nothing had to be sent
	LiveAt   time.Time // when the change was seen; zero when it was not
	Took     time.Duration
	// Reads counts how often the account was read since, and Answered how many of these
	// reads X answered.
	Reads, Answered int
	// SendErr is what came instead of X's word that it accepted the upload; nil when that
	// came. All of it had gone out, so it may have arrived all the same.
	SendErr error
	// Earlier tells that an attempt before turned out to have arrived: nothing was sent now,
	// and LiveAt is when it was found.
	Earlier bool
	// Unrecorded is why the journal has no line of it; nil when it has one, or needs none.
	Unrecorded error
	// ReadErr is why the last read was not answered, or the wait ended early; else nil.
	ReadErr error
	Sizes   []SizeFound
}

// Matching counts the compared sizes that are as forecast, and all compared ones.
func (r Receipt) Matching() (matching, compared int) {
	for _, s := range r.Sizes {
		if s.Compared {
			compared++
			if s.Outcome == AsForecast {
				matching++
			}
		}
	}
	return matching, compared
}
