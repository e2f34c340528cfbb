package signin

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"masthead/service"
	"masthead/service/session"
)

// Vault keeps secrets by name.
type Vault interface {
	Get(ctx context.Context, name string) (string, error)
	Put(ctx context.Context, name, secret string) error
	// Delete removes a secret; one that is not there is no error.
	Delete(ctx context.Context, name string) error
}

// Index keeps what is known of accounts and is no secret.
type Index interface {
	Entries() ([]session.Entry, error)
	Update(change func([]session.Entry) []session.Entry) error
}

// Params is what a Book is made from.
type Params struct {
	// API is the base whose accounts the book is about.
	API string
	// Keyring keeps keys for good, Memory until the program ends.
	Keyring, Memory Vault
	Index           Index
	Now             func() time.Time
}

// Book is the accounts that are signed in at one API. It may be used from many
// goroutines.
type Book struct {
	Params
	// turn is held while the keyring is asked to change: what is found in the index before
	// must still be so after.
	turn chan struct{}

	mu sync.Mutex
	// run are the accounts of this run only, by ID: their keys are in memory.
	run map[string]own
	// count is how many sign-ins there were.
	count int
}

// own is an account of this run. Number tells one sign-in from the next of the same
// account: X may grant the same keys again.
type own struct {
	session.Entry
	number int
}

// New makes a Book. It asks neither the keyring nor the disk.
func New(p Params) *Book {
	return &Book{Params: p, turn: make(chan struct{}, 1), run: map[string]own{}}
}

// Accounts lists who is signed in, the account that was shown last first. The keyring is
// not asked: with nobody in the list it need not be unlocked at all. The error is of an
// index that cannot be read; what can be said is in the list all the same.
func (b *Book) Accounts() ([]session.Entry, error) {
	run := b.ThisRunOnly() // before the index, into which they move
	all, err := b.Index.Entries()
	all = slices.DeleteFunc(all, func(e session.Entry) bool { return e.API != b.API || e.Forgotten })
	for _, o := range run {
		all = slices.DeleteFunc(all, func(e session.Entry) bool { return e.Account.ID == o.Account.ID })
		all = append(all, o)
	}
	slices.SortStableFunc(all, func(a, b session.Entry) int { return b.UsedAt.Compare(a.UsedAt) })
	return all, err
}

// ThisRunOnly lists the accounts whose keys end with the program, by ID.
func (b *Book) ThisRunOnly() []session.Entry {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []session.Entry
	for _, id := range slices.Sorted(maps.Keys(b.run)) {
		all = append(all, b.run[id].Entry)
	}
	return all
}

// ThisRun reports whether an account's keys end with the program.
func (b *Book) ThisRun(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, found := b.run[id]
	return found
}

// Keys are an account's keys. The errors are the vault's; a secret that holds no keys is
// NoSecret too.
func (b *Book) Keys(ctx context.Context, e session.Entry) (session.Credentials, error) {
	text, err := b.secret(ctx, e)
	if err != nil {
		return session.Credentials{}, err
	}
	keys, err := session.DecodeCredentials(text)
	if err != nil {
		return keys, &service.Error{Op: "signin.Keys", Code: service.NoSecret, Err: err}
	}
	return keys, nil
}

// secret is an account's keys as they are kept. They are in memory or in the keyring at
// any moment: which, and what memory holds, is asked in one step.
func (b *Book) secret(ctx context.Context, e session.Entry) (string, error) {
	b.mu.Lock()
	if _, found := b.run[e.Account.ID]; found {
		defer b.mu.Unlock()
		return b.Memory.Get(ctx, e.Name())
	}
	b.mu.Unlock()
	return b.Keyring.Get(ctx, e.Name())
}

// Accept takes the keys of somebody who has just signed in, for this run: they can be
// used at once, whatever the keyring does. Keep then keeps them for good.
func (b *Book) Accept(ctx context.Context, g session.Granted) (session.Entry, error) {
	e := session.Entry{API: b.API, Account: service.Account{ID: g.UserID, Handle: g.Handle, Name: g.Handle}, UsedAt: b.Now()}
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.Memory.Put(ctx, e.Name(), g.Credentials.Encode())
	if err == nil {
		b.count++
		b.run[g.UserID] = own{e, b.count}
	}
	return e, err
}

// Note keeps an account as it was read, and what its keys were found to allow: in the
// index only for keys that are kept, with Keep for those of this run. An account that is
// not signed in is passed over.
func (b *Book) Note(a service.Account, p service.Plan) error {
	b.mu.Lock()
	e, ofThisRun := b.run[a.ID]
	if ofThisRun {
		e.Account, e.Plan, e.UsedAt = a, p, b.Now()
		b.run[a.ID] = e
	}
	b.mu.Unlock()
	all, err := b.Index.Entries()
	if i := b.find(all, a.ID); err != nil || i < 0 || all[i].Forgotten {
		return err // nothing is written for a trial
	}
	return b.update(func(all []session.Entry) []session.Entry {
		if i := b.find(all, a.ID); i >= 0 && !all[i].Forgotten {
			all[i].Account, all[i].UsedAt = a, b.Now()
			if !ofThisRun { // else it is of other keys than those that are kept
				all[i].Plan = p
			}
		}
		return all
	})
}

// wait waits for the turn to change what the keyring holds; done gives it back.
func (b *Book) wait(ctx context.Context) (done func(), err error) {
	if ctx.Err() != nil {
		return nil, service.NetworkError(ctx, "signin", ctx.Err())
	}
	select {
	case b.turn <- struct{}{}:
		return func() { <-b.turn }, nil
	case <-ctx.Done():
		return nil, service.NetworkError(ctx, "signin", ctx.Err())
	}
}

// update changes the index. That the former one was damaged is said when it is listed;
// the change stands.
func (b *Book) update(change func([]session.Entry) []session.Entry) error {
	if err := b.Index.Update(change); service.CodeOf(err) != service.Damaged {
		return err
	}
	return nil
}

// forgotten reports whether the index names an account as signed out: the keyring may
// still hold its keys.
func (b *Book) forgotten(id string) (bool, error) {
	all, err := b.Index.Entries()
	i := b.find(all, id)
	return i >= 0 && all[i].Forgotten, err
}

// find is the place of an account of this API, -1 when there is none.
func (b *Book) find(all []session.Entry, id string) int {
	return slices.IndexFunc(all, func(e session.Entry) bool { return e.API == b.API && e.Account.ID == id })
}
