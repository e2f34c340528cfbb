package signin

import (
	"context"
	"slices"

	"masthead/service"
	"masthead/service/session"
)

// Keep moves an account's keys from this run into the keyring. The error says why they
// stay where they are; Keep may be tried again. It is nil when they are in the keyring,
// or the account is no longer one of this run.
//
// The index is written before the keyring: an entry without a secret asks to sign in
// again, but a secret without an entry would never be found.
func (b *Book) Keep(ctx context.Context, id string) error {
	done, err := b.wait(ctx)
	if err != nil {
		return err
	}
	defer done()
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
	former, err := b.enter(e)
	if err != nil {
		return err
	}
	if err := b.Keyring.Put(ctx, e.Name(), secret); err != nil {
		if service.CodeOf(err) != service.Canceled { // else it may still be stored: nobody waited to hear it
			b.notKept(e, former, service.CodeOf(err) != service.NoKeyring)
		}
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if now, err := b.Memory.Get(ctx, e.Name()); err != nil || now != secret {
		return nil // signed in again meanwhile: those keys are another Keep's
	}
	delete(b.run, id)
	return b.Memory.Delete(ctx, e.Name())
}

// enter writes an account into the index and returns what stood there, nil for nothing.
func (b *Book) enter(e session.Entry) (former *session.Entry, err error) {
	err = b.update(func(all []session.Entry) []session.Entry {
		i := b.find(all, e.Account.ID)
		if i < 0 {
			return append(all, e)
		}
		was := all[i]
		former = &was
		if was.Forgotten {
			all[i] = e
		} else {
			all[i].UsedAt, all[i].Plan = e.UsedAt, service.Plan{}
		}
		return all
	})
	return former, err
}

// notKept undoes enter: keys that were kept before are still there. What the keyring may
// hold all the same is left to Tidy. Where this fails too, the next start asks to sign
// in again.
func (b *Book) notKept(e session.Entry, former *session.Entry, mayHold bool) {
	_ = b.update(func(all []session.Entry) []session.Entry {
		switch i := b.find(all, e.Account.ID); {
		case i < 0:
		case former != nil:
			all[i] = *former
		case mayHold:
			all[i].Forgotten = true
		default:
			return slices.Delete(all, i, i+1)
		}
		return all
	})
}
