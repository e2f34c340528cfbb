package sandboxtest_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"masthead/service/sandbox"
	"masthead/service/sandbox/sandboxtest"
)

// complaints stands in for a test and keeps what it is failed for.
type complaints struct {
	testing.TB
	said []string
}

func (c *complaints) Helper() {}

func (c *complaints) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

func TestMetAll(t *testing.T) {
	faults, err := sandbox.ParseFaults("avatar:503,show:drop,image:alter+3")
	if err != nil {
		t.Fatal(err)
	}
	server, err := sandbox.New(sandbox.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL().String()+"/profile_images/1/x.jpg", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := sandboxtest.Transport(server).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	var c complaints
	sandboxtest.MetAll(&c, server)
	if want := []string{"the fault show:drop acted on no request", "the fault image:alter+3 acted on no request"}; !slices.Equal(c.said, want) {
		t.Errorf("%q, want %q", c.said, want)
	}
	server.SetFaults()
	sandboxtest.MetAll(t, server)
}
