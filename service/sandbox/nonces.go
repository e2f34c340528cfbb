package sandbox

import (
	"crypto/sha256"
	"time"
)

const (
	// maxSkew is how far a timestamp may be off.
	maxSkew = 5 * time.Minute
	// maxNonces bounds the memory of nonces: 40 bytes each, twice.
	maxNonces = 100_000
)

// nonces remembers which nonces were used, for as long as a timestamp that came with
// one could still be accepted. The caller holds the server's lock.
type nonces struct {
	seen  map[[sha256.Size]byte]struct{}
	queue []usedNonce // oldest first
}

type usedNonce struct {
	key   [sha256.Size]byte
	until time.Time
}

// use notes a nonce. It answers false for one that was used before, and when there is
// no room to remember it: a replay must not get through by flooding.
func (n *nonces) use(consumer, token, nonce string, now time.Time) bool {
	old := 0
	for old < len(n.queue) && now.After(n.queue[old].until) {
		delete(n.seen, n.queue[old].key)
		old++
	}
	n.queue = n.queue[old:]
	key := sha256.Sum256([]byte(escape(consumer) + "&" + escape(token) + "&" + escape(nonce)))
	if _, replayed := n.seen[key]; replayed || len(n.queue) >= maxNonces {
		return false
	}
	if n.seen == nil {
		n.seen = make(map[[sha256.Size]byte]struct{})
	}
	n.seen[key] = struct{}{}
	n.queue = append(n.queue, usedNonce{key, now.Add(2 * maxSkew)})
	return true
}
