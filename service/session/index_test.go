package session

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"masthead/service"
)

// entry is an account with everything that an entry can hold.
func entry(id string, used time.Time) Entry {
	return Entry{
		API: "https://api.x.com",
		Account: service.Account{
			ID: id, Handle: "ada", Name: "Ada <L.> é", Verified: true, VerifiedKnown: true,
			AvatarURL:   "https://pbs.twimg.com/profile_images/1/a_normal.jpg?a=1&b=2",
			BannerURL:   "https://pbs.twimg.com/profile_banners/12/3",
			BannerSizes: []service.BannerSize{{Name: "web", Width: 520, Height: 260, URL: "https://pbs.twimg.com/profile_banners/12/3/web"}},
			ReadAt:      used.Add(-time.Hour), Reader: service.ReaderV2,
		},
		Plan: service.Plan{
			Reader: service.ReaderV2, ReaderAt: used.Add(-time.Minute),
			WritesRefusedAt: used.Add(-time.Second), Access: "read-write",
		},
		UsedAt: used,
	}
}

// zeroField is the name of the first field in a struct, however deep, that is zero.
func zeroField(v reflect.Value, path string) string {
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[time.Time]() {
		if v.IsZero() {
			return path
		}
		return ""
	}
	for i := range v.NumField() {
		if found := zeroField(v.Field(i), path+"."+v.Type().Field(i).Name); found != "" {
			return found
		}
	}
	return ""
}

func newIndex(t *testing.T) *Index {
	t.Helper()
	return OpenIndex(filepath.Join(t.TempDir(), "masthead", "accounts.json"))
}

func update(t *testing.T, x *Index, entries ...Entry) {
	t.Helper()
	if err := x.Update(func([]Entry) []Entry { return entries }); err != nil {
		t.Fatal(err)
	}
}

func TestTheIndexKeepsEverything(t *testing.T) {
	used := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
	full := entry("12", used)
	full.Account.DefaultAvatar, full.Forgotten = true, true
	if missing := zeroField(reflect.ValueOf(full), "Entry"); missing != "" {
		t.Fatalf("the test does not look at %s", missing)
	}
	bare := Entry{API: "http://127.0.0.1:8471/prefix", Account: service.Account{ID: "7"}, UsedAt: used.Add(time.Hour)}
	known := Entry{API: "https://api.x.com", Account: service.Account{ID: "8", VerifiedKnown: true}}

	x := newIndex(t)
	if got, err := x.Entries(); err != nil || len(got) != 0 {
		t.Errorf("before anything: %+v, %v", got, err)
	}
	if isThere(filepath.Dir(x.path)) {
		t.Error("opening and reading an index made its folder")
	}
	update(t, x, known, full, bare)
	got, err := OpenIndex(x.path).Entries()
	if want := []Entry{bare, full, known}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v, last used first", got, err, want)
	}
	info, err := os.Stat(x.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v; want it readable by the user alone", info.Mode(), err)
	}
	data, err := os.ReadFile(x.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"version": 1`, `"api": "https://api.x.com"`, `"id": "12"`, `"used_at": "2026-03-04T05:06:07.000000008Z"`, `"writes_refused_at"`, `"forgotten": true`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the file lacks %s:\n%s", want, data)
		}
	}
}

func TestUpdateGetsWhatStands(t *testing.T) {
	x, used := newIndex(t), time.Unix(1_700_000_000, 0).UTC()
	update(t, x, entry("1", used), entry("2", used.Add(time.Hour)))
	err := x.Update(func(entries []Entry) []Entry {
		if len(entries) != 2 || entries[0].Account.ID != "2" {
			t.Errorf("given %+v", entries)
		}
		return entries[1:]
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := x.Entries(); err != nil || len(got) != 1 || got[0].Account.ID != "1" {
		t.Errorf("left %+v, %v", got, err)
	}
}

func TestUpdatesDoNotLoseEachOther(t *testing.T) {
	x := newIndex(t)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			own := OpenIndex(x.path) // as another process has it
			err := own.Update(func(entries []Entry) []Entry {
				return append(entries, Entry{API: "https://api.x.com", Account: service.Account{ID: strconv.Itoa(i + 1)}})
			})
			if err != nil {
				t.Error(err)
			}
			if _, err := own.Entries(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got, err := x.Entries(); err != nil || len(got) != 20 {
		t.Errorf("%d entries, %v", len(got), err)
	}
}

func TestADamagedIndexIsPutAside(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "cut short": `{"version":1,"accounts":[{"api":"https`, "a list": `[]`, "no version": `{"accounts":[]}`,
		"an id that is a number": `{"version":1,"accounts":[{"api":"https://api.x.com","account":{"id":12}}]}`,
		"a picture":              "\x89PNG\r\n", "huge": `{"version":1}` + strings.Repeat(" ", maxIndex),
	} {
		t.Run(name, func(t *testing.T) {
			x := newIndex(t)
			update(t, x)
			damage := func(text string) {
				t.Helper()
				if err := os.WriteFile(x.path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			damage(text)
			got, err := x.Entries()
			var e *service.Error
			if !errors.As(err, &e) || e.Code != service.Damaged || e.Detail != x.path+".damaged" || len(got) != 0 {
				t.Errorf("got %+v, %v", got, err)
			}
			if got, err := x.Entries(); err != nil || len(got) != 0 {
				t.Errorf("said twice: %+v, %v", got, err)
			}
			damage(text + " ")
			if err := x.Update(func([]Entry) []Entry { return []Entry{entry("1", time.Unix(1, 0))} }); service.CodeOf(err) != service.Damaged {
				t.Errorf("an update says %v", err)
			}
			if got, err := x.Entries(); err != nil || len(got) != 1 {
				t.Errorf("the update is lost: %+v, %v", got, err)
			}
			for aside, want := range map[string]string{".damaged": text, ".damaged-2": text + " "} {
				if kept, err := os.ReadFile(x.path + aside); err != nil || string(kept) != want {
					t.Errorf("%s is lost: %v", aside, err)
				}
			}
		})
	}
}

func TestAnIndexByANewerVersionIsLeftAlone(t *testing.T) {
	x := newIndex(t)
	update(t, x)
	const newer = `{"version":2,"accounts":{"https://api.x.com":{}}}`
	if err := os.WriteFile(x.path, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Entries(); service.CodeOf(err) != service.Newer {
		t.Errorf("reading: %v, want unsupported", err)
	}
	if err := x.Update(func([]Entry) []Entry { t.Error("asked for a change"); return nil }); service.CodeOf(err) != service.Newer {
		t.Errorf("changing: %v, want unsupported", err)
	}
	if kept, _ := os.ReadFile(x.path); string(kept) != newer {
		t.Errorf("it is now %s", kept)
	}
}

func TestAnIndexThatCannotBeHad(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	inFile := OpenIndex(filepath.Join(file, "accounts.json"))
	if err := inFile.Update(func(e []Entry) []Entry { return e }); service.CodeOf(err) != service.NotWritten {
		t.Errorf("a folder that is a file: %v, want not_written", err)
	}
	folder := OpenIndex(dir)
	if _, err := folder.Entries(); service.CodeOf(err) != service.Sealed {
		t.Errorf("a file that is a folder: %v, want unreadable", err)
	}
}

func TestEntriesThatNameNobodyArePassedOver(t *testing.T) {
	got, err := decodeIndex("op", []byte(`{"version":1,"new":true,"accounts":[
		{"api":"https://api.x.com","account":{"id":"1","handle":"old"},"used_at":"2026-01-01T00:00:00Z"},
		{"api":"https://API.x.com/","account":{"id":"1","handle":"new"},"used_at":"2026-01-02T00:00:00Z"},
		{"api":"https://api.x.com","account":{"handle":"nobody"}}, {"account":{"id":"2"}}, {}]}`))
	if err != nil || len(got) != 1 || got[0].Account.Handle != "new" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestEntryName(t *testing.T) {
	for api, want := range map[string]string{
		"https://api.x.com":               "api.x.com/12",
		"https://API.X.com/":              "api.x.com/12",
		"http://127.0.0.1:8471":           "127.0.0.1:8471/12",
		"https://proxy.example/a/prefix/": "proxy.example/a/prefix/12",
		"no url":                          "no url/12",
	} {
		if got := (Entry{API: api, Account: service.Account{ID: "12"}}).Name(); got != want {
			t.Errorf("%s: %q, want %q", api, got, want)
		}
	}
}

func FuzzDecodeIndex(f *testing.F) {
	full, err := encodeIndex([]Entry{entry("12", time.Unix(1_700_000_000, 0).UTC())})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(full), "", "{}", `{"version":1}`, `{"version":1,"accounts":[{"api":"a","account":{"id":"1"}}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := decodeIndex("op", data)
		if err != nil {
			return
		}
		written, err := encodeIndex(entries)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := decodeIndex("op", written); err != nil || len(again) != len(entries) {
			t.Errorf("%d entries became %d, %v", len(entries), len(again), err)
		}
	})
}
