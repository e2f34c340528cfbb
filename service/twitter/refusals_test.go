package twitter

import (
	"errors"
	"testing"
	"time"

	"masthead/service"
)

// TestRefusalsWorthASentence sends every refusal that people get a sentence of its own
// for to reading, in both versions, and to changing a picture.
func TestRefusalsWorthASentence(t *testing.T) {
	problem := func(kind, rest string) string {
		return `{"title":"T","detail":"D","type":"https://api.x.com/2/problems/` + kind + `"` + rest + `}`
	}
	one := func(code string) string { return `{"errors":[{"code":` + code + `,"message":"m"}]}` }
	reset := map[string]string{"x-rate-limit-reset": "1700000900"}
	readOnly := map[string]string{"x-access-level": "read"}
	type sign struct {
		status int
		header map[string]string
		body   string
	}
	tests := map[string]struct {
		sign
		want service.Code
		// once names the only kind of call for which the sign means that; "" is all.
		once string
	}{
		"453":                       {sign: sign{403, nil, noV1}, want: service.PlanRefuses},
		"client-forbidden":          {sign: sign{403, nil, problem("client-forbidden", "")}, want: service.PlanRefuses},
		"client-not-enrolled":       {sign: sign{403, nil, problem("x", `,"reason":"client-not-enrolled"`)}, want: service.PlanRefuses},
		"402 alone":                 {sign: sign{402, nil, ""}, want: service.NoCredits},
		"402 with an unknown code":  {sign: sign{402, nil, one("9999")}, want: service.NoCredits},
		"402, a problem":            {sign: sign{402, nil, problem("credits", "")}, want: service.NoCredits},
		"261":                       {sign: sign{403, nil, one("261")}, want: service.ReadOnly},
		"261 as 401":                {sign: sign{401, nil, one("261")}, want: service.ReadOnly},
		"220":                       {sign: sign{403, nil, one("220")}, want: service.ReadOnly},
		"permissions, a problem":    {sign: sign{403, nil, problem("oauth1-permissions", "")}, want: service.ReadOnly},
		"in the oldest words":       {sign: sign{401, nil, `{"request":"/x","error":"Read-only application cannot POST."}`}, want: service.ReadOnly},
		"the level of the token":    {sign: sign{403, readOnly, ""}, want: service.ReadOnly, once: "write"},
		"326":                       {sign: sign{403, nil, one("326")}, want: service.Locked},
		"326 in XML":                {sign: sign{403, nil, `<errors><error code="326">m</error></errors>`}, want: service.Locked},
		"locked, a problem":         {sign: sign{403, nil, `{"title":"Forbidden","status":403,"type":"about:blank","detail":"To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://x.com to unlock your account."}`}, want: service.Locked},
		"89":                        {sign: sign{401, nil, one("89")}, want: service.SignedOut},
		"89 as 403":                 {sign: sign{403, nil, one("89")}, want: service.SignedOut},
		"32":                        {sign: sign{401, nil, one("32")}, want: service.SignedOut},
		"unauthorized, a problem":   {sign: sign{401, nil, `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`}, want: service.SignedOut},
		"401 alone":                 {sign: sign{401, nil, ""}, want: service.SignedOut},
		"88":                        {sign: sign{429, reset, one("88")}, want: service.RateLimited},
		"88 as 403":                 {sign: sign{403, reset, one("88")}, want: service.RateLimited},
		"429 alone":                 {sign: sign{429, reset, ""}, want: service.RateLimited},
		"too many, a problem":       {sign: sign{429, reset, `{"title":"Too Many Requests","type":"about:blank","status":429}`}, want: service.RateLimited},
		"the month's cap":           {sign: sign{429, reset, problem("usage-capped", "")}, want: service.RateLimited},
		"135":                       {sign: sign{401, nil, one("135")}, want: service.ClockSkew},
		"135 in XML":                {sign: sign{401, nil, `<errors><error code="135">m</error></errors>`}, want: service.ClockSkew},
		"64, one's own suspension":  {sign: sign{403, nil, one("64")}, want: service.OwnSuspended},
		"416, the app's suspension": {sign: sign{401, nil, one("416")}, want: service.AppSuspended},
	}
	calls := map[string]struct {
		wants  []string // one request, or both versions where the first is refused as such
		reader service.Reader
		run    func(c *Client) error
	}{
		"version 1.1": {[]string{wantMeV1, wantMeV2}, "", func(c *Client) error { _, err := c.Me(t.Context()); return err }},
		"version 2":   {[]string{wantMeV2, wantMeV1}, service.ReaderV2, func(c *Client) error { _, err := c.Me(t.Context()); return err }},
		"read again":  {[]string{wantRead, wantUserV2}, "", func(c *Client) error { _, err := c.Reread(t.Context(), ada); return err }},
		"write":       {[]string{wantAvatar}, "", func(c *Client) error { return c.UpdateAvatar(t.Context(), picture) }},
		"removal":     {[]string{wantRemove}, "", func(c *Client) error { return c.RemoveBanner(t.Context()) }},
	}
	for name, tt := range tests {
		for call, made := range calls {
			if tt.once != "" && tt.once != call {
				continue
			}
			t.Run(name+" to "+call, func(t *testing.T) {
				wants := made.wants
				if tt.want != service.PlanRefuses {
					wants = wants[:1]
				}
				var stubs []stub
				for _, want := range wants {
					stubs = append(stubs, stub{want: want, status: tt.status, header: tt.header, body: tt.body})
				}
				err := made.run(client(t, newFake(t, stubs...), remembering(made.reader)))
				var e *service.Error
				if !errors.As(err, &e) || e.Code != tt.want {
					t.Fatalf("got %v, want code %q", err, tt.want)
				}
				if tt.want == service.RateLimited && !e.Until.Equal(time.Unix(1700000900, 0)) {
					t.Errorf("until %v", e.Until)
				}
			})
		}
	}
}
