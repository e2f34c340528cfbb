package command

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"masthead/service"
	"masthead/service/session"
)

func TestReadKeys(t *testing.T) {
	ours := session.Credentials{ConsumerKey: "ck", ConsumerSecret: "cs", Token: "t", TokenSecret: "ts"}
	for name, tt := range map[string]struct {
		text string
		want service.Code
	}{
		"as the sandbox prints them": {`{"url":"http://127.0.0.1:1","consumer_key":"ck","consumer_secret":"cs","access_token":"t","access_token_secret":"ts"}` + "\n", service.Unknown},
		"followed by something":      {`{"consumer_key":"ck","consumer_secret":"cs","access_token":"t","access_token_secret":"ts"} and more`, service.Unknown},
		"with spaces around them":    {`{"consumer_key":" ck","consumer_secret":"cs\n","access_token":"\tt ","access_token_secret":"ts "}`, service.Unknown},
		"one that is only spaces":    {`{"consumer_key":"ck","consumer_secret":"cs","access_token":"  ","access_token_secret":"ts"}`, service.BadKeys},
		"one missing":                {`{"consumer_key":"ck","consumer_secret":"cs","access_token":"t"}`, service.BadKeys},
		"a list":                     {`["ck","cs","t","ts"]`, service.BadKeys},
		"half of it":                 {`{"consumer_key":"ck","consumer_`, service.BadKeys},
		"nothing":                    {"", service.BadKeys},
		"too far behind":             {strings.Repeat(" ", maxKeys) + `{"consumer_key":"ck","consumer_secret":"cs","access_token":"t","access_token_secret":"ts"}`, service.BadKeys},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keys.json")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, from := range []string{path, "-"} {
				keys, err := readKeys(t.Context(), from, strings.NewReader(tt.text))
				switch {
				case tt.want == service.Unknown:
					if err != nil || keys != ours {
						t.Errorf("from %s: %v", from, err)
					}
				case service.CodeOf(err) != tt.want || keys != (session.Credentials{}):
					t.Errorf("from %s: %v, want %s", from, err, tt.want)
				}
			}
		})
	}
}

func TestKeysAreReadFromFilesOnly(t *testing.T) {
	folder := t.TempDir()
	pipe, loop := filepath.Join(folder, "pipe"), filepath.Join(folder, "loop")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]service.Code{
		folder:                           service.IsFolder,
		pipe:                             service.NotAFile,
		"/dev/zero":                      service.NotAFile,
		loop:                             service.LinkLoop,
		filepath.Join(folder, "gone"):    service.NoFile,
		filepath.Join(pipe, "keys.json"): service.NoFile,
	} {
		if _, err := readKeys(t.Context(), path, nil); service.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}
