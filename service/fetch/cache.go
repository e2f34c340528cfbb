package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/renameio/v2/maybe"

	"masthead/service/file"
)

// Limits of one entry, in bytes: larger pictures are not kept, and a header is a URL, a
// time and a sum.
const (
	maxEntry  = 16 << 20
	maxHeader = 64 << 10
)

// cache keeps pictures as files named by the SHA-256 of their URL. A file is a line of
// JSON and the picture's bytes; its modification time is when it was last used. The
// cache only ever saves time: what fails here is a miss.
type cache struct {
	dir string
	max int64
	now func() time.Time

	mu    sync.Mutex // held while files come and go
	known bool       // size was counted
	size  int64
}

// entryHeader is the first line of a cache file.
type entryHeader struct {
	URL string    `json:"url"`
	At  time.Time `json:"at"`
	Sum string    `json:"sha256"` // of the picture's bytes, in hex
}

// load finds a URL and marks it as used. A damaged entry is removed.
func (c *cache) load(url string) (Item, bool) {
	path := c.path(url)
	raw, err := readEntry(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Item{}, false
	}
	item, ok := decodeEntry(raw, url)
	if err != nil || !ok {
		c.remove(path)
		return Item{}, false
	}
	now := c.now()
	_ = os.Chtimes(path, now, now)
	return item, true
}

// store keeps an item, and makes room when there is too much.
func (c *cache) store(item Item) {
	if len(item.Data) > maxEntry {
		return
	}
	raw, err := encodeEntry(item)
	if err != nil || os.MkdirAll(c.dir, 0o700) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	path := c.path(item.URL)
	if maybe.WriteFile(path, raw, 0o600) != nil {
		return
	}
	now := c.now()
	_ = os.Chtimes(path, now, now)
	c.size += int64(len(raw)) // too much where an entry was replaced: the next count corrects it
	if !c.known || c.size > c.max {
		c.trim()
	}
}

// trim counts the cache and removes what was used longest ago; c.mu is held.
func (c *cache) trim() {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	var files []fs.FileInfo
	c.size, c.known = 0, true
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && isEntryName(entry.Name()) {
			files = append(files, info)
			c.size += info.Size()
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, oldest := range files {
		if c.size <= c.max {
			return
		}
		if os.Remove(filepath.Join(c.dir, oldest.Name())) == nil {
			c.size -= oldest.Size()
		}
	}
}

// remove takes a damaged entry away; its bytes stay counted until the next trim.
func (c *cache) remove(path string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = os.Remove(path)
}

func (c *cache) path(url string) string {
	sum := sha256.Sum256([]byte(url))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:]))
}

// isEntryName keeps the cache from counting or removing files that are not its own.
func isEntryName(name string) bool {
	return len(name) == hex.EncodedLen(sha256.Size) && strings.Trim(name, "0123456789abcdef") == ""
}

// readEntry reads a file that is no larger than an entry can be. What is no file, or gives
// nothing for seconds, is damaged.
func readEntry(path string) ([]byte, error) {
	return file.Read(context.Background(), path, maxEntry+maxHeader)
}

func encodeEntry(item Item) ([]byte, error) {
	sum := sha256.Sum256(item.Data)
	header, err := json.Marshal(entryHeader{item.URL, item.At, hex.EncodeToString(sum[:])})
	if err != nil {
		return nil, err
	}
	return slices.Concat(header, []byte{'\n'}, item.Data), nil
}

// decodeEntry reads a file's bytes; false when they are damaged or of another URL.
func decodeEntry(raw []byte, url string) (Item, bool) {
	line, data, found := bytes.Cut(raw, []byte{'\n'})
	var header entryHeader
	if !found || json.Unmarshal(line, &header) != nil || header.URL != url {
		return Item{}, false
	}
	sum := sha256.Sum256(data)
	if header.Sum != hex.EncodeToString(sum[:]) {
		return Item{}, false
	}
	return Item{Data: data, URL: url, At: header.At}, true
}
