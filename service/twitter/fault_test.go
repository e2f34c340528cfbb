package twitter

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"masthead/service"
)

func TestEveryShapeOfRefusal(t *testing.T) {
	one := func(code int) string { return fmt.Sprintf(`{"errors":[{"code":%d,"message":"m"}]}`, code) }
	tests := map[string]struct {
		status int
		body   string
		want   service.Code
		detail string
	}{
		"32":                             {401, one(32), service.SignedOut, codes(401, 32)},
		"34":                             {404, one(34), service.NotFound, codes(404, 34)},
		"38":                             {403, one(38), service.MissingPart, codes(403, 38)},
		"50":                             {404, one(50), service.NotFound, codes(404, 50)},
		"63":                             {403, one(63), service.Suspended, codes(403, 63)},
		"64":                             {403, one(64), service.OwnSuspended, codes(403, 64)},
		"87":                             {403, one(87), service.PlanRefuses, codes(403, 87)},
		"88":                             {429, one(88), service.RateLimited, codes(429, 88)},
		"89":                             {403, one(89), service.SignedOut, codes(403, 89)},
		"99":                             {403, one(99), service.SignedOut, codes(403, 99)},
		"130":                            {503, one(130), service.Overloaded, codes(503, 130)},
		"131":                            {500, one(131), service.Overloaded, codes(500, 131)},
		"135":                            {401, one(135), service.ClockSkew, codes(401, 135)},
		"215":                            {400, one(215), service.SignedOut, codes(400, 215)},
		"220":                            {403, one(220), service.ReadOnly, codes(403, 220)},
		"226":                            {403, one(226), service.Forbidden, codes(403, 226)},
		"261":                            {403, one(261), service.ReadOnly, codes(403, 261)},
		"326":                            {403, one(326), service.Locked, codes(403, 326)},
		"415":                            {403, one(415), service.NoCallback, codes(403, 415)},
		"416":                            {401, one(416), service.AppSuspended, codes(401, 416)},
		"417":                            {401, one(417), service.NoCallback, codes(401, 417)},
		"453":                            {403, noV1, service.PlanRefuses, codes(403, 453)},
		"an unknown code goes by status": {404, one(99999), service.NotFound, codes(404, 99999)},

		"empty 400": {400, "", service.Unknown, "HTTP 400"},
		"empty 401": {401, "", service.SignedOut, "HTTP 401"},
		"empty 402": {402, "", service.NoCredits, "HTTP 402"},
		"empty 403": {403, "", service.Forbidden, "HTTP 403"},
		"empty 404": {404, "", service.NotFound, "HTTP 404"},
		"empty 410": {410, "", service.PlanRefuses, "HTTP 410"},
		"empty 418": {418, "", service.Unknown, "HTTP 418"},
		"empty 420": {420, "", service.RateLimited, "HTTP 420"},
		"empty 429": {429, "", service.RateLimited, "HTTP 429"},
		"empty 500": {500, "", service.Overloaded, "HTTP 500"},
		"empty 599": {599, "", service.Overloaded, "HTTP 599"},
		"empty 307": {307, "", service.Redirected, "HTTP 307"},
		"empty 408": {408, "", service.Overloaded, "HTTP 408"},

		"request and error":      {401, `{"request":"\/1.1\/account.json","error":"Read-only application cannot POST."}`, service.ReadOnly, "HTTP 401"},
		"errors as text":         {404, `{"errors":"sorry, that page does not exist"}`, service.NotFound, "HTTP 404"},
		"error as an object":     {403, `{"error":{"code":326,"message":"locked"}}`, service.Locked, codes(403, 326)},
		"a code in quotes":       {403, `{"errors":[{"code":"326","message":"locked"}]}`, service.Locked, codes(403, 326)},
		"a bare list":            {403, `[{"code":64,"message":"suspended"}]`, service.OwnSuspended, codes(403, 64)},
		"text":                   {400, "image parameter is missing.", service.MissingPart, "HTTP 400"},
		"html":                   {502, "<!DOCTYPE html><html><head><TITLE>Bad\n gateway</TITLE></head>", service.Overloaded, "HTTP 502"},
		"cut json":               {403, `{"errors":[{"code":326,"mess`, service.Forbidden, "HTTP 403"},
		"xml errors":             {403, `<?xml version="1.0" encoding="UTF-8"?><errors><error code="415">Callback URL not approved for this client application.</error></errors>`, service.NoCallback, codes(403, 415)},
		"xml hash":               {401, `<?xml version="1.0" encoding="UTF-8"?>` + "\n<hash>\n  <error>Invalid token</error>\n  <request>/oauth/access_token</request>\n</hash>", service.SignedOut, "HTTP 401"},
		"xml in latin-1":         {403, `<?xml version="1.0" encoding="ISO-8859-1"?><errors><error code="326">x</error></errors>`, service.Locked, codes(403, 326)},
		"binary":                 {403, "\x00\x01\xff\xfe", service.Forbidden, "HTTP 403"},
		"v2 unauthorized":        {401, `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`, service.SignedOut, "HTTP 401"},
		"v2 not enrolled":        {403, `{"client_id":"1","detail":"When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project. You can create a project via the developer portal.","registration_url":"https://developer.twitter.com/en/docs/projects/overview","title":"Client Forbidden","required_enrollment":"Appropriate Level of API Access","reason":"client-not-enrolled","type":"https://api.twitter.com/2/problems/client-forbidden"}`, service.PlanRefuses, "HTTP 403"},
		"v2 by another host":     {403, `{"title":"Client Forbidden","type":"https://api.x.com/2/problems/client-forbidden"}`, service.PlanRefuses, "HTTP 403"},
		"v2 unsupported":         {403, `{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 1.0a User Context is forbidden for this endpoint.","type":"https://api.twitter.com/2/problems/unsupported-authentication","status":403}`, service.Forbidden, "HTTP 403"},
		"v2 permissions":         {403, `{"title":"Forbidden","detail":"Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.","type":"https://api.twitter.com/2/problems/oauth1-permissions","status":403}`, service.ReadOnly, "HTTP 403"},
		"v2 credits":             {402, `{"account_id":1,"title":"CreditsDepleted","detail":"Your enrolled account [1] does not have any credits to fulfill this request.","type":"https://api.twitter.com/2/problems/credits"}`, service.NoCredits, "HTTP 402"},
		"v2 cap":                 {429, `{"account_id":1,"product_name":"standard-basic","title":"UsageCapExceeded","period":"Monthly","scope":"Product","detail":"Usage cap exceeded: Monthly product cap","type":"https://api.twitter.com/2/problems/usage-capped"}`, service.RateLimited, "HTTP 429"},
		"v2 too many":            {429, `{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}`, service.RateLimited, "HTTP 429"},
		"v2 invalid":             {400, `{"errors":[{"parameters":{"user.fields":["x"]},"message":"bad"}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.twitter.com/2/problems/invalid-request"}`, service.Unknown, "HTTP 400"},
		"v2 service unavailable": {503, `{"title":"Service Unavailable","detail":"Service Unavailable","type":"about:blank","status":503}`, service.Overloaded, "HTTP 503"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := parseFault([]byte(tt.body))
			if got := f.meaning(tt.status); got != tt.want {
				t.Errorf("code %q from %+v, want %q", got, f, tt.want)
			}
			resp, _ := (&fake{t, []stub{{want: "GET x", status: tt.status, body: tt.body}}}).Do(get(t, base+"x"))
			if e := Refusal("twitter.Test", resp, now); e.Detail != tt.detail || e.Code != tt.want {
				t.Errorf("detail %q, code %q; want %q, %q", e.Detail, e.Code, tt.detail, tt.want)
			}
		})
	}
}

func TestFaultTexts(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"json":      {`{"errors":[{"code":1,"message":"Could not\n authenticate"}]}`, "Could not authenticate"},
		"two":       {`{"errors":[{},{"code":1,"message":"second"}]}`, "second"},
		"request":   {`{"request":"/x","error":"Not authorized"}`, "Not authorized"},
		"v2":        {`{"title":"T","detail":"D"}`, "D"},
		"text":      {"  plain\ttext ", "plain text"},
		"html":      {"<html><title>Bad Gateway</title>", "Bad Gateway"},
		"bare html": {"<p>nothing", ""},
		"xml":       {`<hash><request>/x</request><error>Old token</error></hash>`, "Old token"},
		"long":      {strings.Repeat("é", 500), strings.Repeat("é", maxText-1) + "…"},
		"echo":      {`{"errors":[{"message":"bad OAuth oauth_token=\"12-abc\""}]}`, ""},
		"unusual":   {"a\x00b\xffc", "a bc"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := parseFault([]byte(tt.body)).Text; got != tt.want {
				t.Errorf("text %q, want %q", got, tt.want)
			}
		})
	}
}

func TestUntil(t *testing.T) {
	tests := map[string]struct {
		header map[string]string
		want   time.Time
	}{
		"reset":           {map[string]string{"x-rate-limit-reset": "1700000900"}, time.Unix(1700000900, 0)},
		"both":            {map[string]string{"x-rate-limit-reset": "1700000900", "Retry-After": "5"}, time.Unix(1700000900, 0)},
		"seconds":         {map[string]string{"Retry-After": "90"}, now.Add(90 * time.Second)},
		"a date":          {map[string]string{"Retry-After": "Tue, 14 Nov 2023 22:20:00 GMT"}, time.Date(2023, 11, 14, 22, 20, 0, 0, time.UTC)},
		"nothing":         {nil, time.Time{}},
		"nonsense":        {map[string]string{"x-rate-limit-reset": "soon", "Retry-After": "-1"}, time.Time{}},
		"an absurd reset": {map[string]string{"x-rate-limit-reset": "99999999999999999999"}, time.Time{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			do := newFake(t, stub{want: wantMeV1, status: 429, header: tt.header})
			_, err := client(t, do).Me(t.Context())
			var e *service.Error
			if !errors.As(err, &e) || e.Code != service.RateLimited || !e.Until.Equal(tt.want) {
				t.Errorf("got %+v, want rate_limited until %v", e, tt.want)
			}
		})
	}
}

func FuzzParseFault(f *testing.F) {
	for _, seed := range []string{
		"", noV1, `{"errors":"x"}`, `{"error":{"error":{"error":[]}}}`, `<errors><error code="415">x</error></errors>`,
		`<hash><error>x`, "<html><title>t</title>", "plain", "\xff\xfe", `[[[[[[[[{"code":1}]]]]]]]]`, `{"code":1e300}`,
	} {
		f.Add([]byte(seed), 403)
	}
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		got := parseFault(body)
		_ = got.meaning(status)
		if utf8.RuneCountInString(got.Text) > maxText || !utf8.ValidString(got.Text) || strings.ContainsAny(got.Text, "\n\r\x00") {
			t.Errorf("text %q", got.Text)
		}
		if strings.Contains(strings.ToLower(got.Text), "oauth_") {
			t.Errorf("text %q quotes OAuth parameters", got.Text)
		}
	})
}
