package signin

import (
	"context"
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

	mu sync.Mutex
	// run are the accounts of this run only, by ID: their keys are in memory, and the
	// index never hears of them.
	run map[string]session.Entry
}

// New makes a Book. It asks neither the keyring nor the disk.
func New(p Params) *Book { return &Book{Params: p, run: map[string]session.Entry{}} }

// Accounts lists who is signed in, the account that was shown last first. The keyring is
// not asked: with nobody in the list it need not be unlocked at all. The error is of an
// index that cannot be read; what can be said is in the list all the same.
func (b *Book) Accounts() ([]session.Entry, error) {
	all, err := b.Index.Entries()
	all = slices.DeleteFunc(all, func(e session.Entry) bool { return e.API != b.API || e.Forgotten })
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, e := range b.run {
		all = slices.DeleteFunc(all, func(e session.Entry) bool { return e.Account.ID == id })
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b session.Entry) int { return b.UsedAt.Compare(a.UsedAt) })
	return all, err
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
	from := b.Keyring
	if b.ThisRun(e.Account.ID) {
		from = b.Memory
	}
	text, err := from.Get(ctx, e.Name())
	if err != nil {
		return session.Credentials{}, err
	}
	keys, err := session.DecodeCredentials(text)
	if err != nil {
		return keys, &service.Error{Op: "signin.Keys", Code: service.NoSecret, Err: err}
	}
	return keys, nil
}

// Accept takes the keys of somebody who has just signed in, for this run: they can be
// used at once, whatever the keyring does. Keep then keeps them for good.
func (b *Book) Accept(ctx context.Context, g session.Granted) (session.Entry, error) {
	e := session.Entry{API: b.API, Account: service.Account{ID: g.UserID, Handle: g.Handle, Name: g.Handle}, UsedAt: b.Now()}
	if err := b.Memory.Put(ctx, e.Name(), g.Credentials.Encode()); err != nil {
		return e, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.run[g.UserID] = e
	return e, nil
}

// Keep moves an account's keys from this run into the keyring. The error says why they
// stay where they are; Keep may be tried again. It is nil when they are in the keyring.
//
// The index is written before the keyring: an entry without a secret asks to sign in
// again, but a secret without an entry would never be found.
func (b *Book) Keep(ctx context.Context, id string) error {
	b.mu.Lock()
	e, found := b.run[id]
	b.mu.Unlock()
	if !found {
		return nil
	}
	secret, err := b.Memory.Get(ctx, e.Name())
	if err != nil {
		return err
	}
	known := false
	err = b.update(func(all []session.Entry) []session.Entry {
		i := b.find(all, id)
		if known = i >= 0; known {
			all[i].Forgotten, all[i].UsedAt, all[i].Plan = false, e.UsedAt, service.Plan{}
			return all
		}
		return append(all, e)
	})
	if err != nil {
		return err
	}
	if err := b.Keyring.Put(ctx, e.Name(), secret); err != nil {
		if service.CodeOf(err) != service.Canceled { // else it may still be stored: nobody waited to hear it
			b.notKept(id, known || service.CodeOf(err) != service.NoKeyring)
		}
		return err
	}
	b.mu.Lock()
	delete(b.run, id)
	b.mu.Unlock()
	return b.Memory.Delete(ctx, e.Name())
}

// notKept undoes what Keep wrote into the index; an entry for which the keyring may hold
// something stays, for Tidy. Where this fails too, the next start asks to sign in again.
func (b *Book) notKept(id string, mayHold bool) {
	_ = b.update(func(all []session.Entry) []session.Entry {
		switch i := b.find(all, id); {
		case i < 0:
		case mayHold:
			all[i].Forgotten = true
		default:
			return slices.Delete(all, i, i+1)
		}
		return all
	})
}

// Note keeps an account as it was read, and what its keys were found to allow.
func (b *Book) Note(a service.Account, p service.Plan) error {
	b.mu.Lock()
	if e, found := b.run[a.ID]; found {
		e.Account, e.Plan, e.UsedAt = a, p, b.Now()
		b.run[a.ID] = e
	}
	b.mu.Unlock()
	return b.update(func(all []session.Entry) []session.Entry {
		if i := b.find(all, a.ID); i >= 0 && !all[i].Forgotten {
			all[i].Account, all[i].Plan, all[i].UsedAt = a, p, b.Now()
		}
		return all
	})
}

// Forget signs an account out on this computer. It is out of the list at once; the error
// says that its keys could not be removed from the keyring yet. Tidy does so later.
func (b *Book) Forget(ctx context.Context, e session.Entry) error {
	id := e.Account.ID
	_ = b.Memory.Delete(ctx, e.Name()) // memory does not fail
	b.mu.Lock()
	delete(b.run, id)
	b.mu.Unlock()
	known := false
	err := b.update(func(all []session.Entry) []session.Entry {
		if i := b.find(all, id); i >= 0 {
			known = true
			all[i] = session.Entry{API: b.API, Account: service.Account{ID: id}, Forgotten: true}
		}
		return all
	})
	if err != nil || !known { // what the index does not name was never in the keyring
		return err
	}
	return b.remove(ctx, e)
}

// Tidy removes the keys of accounts that were signed out while the keyring did not
// answer. With none of them the keyring is not asked.
func (b *Book) Tidy(ctx context.Context) error {
	all, err := b.Index.Entries()
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.API == b.API && e.Forgotten {
			if err := b.remove(ctx, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove takes a forgotten account's keys out of the keyring, and then its entry out of
// the index, unless it was signed in again meanwhile.
func (b *Book) remove(ctx context.Context, e session.Entry) error {
	if err := b.Keyring.Delete(ctx, e.Name()); err != nil {
		return err
	}
	return b.update(func(all []session.Entry) []session.Entry {
		if i := b.find(all, e.Account.ID); i >= 0 && all[i].Forgotten {
			return slices.Delete(all, i, i+1)
		}
		return all
	})
}

// update changes the index. That the former one was damaged is said when it is listed;
// the change stands.
func (b *Book) update(change func([]session.Entry) []session.Entry) error {
	if err := b.Index.Update(change); service.CodeOf(err) != service.Damaged {
		return err
	}
	return nil
}

// find is the place of an account of this API, -1 when there is none.
func (b *Book) find(all []session.Entry, id string) int {
	return slices.IndexFunc(all, func(e session.Entry) bool { return e.API == b.API && e.Account.ID == id })
}
