package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
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

// Three servers that cannot prove who they are: nobody vouches for the first, the second's
// certificate is for another name, and the third's has expired.
func TestNetworkErrorSaysWhatIsWrongWithACertificate(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer server.Close()
	trusting := server.Client().Transport.(*http.Transport)
	stranger, elsewhere, later := &http.Transport{}, trusting.Clone(), trusting.Clone()
	elsewhere.TLSClientConfig.ServerName = "api.x.com"
	later.TLSClientConfig.Time = func() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }
	for want, transport := range map[string]*http.Transport{"vouches": stranger, "another host": elsewhere, "expired": later} {
		defer transport.CloseIdleConnections()
		_, err := (&http.Client{Transport: transport}).Get(server.URL)
		if err == nil {
			t.Errorf("%s: it was trusted", want)
			continue
		}
		got := NetworkError(t.Context(), "x", err)
		if got.Code != BadCert || !strings.Contains(got.Detail, want) {
			t.Errorf("%v became %q, %q; want %q", err, got.Code, got.Detail, want)
		}
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
