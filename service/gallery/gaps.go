package gallery

import (
	"sync"
	"time"

	"masthead/service"
)

// recent is how long an account's URLs are taken for current after it was read.
const recent = time.Minute

// maxGaps is how many sizes are remembered. With more of them all are forgotten, which
// costs a read for each picture.
const maxGaps = 512

// gap is what is known of a size that X does not serve, while it serves others of the
// same picture.
type gap struct {
	// read is when the account was last read for its URL.
	read time.Time
	// sure tells that it was read after the size was missed, and that the URL stands: a
	// further read would say nothing new.
	sure bool
}

// gaps remembers missing sizes by URL, which changes with the picture.
type gaps struct {
	mu    sync.Mutex
	known map[string]gap
}

func (g *gaps) get(url string) (gap, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	found, ok := g.known[url]
	return found, ok
}

// note keeps what is known of a missing size. What was sure stays so.
func (g *gaps) note(url string, read time.Time, sure bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known == nil || len(g.known) >= maxGaps {
		g.known = map[string]gap{}
	}
	former := g.known[url]
	if read.Before(former.read) {
		read = former.read
	}
	g.known[url] = gap{read, sure || former.sure}
}

// drop forgets a size that is served after all.
func (g *gaps) drop(url string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.known, url)
}

// explained reports whether sizes may be called absent without reading the account, given
// that others of its picture were found: it was read a moment ago, or for each of them.
func (g *Gallery) explained(a service.Account, missing []service.Shot) bool {
	if g.isRecent(a.ReadAt) {
		return true
	}
	for _, shot := range missing {
		if known, ok := g.gaps.get(shot.URL); !ok || !known.sure && !g.isRecent(known.read) {
			return false
		}
	}
	return true
}

// isRecent reports whether a read lies in the last minute.
func (g *Gallery) isRecent(read time.Time) bool {
	age := g.now().Sub(read)
	return 0 <= age && age < recent
}
