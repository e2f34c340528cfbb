package fetch

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// clock moves on by a minute whenever it is asked.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Minute)
	return c.at
}

func newCache(t *testing.T, maxBytes int64) *cache {
	t.Helper()
	return &cache{dir: filepath.Join(t.TempDir(), "cache"), max: maxBytes, now: (&clock{at: noon}).now}
}

func item(n int, size int) Item {
	return Item{Data: bytes.Repeat([]byte{byte(n), '\n'}, size/2), URL: fmt.Sprintf("https://pbs.twimg.com/%d", n), At: noon}
}

func TestCacheRoundTrip(t *testing.T) {
	c := newCache(t, 1<<20)
	want := item(1, 1000)
	if _, ok := c.load(want.URL); ok {
		t.Error("an empty cache has something")
	}
	c.store(want)
	got, ok := c.load(want.URL)
	if !ok || !bytes.Equal(got.Data, want.Data) || got.URL != want.URL || !got.At.Equal(want.At) {
		t.Errorf("got %+v, %t", got, ok)
	}
	info, err := os.Stat(c.dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v, want 0700", info.Mode(), err)
	}
	empty := Item{URL: "https://pbs.twimg.com/empty", Data: []byte{}, At: noon}
	c.store(empty)
	if got, ok := c.load(empty.URL); !ok || len(got.Data) != 0 {
		t.Errorf("an empty picture: %+v, %t", got, ok)
	}
}

func TestADamagedEntryIsAMissAndRemoved(t *testing.T) {
	tests := map[string]func(raw []byte) []byte{
		"a flipped bit":      func(raw []byte) []byte { raw[len(raw)-1] ^= 1; return raw },
		"cut":                func(raw []byte) []byte { return raw[:len(raw)-10] },
		"grown":              func(raw []byte) []byte { return append(raw, 0) },
		"header only":        func(raw []byte) []byte { return raw[:bytes.IndexByte(raw, '\n')] },
		"empty":              func([]byte) []byte { return nil },
		"not ours":           func([]byte) []byte { return []byte("hello\nworld") },
		"of another address": func(raw []byte) []byte { return bytes.Replace(raw, []byte("twimg.com/1"), []byte("twimg.com/2"), 1) },
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCache(t, 1<<20)
			it := item(1, 100)
			c.store(it)
			path := c.path(it.URL)
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, ok := c.load(it.URL); ok {
				t.Errorf("got %d bytes", len(got.Data))
			}
			if _, err := os.Stat(path); !os.IsNotExist(err) {
				t.Errorf("the entry is still there: %v", err)
			}
			c.store(it)
			if _, ok := c.load(it.URL); !ok {
				t.Error("it cannot be stored again")
			}
		})
	}
}

func TestAnEntryThatIsNoFileIsAMissAndRemoved(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a device": func(path string) error { return os.Symlink("/dev/zero", path) },
		"a loop":   func(path string) error { return os.Symlink(filepath.Base(path), path) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCache(t, 1<<20)
			it := item(1, 100)
			path := c.path(it.URL)
			if err := os.MkdirAll(c.dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := put(path); err != nil {
				t.Fatal(err)
			}
			if got, ok := c.load(it.URL); ok {
				t.Errorf("got %d bytes", len(got.Data))
			}
			if _, err := os.Lstat(path); !os.IsNotExist(err) {
				t.Errorf("it is still there: %v", err)
			}
			c.store(it)
			if _, ok := c.load(it.URL); !ok {
				t.Error("nothing can be stored in its place")
			}
		})
	}
}

func TestOldestUseGoesFirst(t *testing.T) {
	c := newCache(t, 3500)
	stranger := filepath.Join(c.dir, "notes.txt")
	for n := 1; n <= 3; n++ {
		c.store(item(n, 1000))
	}
	if err := os.WriteFile(stranger, make([]byte, 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.load(item(1, 0).URL); !ok { // used again, so 2 is now the oldest
		t.Fatal("the first entry is gone too early")
	}
	c.store(item(4, 1000))
	for n, want := range map[int]bool{1: true, 2: false, 3: true, 4: true} {
		if _, ok := c.load(item(n, 0).URL); ok != want {
			t.Errorf("entry %d: %t, want %t", n, ok, want)
		}
	}
	if _, err := os.Stat(stranger); err != nil {
		t.Errorf("a file that is not the cache's: %v", err)
	}
}

func TestAFolderThatIsFullAlreadyIsTrimmed(t *testing.T) {
	c := newCache(t, 1<<20)
	for n := 1; n <= 5; n++ {
		c.store(item(n, 1000))
	}
	next := &cache{dir: c.dir, max: 2500, now: c.now}
	next.store(item(6, 1000))
	left, err := os.ReadDir(c.dir)
	if err != nil || len(left) != 2 {
		t.Errorf("%d entries left, %v, want 2", len(left), err)
	}
	if _, ok := next.load(item(6, 0).URL); !ok {
		t.Error("the newest one is gone")
	}
}

func TestVeryLargePicturesAreNotKept(t *testing.T) {
	c := newCache(t, 1<<30)
	for size, want := range map[int]bool{maxEntry: true, maxEntry + 2: false} {
		it := item(1, size)
		it.URL += fmt.Sprint(size)
		c.store(it)
		if _, ok := c.load(it.URL); ok != want {
			t.Errorf("%d bytes: %t, want %t", size, ok, want)
		}
	}
}

func TestAFolderThatCannotBeMadeIsNoCache(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := &cache{dir: filepath.Join(file, "cache"), max: 1 << 20, now: time.Now}
	c.store(item(1, 10))
	if _, ok := c.load(item(1, 10).URL); ok {
		t.Error("something was kept")
	}
}

func TestCacheUsedByMany(t *testing.T) {
	c := newCache(t, 20_000)
	other := &cache{dir: c.dir, max: 20_000, now: c.now} // a second program
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			mine := c
			if worker%2 == 1 {
				mine = other
			}
			for n := range 40 {
				it := item(n%10, 1000)
				mine.store(it)
				if got, ok := mine.load(it.URL); ok && !bytes.Equal(got.Data, it.Data) {
					t.Errorf("entry %d holds other bytes", n)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzDecodeEntry(f *testing.F) {
	raw, err := encodeEntry(item(1, 20))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte("{}\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got, ok := decodeEntry(raw, item(1, 0).URL); ok && got.URL != item(1, 0).URL {
			t.Errorf("an entry of %s", got.URL)
		}
	})
}
