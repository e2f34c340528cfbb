package app

import (
	"net/url"
	"path/filepath"
	"testing"

	"github.com/adrg/xdg"

	"masthead/service/session"
)

// TestWhoHandsOver begins one program and then others beside it.
func TestWhoHandsOver(t *testing.T) {
	t.Cleanup(xdg.Reload) // after the variables are what they were
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	xdg.Reload()
	x, other := &url.URL{Scheme: "https", Host: "api.x.com"}, &url.URL{Scheme: "https", Host: "x.example"}
	post, done := handOver(t.Context(), Options{API: x, Image: "a.png"})
	if post == nil || done {
		t.Fatalf("the first one: %v, %v", post, done)
	}
	defer post.Close()
	got := make(chan string, 1)
	go post.Serve(t.Context(), func(path string) { got <- path })
	for name, o := range map[string]Options{
		"a trial":        {API: x, Sandbox: true},
		"keys of a run":  {API: x, Credentials: session.Credentials{Token: "t"}},
		"another server": {API: other},
	} {
		post, done := handOver(t.Context(), o)
		if done {
			t.Errorf("%s was handed over", name)
		}
		post.Close()
	}
	if _, done := handOver(t.Context(), Options{API: x.JoinPath("/"), Image: filepath.Join("pictures", "a.png")}); !done {
		t.Fatal("the second one was not handed over")
	}
	want, err := filepath.Abs("pictures/a.png")
	if path := <-got; err != nil || path != want {
		t.Errorf("handed over %q, %v", path, err)
	}
}

func TestProgramNames(t *testing.T) {
	x := Options{API: &url.URL{Scheme: "https", Host: "api.x.com"}}
	if programName(x, ":1") == programName(x, ":2") {
		t.Error("a window on another display would get the picture")
	}
	if programName(x, ":1") != programName(x, ":1.0") {
		t.Error("one display is taken for two")
	}
}

func TestTheMeetingPlaceWithoutARuntimeFolder(t *testing.T) {
	t.Cleanup(xdg.Reload) // after the variables are what they were
	cache := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", filepath.Join(cache, "none"))
	t.Setenv("XDG_CACHE_HOME", cache)
	xdg.Reload()
	if got := meetingPlace(); got != filepath.Join(cache, "masthead", "running") {
		t.Errorf("it is %s", got)
	}
}
