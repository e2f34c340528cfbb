package twitter

import (
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
)

// ada is userV1 as it must be understood.
var ada = service.Account{
	ID: "2244994945", Handle: "ada", Name: "Ada L.", Verified: true, VerifiedKnown: true,
	AvatarURL: "https://pbs.twimg.com/profile_images/1/a_normal.jpg",
	BannerURL: "https://pbs.twimg.com/profile_banners/2244994945/1576396692",
	ReadAt:    now, Reader: service.ReaderV1,
}

// ada2 is userV2 as it must be understood.
var ada2 = service.Account{
	ID: "2244994945", Handle: "ada", Name: "Ada L.", VerifiedKnown: true, DefaultAvatar: true,
	AvatarURL: "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png",
	ReadAt:    now, Reader: service.ReaderV2,
}

func TestMe(t *testing.T) {
	tests := map[string]struct {
		reader service.Reader
		stubs  []stub
		want   service.Account
		code   service.Code
		after  service.Reader
	}{
		"version 1.1": {stubs: []stub{{want: wantMeV1, status: 200, body: userV1}}, want: ada, after: service.ReaderV1},
		"the plan refuses 1.1": {
			stubs: []stub{{want: wantMeV1, status: 403, body: noV1}, {want: wantMeV2, status: 200, body: userV2}},
			want:  ada2, after: service.ReaderV2,
		},
		"client-forbidden": {
			stubs: []stub{
				{want: wantMeV1, status: 403, body: `{"client_id":"1","detail":"…","reason":"client-not-enrolled","title":"Client Forbidden","type":"https://api.twitter.com/2/problems/client-forbidden"}`},
				{want: wantMeV2, status: 200, body: userV2},
			},
			want: ada2, after: service.ReaderV2,
		},
		"a server without 1.1, in text": {
			stubs: []stub{{want: wantMeV1, status: 404, body: "404 page not found\n"}, {want: wantMeV2, status: 200, body: userV2}},
			want:  ada2, after: service.ReaderV2,
		},
		"a server without 1.1, in JSON": {
			stubs: []stub{
				{want: wantMeV1, status: 404, body: `{"title":"Not Found Error","detail":"Endpoint not found","type":"https://api.x.com/2/problems/resource-not-found","status":404}`},
				{want: wantMeV2, status: 200, body: userV2},
			},
			want: ada2, after: service.ReaderV2,
		},
		"version 2 known": {
			reader: service.ReaderV2,
			stubs:  []stub{{want: wantMeV2, status: 200, body: userV2}},
			want:   ada2, after: service.ReaderV2,
		},
		"version 2 known, no longer allowed": {
			reader: service.ReaderV2,
			stubs:  []stub{{want: wantMeV2, status: 403, body: noV1}, {want: wantMeV1, status: 200, body: userV1}},
			want:   ada, after: service.ReaderV1,
		},
		"both refused": {
			stubs: []stub{{want: wantMeV1, status: 403, body: noV1}, {want: wantMeV2, status: 403, body: noV1}},
			code:  service.PlanRefuses,
		},
		"version 1.1 remembered, no longer known": {
			reader: service.ReaderV1,
			stubs:  []stub{{want: wantMeV1, status: 404}, {want: wantMeV2, status: 200, body: userV2}},
			want:   ada2, after: service.ReaderV2,
		},
		"a server without 1.1 that takes no such method": {
			stubs: []stub{{want: wantMeV1, status: 405}, {want: wantMeV2, status: 200, body: userV2}},
			want:  ada2, after: service.ReaderV2,
		},
		"a retired call": {
			stubs: []stub{{want: wantMeV1, status: 410}, {want: wantMeV2, status: 200, body: userV2}},
			want:  ada2, after: service.ReaderV2,
		},
		"a refusal that is nobody's plan": {
			stubs: []stub{{want: wantMeV1, status: 403}},
			code:  service.Forbidden,
		},
		"signed out is final": {
			stubs: []stub{{want: wantMeV1, status: 401, body: `{"errors":[{"code":89,"message":"Invalid or expired token."}]}`}},
			code:  service.SignedOut,
		},
		"garbage": {stubs: []stub{{want: wantMeV1, status: 200, body: "<html>hello"}}, code: service.Garbled},
		"empty":   {stubs: []stub{{want: wantMeV1, status: 200}}, code: service.Garbled},
		"huge": {
			stubs: []stub{{want: wantMeV1, status: 200, body: `{"id_str":"` + strings.Repeat("1", maxAnswer)}},
			code:  service.Garbled,
		},
		"a redirect": {
			stubs: []stub{{want: wantMeV1, status: 302, header: map[string]string{"Location": "https://evil.example/"}}},
			code:  service.Redirected,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, newFake(t, tt.stubs...), remembering(tt.reader))
			got, err := c.Me(t.Context())
			if service.CodeOf(err) != tt.code || (err != nil) != (tt.code != "") {
				t.Fatalf("error %v, want code %q", err, tt.code)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
			if c.Plan().Reader != tt.after {
				t.Errorf("reader %q, want %q", c.Plan().Reader, tt.after)
			}
			var e *service.Error
			if errors.As(err, &e) && e.Op != "twitter.Me" {
				t.Errorf("the error's operation is %q", e.Op)
			}
		})
	}
}

func TestAVersionThatHasWorkedKeepsIts404(t *testing.T) {
	c := client(t, newFake(t,
		stub{want: wantMeV1, status: 200, body: userV1},
		stub{want: wantMeV1, status: 404},
	))
	if _, err := c.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Me(t.Context()); service.CodeOf(err) != service.NotFound {
		t.Errorf("got %v, want not_found", err)
	}
}

func TestUser(t *testing.T) {
	tests := map[string]struct {
		handle string
		reader service.Reader
		stubs  []stub
		want   service.Account
		code   service.Code
	}{
		"version 1.1": {handle: "@ada", stubs: []stub{{want: wantUserV1, status: 200, body: userV1}}, want: ada},
		"version 2":   {handle: "ada", reader: service.ReaderV2, stubs: []stub{{want: wantUserV2, status: 200, body: userV2}}, want: ada2},
		"an address":  {handle: "https://x.com/ada", stubs: []stub{{want: wantUserV1, status: 200, body: userV1}}, want: ada},
		"no handle":   {handle: "ada lovelace", code: service.NotFound},
		"not found in 1.1": {
			handle: "ada", code: service.NotFound,
			stubs: []stub{{want: wantUserV1, status: 404, body: `{"errors":[{"code":50,"message":"User not found."}]}`}},
		},
		"suspended in 1.1": {
			handle: "ada", code: service.Suspended,
			stubs: []stub{{want: wantUserV1, status: 403, body: `{"errors":[{"code":63,"message":"User has been suspended."}]}`}},
		},
		"not found in 2": {
			handle: "ada", reader: service.ReaderV2, code: service.NotFound,
			stubs: []stub{{want: wantUserV2, status: 200, body: `{"errors":[{"value":"ada","detail":"Could not find user with username: [ada].","title":"Not Found Error","resource_type":"user","parameter":"username","resource_id":"ada","type":"https://api.twitter.com/2/problems/resource-not-found"}]}`}},
		},
		"suspended in 2": {
			handle: "ada", reader: service.ReaderV2, code: service.Suspended,
			stubs: []stub{{want: wantUserV2, status: 200, body: `{"errors":[{"value":"ada","detail":"User has been suspended: [ada].","title":"Forbidden","resource_type":"user","parameter":"username","resource_id":"ada","type":"https://api.twitter.com/2/problems/resource-not-found"}]}`}},
		},
		"a server that knows no 1.1": {
			handle: "ada", want: ada2,
			stubs: []stub{{want: wantUserV1, status: 404}, {want: wantUserV2, status: 200, body: userV2}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := client(t, newFake(t, tt.stubs...), remembering(tt.reader)).User(t.Context(), tt.handle)
			if service.CodeOf(err) != tt.code || (err != nil) != (tt.code != "") {
				t.Fatalf("error %v, want code %q", err, tt.code)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestReread(t *testing.T) {
	byID := newFake(t, stub{want: wantRead, status: 200, body: userV1})
	if got, err := client(t, byID).Reread(t.Context(), ada2); err != nil || got.Handle != "ada" {
		t.Errorf("by number: %+v, %v", got, err)
	}
	byHandle := newFake(t, stub{want: wantUserV2, status: 200, body: userV2})
	if got, err := client(t, byHandle, remembering(service.ReaderV2)).Reread(t.Context(), ada); err != nil || got.ID != ada.ID {
		t.Errorf("by handle: %+v, %v", got, err)
	}
	own := newFake(t, stub{want: wantMeV2, status: 200, body: userV2}, stub{want: wantMeV2, status: 200, body: userV2})
	signed := client(t, own, remembering(service.ReaderV2))
	me, err := signed.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := signed.Reread(t.Context(), me); err != nil || got.ID != me.ID {
		t.Errorf("one's own: %+v, %v", got, err)
	}
	busy := newFake(t, stub{want: wantRead, status: 503}) // a second request would be unexpected
	if _, err := client(t, busy).Reread(t.Context(), ada2); service.CodeOf(err) != service.Overloaded {
		t.Errorf("from a busy server: %v, want overloaded", err)
	}
	link := service.Account{AvatarURL: ada.AvatarURL, Reader: service.ReaderLink}
	if _, err := client(t, newFake(t)).Reread(t.Context(), link); service.CodeOf(err) != service.NotFound {
		t.Errorf("a pasted picture: %v, want not_found", err)
	}
}

func TestBannerSizes(t *testing.T) {
	const list = `{"sizes":{
		"web":{"h":260,"w":520,"url":"https://pbs.twimg.com/profile_banners/1/2/web"},
		"mobile":{"h":160,"w":320,"url":"https://pbs.twimg.com/profile_banners/1/2/mobile"},
		"brand_new":{"url":"https://pbs.twimg.com/profile_banners/1/2/brand_new"},
		"no_url":{"h":1,"w":1}, "nonsense":[], "odd":{"h":-1,"w":"x","url":"https://pbs.twimg.com/profile_banners/1/2/odd"}}}`
	const at = "https://pbs.twimg.com/profile_banners/1/2/"
	want := []service.BannerSize{
		{Name: "brand_new", URL: at + "brand_new"},
		{Name: "odd", URL: at + "odd"},
		{Name: "mobile", Width: 320, Height: 160, URL: at + "mobile"},
		{Name: "web", Width: 520, Height: 260, URL: at + "web"},
	}
	tests := map[string]struct {
		reader service.Reader
		stubs  []stub
		want   []service.BannerSize
		code   service.Code
	}{
		"a list":          {stubs: []stub{{want: wantSizes, status: 200, body: list}}, want: want},
		"no banner":       {stubs: []stub{{want: wantSizes, status: 404, body: `{"errors":[{"code":34,"message":"Sorry, that page does not exist."}]}`}}},
		"no banner, bare": {stubs: []stub{{want: wantSizes, status: 404}}},
		"version 2":       {reader: service.ReaderV2},
		"no sizes":        {stubs: []stub{{want: wantSizes, status: 200, body: `{}`}}},
		"garbage":         {stubs: []stub{{want: wantSizes, status: 200, body: `[]`}}, code: service.Garbled},
		"refused":         {stubs: []stub{{want: wantSizes, status: 403, body: noV1}}, code: service.PlanRefuses},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := client(t, newFake(t, tt.stubs...), remembering(tt.reader)).BannerSizes(t.Context(), ada)
			if service.CodeOf(err) != tt.code || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v\nwant %+v, code %q", got, err, tt.want, tt.code)
			}
		})
	}
}

func TestReadingIsTriedTwiceAtMost(t *testing.T) {
	tests := map[string]struct {
		first, second stub
		code          service.Code
		wait          time.Duration
	}{
		"503, then fine":           {first: stub{status: 503}, second: stub{status: 200, body: userV1}, wait: retryAfter},
		"a reset, then fine":       {first: stub{err: syscall.ECONNRESET}, second: stub{status: 200, body: userV1}, wait: retryAfter},
		"a cut line, then fine":    {first: stub{err: io.ErrUnexpectedEOF}, second: stub{status: 200, body: userV1}, wait: retryAfter},
		"502 twice":                {first: stub{status: 502}, second: stub{status: 502}, code: service.Overloaded, wait: retryAfter},
		"500 is not tried again":   {first: stub{status: 500}, code: service.Overloaded},
		"nor is another failure":   {first: stub{err: errors.New("tls: bad certificate")}, code: service.Offline},
		"nor a refused connection": {first: stub{err: syscall.ECONNREFUSED}, code: service.Offline},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				stubs := []stub{tt.first}
				if tt.second.status != 0 {
					stubs = append(stubs, tt.second)
				}
				for i := range stubs {
					stubs[i].want = wantMeV1
				}
				began := time.Now()
				_, err := client(t, newFake(t, stubs...)).Me(t.Context())
				if service.CodeOf(err) != tt.code {
					t.Errorf("error %v, want code %q", err, tt.code)
				}
				if took := time.Since(began); took != tt.wait {
					t.Errorf("took %v, want %v", took, tt.wait)
				}
			})
		})
	}
}

func TestWaitingForASecondTryEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(retryAfter/2, cancel)
		_, err := client(t, newFake(t, stub{want: wantMeV1, status: 503})).Me(ctx)
		if service.CodeOf(err) != service.Canceled {
			t.Errorf("got %v, want canceled", err)
		}
	})
}

func TestNetworkFailures(t *testing.T) {
	tests := map[string]struct {
		err  error
		want service.Code
	}{
		"canceled":          {context.Canceled, service.Canceled},
		"deadline":          {context.DeadlineExceeded, service.Offline},
		"no such host":      {errors.New("dial tcp: lookup api.x.com: no such host"), service.Offline},
		"the session's own": {service.Errorf("session.Do", service.Untrusted, "no"), service.Untrusted},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, newFake(t, stub{want: wantMeV1, err: tt.err})).Me(t.Context())
			if service.CodeOf(err) != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %v, want code %q", err, tt.want)
			}
		})
	}
}

func TestLimitAndAccessLevel(t *testing.T) {
	limits := map[string]string{
		"x-rate-limit-limit": "900", "x-rate-limit-remaining": "871", "x-rate-limit-reset": "1700000600",
		"x-access-level": "read-write",
	}
	c := client(t, newFake(t,
		stub{want: wantUserV1, status: 200, body: userV1, header: limits},
		stub{want: wantSizes, status: 404, header: map[string]string{"x-rate-limit-limit": "180", "x-access-level": "read"}},
		stub{want: wantUserV1, status: 200, body: userV1},
	))
	if _, ok := c.Limit(); ok || c.Plan().Access != "" {
		t.Error("something is known before any answer")
	}
	if _, err := c.User(t.Context(), "ada"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.BannerSizes(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	got, ok := c.Limit()
	if want := (Limit{900, 871, time.Unix(1700000600, 0)}); !ok || got != want {
		t.Errorf("limit %+v, %t, want the last user's %+v", got, ok, want)
	}
	if c.Plan().Access != "read" {
		t.Errorf("access level %q, want the last one", c.Plan().Access)
	}
	if _, err := c.User(t.Context(), "ada"); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Limit(); ok {
		t.Error("an answer without limits left the old one standing")
	}
}
