package session

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// TestWithWhole asks servers that read, that refuse without reading, and that are not there.
func TestWithWhole(t *testing.T) {
	reads := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusGatewayTimeout)
	}))
	defer reads.Close()
	closes := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer closes.Close()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	for name, tt := range map[string]struct {
		server string
		body   io.Reader
		whole  bool
	}{
		"a body that is read":       {reads.URL, strings.NewReader(strings.Repeat("x", 200_000)), true},
		"no body":                   {reads.URL, nil, true},
		"no body, and no answer":    {closes.URL, nil, true},
		"a body that is not wanted": {closes.URL, strings.NewReader(strings.Repeat("x", 20_000_000)), false},
		"no server":                 {"http://" + gone.Addr().String(), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			base, err := url.Parse(tt.server)
			if err != nil {
				t.Fatal(err)
			}
			c, err := New(Params{Base: base, Credentials: someone})
			if err != nil {
				t.Fatal(err)
			}
			var mu sync.Mutex
			whole := false
			ctx := WithWhole(t.Context(), func(w bool) {
				mu.Lock()
				defer mu.Unlock()
				whole = w
			})
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, tt.server+"/x", tt.body)
			if err != nil {
				t.Fatal(err)
			}
			if resp, err := c.Do(req); err == nil {
				resp.Body.Close()
			}
			mu.Lock()
			defer mu.Unlock()
			if whole != tt.whole {
				t.Errorf("all of it went out: %v, want %v", whole, tt.whole)
			}
		})
	}
}
