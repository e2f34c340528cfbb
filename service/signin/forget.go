package signin

import (
	"context"
	"slices"
	"sync"

	"masthead/service"
	"masthead/service/session"
)

// Forget signs an account out on this computer. It is out of the list at once, and stays
// out whatever the keyring still has to say to a sign-in before. The error says that its
// keys could not be removed from the keyring yet, which Tidy does later; or that the list
// cannot be written (NotWritten and the like), while the keys are gone.
func (b *Book) Forget(ctx context.Context, e session.Entry) error {
	known := false
	leave := sync.OnceFunc(func() { b.leave(ctx, e) })
	written := b.Index.Update(func(all []session.Entry) []session.Entry {
		leave() // in one step with the list: no sign-in is entered in between
		if i := b.find(all, e.Account.ID); i >= 0 {
			known = true
			all[i] = session.Entry{API: b.API, Account: service.Account{ID: e.Account.ID}, Forgotten: true}
		}
		return all
	})
	leave() // a list that cannot be locked was not asked to change
	switch {
	case written != nil:
		return b.removeUnlisted(ctx, e, written)
	case !known: // what the index does not name was never in the keyring
		return nil
	}
	return b.remove(ctx, e)
}

// leave ends a sign-in of this run.
func (b *Book) leave(ctx context.Context, e session.Entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.run, e.Account.ID)
	_ = b.Memory.Delete(context.WithoutCancel(ctx), e.Name()) // memory does not fail
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
	if gone, err := b.forgotten(e.Account.ID); err != nil || !gone {
		return err
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

// removeUnlisted takes an account's keys out of the keyring where the index could not be
// told: Tidy would not know of them. The error is why the list is not written, unless it
// was only damaged before: then the account is out of it.
func (b *Book) removeUnlisted(ctx context.Context, e session.Entry, written error) error {
	done, err := b.wait(ctx) // a Put that is under way comes first
	if err != nil {
		return err
	}
	defer done()
	if err := b.Keyring.Delete(ctx, e.Name()); err != nil {
		return err
	}
	if service.CodeOf(written) == service.Damaged {
		return nil
	}
	return written
}
