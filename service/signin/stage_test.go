package signin

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"masthead/service"
	"masthead/service/session"
	"masthead/service/vault"
)

// answer is how a call to the keyring ends.
type answer string

const (
	yes    answer = "done"
	no     answer = "refused"
	none   answer = "no keyring"
	unsure answer = "done, and said to have failed"
)

// gate is a call that waits until the test lets it go on.
type gate struct {
	name    string
	answers []answer
	pass    chan answer
	// says is what becomes the last word when the gate opens; nil for nothing.
	says *word
}

// word is what a person said of an account.
type word struct {
	id   string
	keys *session.Credentials // nil is a sign-out
}

// stage plays a scene: what its acts ask of keyring and index waits at gates, which are
// opened one at a time. It is the keyring, too, and keeps the promises of a real one: one
// call at a time, and a call that has begun goes on without its caller.
type stage struct {
	*Book
	scene scene
	begun []begun
	words []word

	mu    sync.Mutex
	gates []*gate
	auto  answer // nothing waits, and this is how the keyring answers; "" for gates
	turn  chan struct{}
	held  map[string]string // what the keyring holds
	index []session.Entry
	// landed are the secrets that were put there at any time.
	landed map[string]bool
}

func newStage(sc scene) *stage {
	s := &stage{scene: sc, turn: make(chan struct{}, 1), held: map[string]string{}, landed: map[string]bool{}}
	s.start()
	return s
}

// start is the program starting anew.
func (s *stage) start() {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s.Book = New(Params{API: api, Keyring: s, Memory: vault.NewMemory(), Index: (*list)(s), Now: func() time.Time { return now }})
}

// hold waits at a gate and returns how it is opened.
func (s *stage) hold(name string, answers ...answer) answer {
	s.mu.Lock()
	if s.auto != "" {
		defer s.mu.Unlock()
		return s.auto
	}
	g := &gate{name: name, answers: append([]answer{yes}, answers...), pass: make(chan answer)}
	s.gates = append(s.gates, g)
	slices.SortStableFunc(s.gates, func(a, b *gate) int { return cmp.Compare(a.name, b.name) })
	s.mu.Unlock()
	return <-g.pass
}

// ask makes a call of the keyring and waits for the answer as long as ctx lives.
func (s *stage) ask(ctx context.Context, name string, change func()) error {
	gone := service.Errorf("keyring", service.Canceled, "nobody waits")
	if ctx.Err() != nil {
		return gone
	}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return gone
	}
	answers := make(chan answer, 1)
	go func() {
		defer func() { <-s.turn }()
		a := s.hold(name, s.scene.answers...)
		if a == yes || a == unsure {
			s.mu.Lock()
			change()
			s.mu.Unlock()
		}
		answers <- a
	}()
	select {
	case a := <-answers:
		switch a {
		case yes:
			return nil
		case none:
			return service.Errorf("keyring", service.NoKeyring, "%s: %s", name, a)
		}
		return service.Errorf("keyring", service.KeyringFailed, "%s: %s", name, a)
	case <-ctx.Done():
		return gone
	}
}

// Get answers at once.
func (s *stage) Get(_ context.Context, name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if secret, found := s.held[name]; found {
		return secret, nil
	}
	return "", service.Errorf("keyring", service.NoSecret, "nothing")
}

// Put stores a secret when its gate opens.
func (s *stage) Put(ctx context.Context, name, secret string) error {
	return s.ask(ctx, "put "+name, func() { s.held[name], s.landed[secret] = secret, true })
}

// Delete removes one when its gate opens.
func (s *stage) Delete(ctx context.Context, name string) error {
	return s.ask(ctx, "delete "+name, func() { delete(s.held, name) })
}

// list is a stage as the index: one change at a time, each when its gate opens.
type list stage

// Entries is what stands in the index.
func (l *list) Entries() ([]session.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.index), nil
}

// Update changes it when its gate opens.
func (l *list) Update(change func([]session.Entry) []session.Entry) error {
	(*stage)(l).hold("update")
	l.mu.Lock()
	defer l.mu.Unlock()
	l.index = change(slices.Clone(l.index))
	return nil
}

// open opens a gate.
func (s *stage) open(g *gate, a answer) {
	s.gates = slices.DeleteFunc(s.gates, func(other *gate) bool { return other == g })
	if g.says != nil {
		s.words = append(s.words, *g.says)
	}
	g.pass <- a
}
