package twitter

import (
	"net/url"
	"reflect"
	"testing"
	"time"

	"masthead/service"
)

// remembering is a client that knows from earlier which API reads.
func remembering(r service.Reader) Option {
	return WithPlan(service.Plan{Reader: r, ReaderAt: now})
}

// clocked is a client whose clock the test turns.
func clocked(t *testing.T, at *time.Time, stubs []stub, options ...Option) *Client {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return New(u, newFake(t, stubs...), func() time.Time { return *at }, options...)
}

func TestWithPlan(t *testing.T) {
	day := 24 * time.Hour
	tests := map[string]struct{ given, want service.Plan }{
		"nothing":      {},
		"API 2":        {service.Plan{Reader: service.ReaderV2, ReaderAt: now.Add(-day)}, service.Plan{Reader: service.ReaderV2, ReaderAt: now.Add(-day)}},
		"API 2, stale": {service.Plan{Reader: service.ReaderV2, ReaderAt: now.Add(-7 * day)}, service.Plan{}},
		"API 1.1":      {service.Plan{Reader: service.ReaderV1, ReaderAt: now}, service.Plan{}},
		"no API":       {service.Plan{Reader: service.ReaderLink, ReaderAt: now}, service.Plan{}},
		"writes":       {service.Plan{WritesRefusedAt: now.Add(-day), Access: "read"}, service.Plan{WritesRefusedAt: now.Add(-day), Access: "read"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := client(t, newFake(t), WithPlan(tt.given)).Plan(); got != tt.want {
				t.Errorf("begins with %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestTheReaderIsFoundOutAnewAfterAWeek(t *testing.T) {
	at := now
	c := clocked(t, &at, []stub{
		{want: wantMeV1, status: 403, body: noV1},
		{want: wantMeV2, status: 200, body: userV2},
		{want: wantMeV2, status: 200, body: userV2}, // a day later
		{want: wantMeV1, status: 403, body: noV1},   // a week after it was found out
		{want: wantMeV2, status: 200, body: userV2},
	})
	for _, step := range []struct{ after, since time.Duration }{
		{0, 0},
		{24 * time.Hour, 0},
		{7 * 24 * time.Hour, 7 * 24 * time.Hour},
	} {
		at = now.Add(step.after)
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := service.Plan{Reader: service.ReaderV2, ReaderAt: now.Add(step.since)}
		if got := c.Plan(); got != want {
			t.Errorf("after %v: %+v, want %+v", step.after, got, want)
		}
	}
}

func TestForgetPlan(t *testing.T) {
	c := client(t, newFake(t,
		stub{want: wantMeV1, status: 200, body: userV1},
	), WithPlan(service.Plan{Reader: service.ReaderV2, ReaderAt: now, WritesRefusedAt: now, Access: "read"}))
	c.ForgetPlan()
	if got, want := c.Plan(), (service.Plan{Access: "read"}); got != want {
		t.Errorf("left %+v, want %+v", got, want)
	}
	if got, err := c.Me(t.Context()); err != nil || !reflect.DeepEqual(got, ada) {
		t.Errorf("read %+v, %v", got, err)
	}
}

func TestRefusedWritesAreRemembered(t *testing.T) {
	avatar := func(status int, body string) stub { return stub{want: wantAvatar, status: status, body: body} }
	tests := map[string]struct {
		before time.Time
		stubs  []stub
		want   time.Time
	}{
		"the plan":                 {stubs: []stub{avatar(403, noV1)}, want: now},
		"no such call":             {stubs: []stub{avatar(404, "")}, want: now},
		"the plan, after the form": {stubs: []stub{avatar(400, `{"errors":[{"code":38}]}`), avatar(403, noV1)}, want: now},
		"success clears it":        {before: now.Add(-time.Hour), stubs: []stub{avatar(200, "")}},
		"a busy server says none":  {before: now.Add(-time.Hour), stubs: []stub{avatar(503, "")}, want: now.Add(-time.Hour)},
		"nor does a bad picture":   {stubs: []stub{avatar(422, "")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, newFake(t, tt.stubs...), WithPlan(service.Plan{WritesRefusedAt: tt.before}))
			_ = c.UpdateAvatar(t.Context(), picture)
			if got := c.Plan().WritesRefusedAt; !got.Equal(tt.want) {
				t.Errorf("refused at %v, want %v", got, tt.want)
			}
		})
	}
}

func TestInvalidate(t *testing.T) {
	const call = "POST 1.1/oauth/invalidate_token.json"
	tests := map[string]struct {
		stub stub
		want service.Code
	}{
		"done":            {stub{status: 200, body: `{"access_token":"12-abc"}`}, ""},
		"done before":     {stub{status: 401, body: `{"errors":[{"code":89,"message":"Invalid or expired token."}]}`}, ""},
		"as 403":          {stub{status: 403, body: `{"errors":[{"code":89,"message":"Invalid or expired token."}]}`}, ""},
		"not understood":  {stub{status: 401, body: `{"errors":[{"code":32,"message":"Could not authenticate you."}]}`}, service.SignedOut},
		"no such call":    {stub{status: 404, body: "404 page not found"}, service.PlanRefuses},
		"no such method":  {stub{status: 405}, service.PlanRefuses},
		"not implemented": {stub{status: 501}, service.PlanRefuses},
		"busy":            {stub{status: 503}, service.Overloaded},
		"too often":       {stub{status: 429}, service.RateLimited},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.stub.want = call
			c := client(t, newFake(t, tt.stub))
			if err := c.Invalidate(t.Context()); service.CodeOf(err) != tt.want || (err != nil) != (tt.want != "") {
				t.Errorf("got %v, want code %q", err, tt.want)
			}
			if c.Plan() != (service.Plan{}) {
				t.Errorf("the plan is taken to be %+v: signing out says nothing of it", c.Plan())
			}
		})
	}
}
