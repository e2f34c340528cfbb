package sandbox

import (
	"fmt"
	"net"
	"net/url"
	"time"

	"masthead/service"
)

// Plan is what the developer's plan allows to call.
type Plan string

// The plans that the sandbox plays.
const (
	PlanFull   Plan = "full"    // everything
	PlanV2Read Plan = "v2-read" // API 1.1 answers 403 with code 453
	PlanNone   Plan = "none"    // and API 2 answers 403 client-forbidden
)

// Options says how a Server behaves. The zero value is a full plan on any free port
// without delay and without faults.
type Options struct {
	// Addr is where Listen listens, "127.0.0.1:0" when it is empty. Only loopback is
	// accepted.
	Addr string
	// SelfSigned has Listen serve https, with a certificate that it makes for 127.0.0.1,
	// ::1 and localhost, good for a day. Nobody trusts it.
	SelfSigned bool
	// PublicURL is the base for which clients sign and on which picture URLs are formed:
	// needed where a proxy stands in front. Nil takes the host that each request called.
	PublicURL *url.URL
	// Plan is PlanFull when it is empty.
	Plan Plan
	// Faults come from ParseFaults.
	Faults []Fault
	// Delay is how long an upload is processed before its URL appears and the former
	// one answers 404.
	Delay time.Duration
	// Now is the clock, time.Now when it is nil.
	Now func() time.Time
	// Avatar and Banner are the demo account's pictures, encoded as JPEG, PNG or GIF and
	// kept as they are. Nil draws a plain gradient.
	Avatar, Banner []byte
}

// normalise fills in what was left out and refuses what cannot be.
func (o *Options) normalise() error {
	const op = "sandbox.New"
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return service.Errorf(op, service.Unknown, "address %q: %w", o.Addr, err)
	}
	if !loopbackHost(host) {
		return service.Errorf(op, service.Untrusted, "address %q: the sandbox listens on loopback only", o.Addr)
	}
	if u := o.PublicURL; u != nil && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return service.Errorf(op, service.Unknown, "public URL %q: not an http or https URL", u.Redacted())
	}
	switch o.Plan {
	case "":
		o.Plan = PlanFull
	case PlanFull, PlanV2Read, PlanNone:
	default:
		return service.Errorf(op, service.Unknown, "plan %q: it is full, v2-read or none", o.Plan)
	}
	if o.Delay < 0 {
		return service.Errorf(op, service.Unknown, "delay %v is negative", o.Delay)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return nil
}

// scheme is that of the server's own addresses.
func (o *Options) scheme() string {
	if o.SelfSigned {
		return "https"
	}
	return "http"
}

// Credentials are what a client needs to speak as the demo account. They are made
// anew at every start and are good for this sandbox only.
type Credentials struct {
	URL            string `json:"url"`
	ConsumerKey    string `json:"consumer_key"`
	ConsumerSecret string `json:"consumer_secret"`
	AccessToken    string `json:"access_token"`
	AccessSecret   string `json:"access_token_secret"`
	UserID         string `json:"user_id"`
	ScreenName     string `json:"screen_name"`
}

// String names the account and the server, never a key or a secret.
func (c Credentials) String() string {
	return fmt.Sprintf("@%s (%s) at %s, keys redacted", c.ScreenName, c.UserID, c.URL)
}

// GoString is String, so that %#v shows no secret either.
func (c Credentials) GoString() string { return "sandbox.Credentials{" + c.String() + "}" }
