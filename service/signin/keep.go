package signin

import (
	"context"
	"slices"

	"masthead/service"
	"masthead/service/session"
)

// Keep moves an account's keys from this run into the keyring. The error says why they
// stay where they are, and Keep may be tried again; keys that were kept before are then
// still there. It is nil when the newest keys are in the keyring, or the account is no
// longer one of this run: signed out, or kept by another Keep.
//
// The index is written before the keyring: an entry without a secret asks to sign in
// again, but a secret without an entry would never be found.
func (b *Book) Keep(ctx context.Context, id string) error {
	done, err := b.wait(ctx)
	if err != nil {
		return err
	}
	defer done()
	for { // once more for every sign-in that comes meanwhile
		o, secret, err := b.newest(ctx, id)
		if err != nil || o.number == 0 {
			return err
		}
		if err := b.keep(ctx, o, secret); err != nil {
			return err
		}
	}
}

// newest is the last sign-in of an account in this run and its keys; zero when there is
// none, or it is kept.
func (b *Book) newest(ctx context.Context, id string) (o own, secret string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o, found := b.run[id]
	if found {
		secret, err = b.Memory.Get(ctx, o.Name())
	}
	return o, secret, err
}

// keep puts the keys of one sign-in into the keyring, unless something else was said of
// the account meanwhile. The turn is held.
func (b *Book) keep(ctx context.Context, o own, secret string) error {
	// What was signed out goes first. A Put may fail unheard, and the entry would then bring
	// the former keys back.
	gone, err := b.forgotten(o.Account.ID)
	if err != nil && service.CodeOf(err) != service.Damaged { // which names nobody as signed out
		return err
	}
	if gone {
		if err := b.Keyring.Delete(ctx, o.Name()); err != nil {
			return err
		}
	}
	entered, former, err := b.enter(o)
	if err != nil || !entered {
		return err
	}
	if err := b.Keyring.Put(ctx, o.Name(), secret); err != nil {
		if service.CodeOf(err) != service.Canceled { // else it may still be stored: nobody waited to hear it
			b.notKept(o, former, service.CodeOf(err) != service.NoKeyring)
		}
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.run[o.Account.ID].number == o.number {
		delete(b.run, o.Account.ID)
		_ = b.Memory.Delete(context.WithoutCancel(ctx), o.Name()) // memory does not fail
	}
	return nil
}

// enter writes a sign-in into the index and returns the entry of keys that are kept
// already, nil for none. It enters nothing when the sign-in is not the last word any
// more. That is looked up while nobody else changes the index, where a sign-out is
// written too: whichever comes later stands.
func (b *Book) enter(o own) (entered bool, former *session.Entry, err error) {
	err = b.update(func(all []session.Entry) []session.Entry {
		b.mu.Lock()
		defer b.mu.Unlock()
		now := b.run[o.Account.ID]
		if now.number != o.number {
			return all
		}
		entered = true
		i := b.find(all, o.Account.ID)
		switch {
		case i < 0:
			return append(all, now.Entry)
		case all[i].Forgotten:
			all[i] = now.Entry
		default:
			was := all[i]
			former = &was
			all[i].UsedAt, all[i].Plan = now.UsedAt, now.Plan
		}
		return all
	})
	return entered, former, err
}

// notKept undoes enter, unless the account was signed out meanwhile: that stands. What
// the keyring may hold all the same is left to Tidy. Where this fails too, the next
// start asks to sign in again.
func (b *Book) notKept(o own, former *session.Entry, mayHold bool) {
	_ = b.update(func(all []session.Entry) []session.Entry {
		switch i := b.find(all, o.Account.ID); {
		case i < 0 || all[i].Forgotten:
		case former != nil: // those keys are still there, and what they allow is as it was
			all[i].Plan = former.Plan
		case mayHold:
			all[i].Forgotten = true
		default:
			return slices.Delete(all, i, i+1)
		}
		return all
	})
}
