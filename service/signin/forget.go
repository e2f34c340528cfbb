package signin

import (
	"context"
	"slices"

	"masthead/service"
	"masthead/service/session"
)

// Forget signs an account out on this computer. It is out of the list at once. The error
// says that its keys could not be removed from the keyring yet, which Tidy does later; or
// that the list cannot be written (NotWritten and the like), while the keys are gone.
func (b *Book) Forget(ctx context.Context, e session.Entry) error {
	id := e.Account.ID
	b.mu.Lock()
	delete(b.run, id)
	_ = b.Memory.Delete(ctx, e.Name()) // memory does not fail
	b.mu.Unlock()
	known := false
	written := b.update(func(all []session.Entry) []session.Entry {
		if i := b.find(all, id); i >= 0 {
			known = true
			all[i] = session.Entry{API: b.API, Account: service.Account{ID: id}, Forgotten: true}
		}
		return all
	})
	switch {
	case written != nil:
		if err := b.Keyring.Delete(ctx, e.Name()); err != nil {
			return err
		}
		return written
	case !known: // what the index does not name was never in the keyring
		return nil
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
// the index; one that was signed in again meanwhile stays.
func (b *Book) remove(ctx context.Context, e session.Entry) error {
	done, err := b.wait(ctx)
	if err != nil {
		return err
	}
	defer done()
	all, err := b.Index.Entries()
	if err != nil {
		return err
	}
	if i := b.find(all, e.Account.ID); i < 0 || !all[i].Forgotten {
		return nil
	}
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
