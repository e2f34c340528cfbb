package session

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/twitter"
)

const (
	cannedToken, cannedSecret = "Req-Token-1", "Req-Secret-2"
	goodRequest               = "oauth_token=" + cannedToken + "&oauth_token_secret=" + cannedSecret + "&oauth_callback_confirmed=true"
	goodAccess                = "oauth_token=12-Acc-Token-3&oauth_token_secret=Acc-Secret-4&user_id=12&screen_name=ada"
)

func cannedSignIn(t *testing.T, transport http.RoundTripper) *SignIn {
	t.Helper()
	signIn, err := NewSignIn(SignInParams{
		App:  App{Key: "App-Key-5", Secret: "App-Secret-6"},
		Base: parse(t, "https://api.x.com"), Transport: transport, Refusal: twitter.Refusal,
	})
	if err != nil {
		t.Fatal(err)
	}
	return signIn
}

// TestWhatSignInIsTold answers each step of a sign-in with everything that has been seen
// or may come, and looks at the code, and at every error for secrets.
func TestWhatSignInIsTold(t *testing.T) {
	const loopback = "http://127.0.0.1:27823/callback"
	one := func(code string) string { return `{"errors":[{"code":` + code + `,"message":"m"}]}` }
	hotel := `<!DOCTYPE html><html><title>Welcome to Hotel Wi-Fi</title><form action="/?oauth_token=x&a=1">`
	tests := map[string]struct {
		step     string // "" is both
		callback string // "" is the PIN
		status   int
		header   http.Header
		body     string
		err      error
		want     service.Code
	}{
		"unknown key":               {step: "request", status: 401, body: one("32"), want: service.BadApp},
		"unknown key, 215":          {step: "request", status: 400, body: one("215"), want: service.BadApp},
		"unknown key, bare":         {step: "request", status: 401, want: service.BadApp},
		"unknown key, in words":     {step: "request", status: 401, body: "Failed to validate oauth signature and token", want: service.BadApp},
		"unknown key, loopback":     {step: "request", callback: loopback, status: 401, body: one("32"), want: service.BadApp},
		"callback, 415":             {step: "request", callback: loopback, status: 403, body: `<?xml version='1.0' encoding='UTF-8'?><errors><error code="415">Callback URL not approved for this client application.</error></errors>`, want: service.NoCallback},
		"callback, 415 in JSON":     {step: "request", callback: loopback, status: 403, body: one("415"), want: service.NoCallback},
		"callback, 417":             {step: "request", callback: loopback, status: 401, body: one("417"), want: service.NoCallback},
		"callback, in words":        {step: "request", callback: loopback, status: 401, body: `<hash><error>Desktop applications only support the oauth_callback value 'oob'</error><request>/oauth/request_token</request></hash>`, want: service.NoCallback},
		"not about the callback":    {step: "request", callback: loopback, status: 403, body: "no", want: service.Forbidden},
		"callback not confirmed":    {step: "request", status: 200, body: strings.Replace(goodRequest, "true", "false", 1), want: service.Garbled},
		"nothing confirmed":         {step: "request", status: 200, body: "oauth_token=" + cannedToken + "&oauth_token_secret=" + cannedSecret, want: service.Garbled},
		"created":                   {step: "request", status: 201, body: goodRequest + "\n"},
		"accepted":                  {step: "request", status: 202, body: goodRequest},
		"wrong PIN":                 {step: "access", status: 401, body: "Error processing your OAuth request: Invalid oauth_verifier parameter", want: service.BadPIN},
		"wrong PIN, 400":            {step: "access", status: 400, body: "Error processing your OAuth request: Invalid oauth_verifier parameter", want: service.BadPIN},
		"wrong PIN, briefly":        {step: "access", status: 401, body: "Error processing your OAuth request", want: service.BadPIN},
		"wrong PIN, bare":           {step: "access", status: 401, want: service.BadPIN},
		"wrong PIN, 32":             {step: "access", status: 401, body: one("32"), want: service.BadPIN},
		"expired, 89":               {step: "access", status: 401, body: one("89"), want: service.Expired},
		"expired, 89 as 403":        {step: "access", status: 403, body: one("89"), want: service.Expired},
		"expired, in XML":           {step: "access", status: 401, body: `<hash><error>Invalid / expired Token</error><request>/oauth/access_token</request></hash>`, want: service.Expired},
		"used up, in words":         {step: "access", status: 401, body: "Invalid request token.", want: service.Expired},
		"a token without its owner": {step: "access", status: 200, body: strings.Replace(goodAccess, "user_id", "user", 1), want: service.Garbled},
		"an owner that is a path":   {step: "access", status: 200, body: strings.Replace(goodAccess, "user_id=12", "user_id=..%2f12", 1), want: service.Garbled},
		"a handle that is HTML":     {step: "access", status: 200, body: strings.Replace(goodAccess, "=ada", "=%3Cb%3E", 1), want: service.Garbled},
		"no handle":                 {step: "access", status: 200, body: strings.Replace(goodAccess, "screen_name", "x", 1)},
		"a huge token":              {step: "access", status: 200, body: "user_id=12&oauth_token_secret=s&oauth_token=" + strings.Repeat("t", 300), want: service.Garbled},

		"no such path":            {status: 404, body: one("34"), want: service.NoSignIn},
		"no such method":          {status: 405, want: service.NoSignIn},
		"not implemented":         {status: 501, want: service.NoSignIn},
		"the app is suspended":    {status: 401, body: one("416"), want: service.AppSuspended},
		"locked":                  {status: 403, body: one("326"), want: service.Locked},
		"the plan":                {status: 403, body: one("453"), want: service.PlanRefuses},
		"too often":               {status: 429, header: http.Header{"X-Rate-Limit-Reset": {"1700000900"}}, want: service.RateLimited},
		"busy":                    {status: 503, want: service.Overloaded},
		"offline":                 {err: errors.New("dial tcp: lookup api.x.com: no such host"), want: service.Offline},
		"cut off":                 {err: io.ErrUnexpectedEOF, want: service.Offline},
		"a redirect":              {status: 307, header: http.Header{"Location": {"https://evil.example/"}}, want: service.Redirected},
		"a hotel's page":          {status: 200, body: hotel, want: service.Garbled},
		"an empty answer":         {status: 200, want: service.Garbled},
		"JSON":                    {status: 200, body: `{"oauth_token":"a","oauth_token_secret":"b"}`, want: service.Garbled},
		"broken escapes":          {status: 200, body: "oauth_token=a%zz&oauth_token_secret=" + cannedSecret, want: service.Garbled},
		"a secret alone":          {status: 200, body: "oauth_token_secret=" + cannedSecret, want: service.Garbled},
		"an endless answer":       {status: 200, body: goodRequest + "&" + goodAccess + "&x=" + strings.Repeat("y", maxAnswer), want: service.Garbled},
		"secrets in the refusal":  {status: 403, body: `{"errors":[{"code":9,"message":"oauth_token_secret=` + cannedSecret + ` App-Secret-6"}]}`, want: service.Forbidden},
		"an endless refusal":      {status: 503, body: strings.Repeat("<p>", 1<<20), want: service.Overloaded},
		"a body that breaks off":  {status: 200, header: http.Header{"Break": {"1"}}, body: goodRequest, want: service.Offline},
		"an HTML page for a no":   {status: 502, body: hotel, want: service.Overloaded},
		"nothing for a no at all": {status: 418, want: service.Unknown},
	}
	for name, tt := range tests {
		for _, step := range []string{"request", "access"} {
			if tt.step != "" && tt.step != step {
				continue
			}
			t.Run(name+" to "+step, func(t *testing.T) {
				sent := 0
				signIn := cannedSignIn(t, roundTrip(func(req *http.Request) (*http.Response, error) {
					if req.Method != "POST" || req.URL.Host != "api.x.com" || req.Header.Get("User-Agent") != "Masthead" {
						t.Errorf("an odd request: %s %s by %s", req.Method, req.URL, req.Header.Get("User-Agent"))
					}
					if req.URL.Path == "/oauth/request_token" && step == "access" {
						return answer(200, nil, goodRequest), nil
					}
					if sent++; tt.err != nil {
						return nil, tt.err
					}
					resp := answer(tt.status, tt.header, tt.body)
					if tt.header.Get("Break") != "" {
						resp.Body = io.NopCloser(io.MultiReader(resp.Body, failed{io.ErrUnexpectedEOF}))
					}
					return resp, nil
				}))
				callback := tt.callback
				if callback == "" {
					callback = OutOfBand
				}
				a, err := signIn.Request(t.Context(), callback)
				if err == nil && step == "access" {
					_, err = a.Finish(t.Context(), "7654321")
				}
				good := tt.want == "" && tt.status/100 == 2
				if service.CodeOf(err) != tt.want || (err == nil) != good {
					t.Fatalf("got %v, want code %q", err, tt.want)
				}
				if sent != 1 {
					t.Errorf("%d requests, want one", sent)
				}
				if err == nil {
					return
				}
				keepsSecret(t, "the error", err.Error(), "App-Key-5", "App-Secret-6", cannedToken, cannedSecret, "Acc-", "7654321")
				var e *service.Error
				if errors.As(err, &e) && e.Op != map[string]string{"request": "session.Request", "access": "session.Finish"}[step] {
					t.Errorf("operation %q", e.Op)
				}
				if tt.want == service.RateLimited && !e.Until.Equal(time.Unix(1700000900, 0)) {
					t.Errorf("until %v", e.Until)
				}
			})
		}
	}
}

func FuzzParseAnswer(f *testing.F) {
	for _, seed := range []string{goodRequest, goodAccess, "", "oauth_token=%zz", "<html>", "oauth_token=a;b&oauth_token_secret=c"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		values, err := parseAnswer("op", body)
		if err != nil {
			if service.CodeOf(err) != service.Garbled {
				t.Errorf("code %q, want garbled", service.CodeOf(err))
			}
			return
		}
		if !sound(values.Get("oauth_token")) || !sound(values.Get("oauth_token_secret")) {
			t.Errorf("an unusable token in %q", values)
		}
		if g, err := granted("op", Credentials{}, values); err == nil && strings.ContainsAny(g.UserID+g.Handle, "/\\<>&. ") {
			t.Errorf("whose token it is could get out of a path or a page: %q, %q", g.UserID, g.Handle)
		}
	})
}
