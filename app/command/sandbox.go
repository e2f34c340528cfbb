package command

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"masthead/assets"
	"masthead/service/sandbox"
)

// Sandbox is `masthead sandbox`: the API server alone, until it is interrupted.
type Sandbox struct {
	Addr       string        `default:"127.0.0.1:0" help:"Address to listen on; loopback only."`
	SelfSigned bool          `help:"Serve https with a certificate that nobody trusts, to see what a client says."`
	URL        *url.URL      `placeholder:"BASE" help:"Base that signatures are computed for, when a TLS proxy stands in front."`
	Plan       string        `enum:"full,v2-read,none" default:"full" help:"What the keys' plan includes: ${enum}."`
	Fault      string        `placeholder:"SPEC" help:"Faults to show, such as \"image:404*2,*:latency=200ms\"."`
	Delay      time.Duration `default:"3s" help:"How long an upload is processed before it is served."`
}

// Run serves until ctx ends. The first line on out is one JSON object with the URL and
// the demo account's keys.
func (s *Sandbox) Run(ctx context.Context, t terminal) error {
	faults, err := sandbox.ParseFaults(s.Fault)
	if err != nil {
		return cause(err)
	}
	server, err := sandbox.New(sandbox.Options{
		Addr: s.Addr, SelfSigned: s.SelfSigned, PublicURL: s.URL, Plan: sandbox.Plan(s.Plan), Faults: faults, Delay: s.Delay,
		Now: time.Now, Avatar: assets.AvatarSample, Banner: assets.BannerSample,
	})
	if err == nil {
		err = server.Listen(ctx)
	}
	if err != nil {
		return cause(err)
	}
	defer server.Close()
	if err := json.NewEncoder(t.out).Encode(server.Credentials()); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
