package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

func TestNetworkErrorCodes(t *testing.T) {
	until := time.Unix(1700000000, 0)
	tests := map[string]struct {
		err  error
		want Code
	}{
		"a stop by the user":     {fmt.Errorf("get: %w", context.Canceled), Canceled},
		"a deadline":             {context.DeadlineExceeded, Offline},
		"a cut line":             {io.ErrUnexpectedEOF, Offline},
		"a code that is known":   {fmt.Errorf("get: %w", Errorf("dial", Untrusted, "no")), Untrusted},
		"a known one with until": {&Error{Code: RateLimited, Until: until, Detail: "HTTP 429"}, RateLimited},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := NetworkError(t.Context(), "fetch.Get", tt.err)
			if got.Code != tt.want || got.Op != "fetch.Get" || !errors.Is(got, tt.err) {
				t.Errorf("got %v, want code %q around the cause", got, tt.want)
			}
			if tt.want == RateLimited && (!got.Until.Equal(until) || got.Detail != "HTTP 429") {
				t.Errorf("until and detail were lost: %+v", got)
			}
		})
	}
}

func TestNetworkErrorSeesACancelledContextBehindItsCause(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("another account was opened")
	cancel(cause)
	if got := NetworkError(ctx, "fetch.Get", cause); got.Code != Canceled {
		t.Errorf("code %q, want canceled", got.Code)
	}
}

func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"::ffff:127.0.0.1": true, "": false, "0.0.0.0": false, "10.0.0.1": false,
		"localhost.example.com": false, "127.0.0.1.example.com": false, "api.x.com": false,
	} {
		if got := IsLoopback(host); got != want {
			t.Errorf("IsLoopback(%q) = %t, want %t", host, got, want)
		}
	}
}
