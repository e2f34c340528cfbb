package signin

import (
	"context"
	"os"
	"testing"
	"testing/synctest"

	"masthead/service"
	"masthead/service/session"
)

// between is an index with something done right before and right after its next change.
type between struct {
	Index
	before, after func()
}

func (x *between) Update(change func([]session.Entry) []session.Entry) error {
	before, after := x.before, x.after
	x.before, x.after = nil, nil
	if before != nil {
		before()
	}
	err := x.Index.Update(change)
	if after != nil {
		after()
	}
	return err
}

// A sign-in is kept right before or right after the sign-out is written.
func TestKeepingAtTheMomentOfSigningOut(t *testing.T) {
	for _, when := range []string{"before", "after"} {
		d := newDesk(t)
		index := &between{Index: d.Index}
		d.Index = index
		e, err := d.Accept(t.Context(), granted("1"))
		if err != nil {
			t.Fatal(err)
		}
		keep := func() { _ = d.Keep(t.Context(), "1") }
		if when == "before" {
			index.before = keep
		} else {
			index.after = keep
		}
		if err := d.Forget(t.Context(), e); err != nil || d.list() != "" {
			t.Errorf("kept %s: %v, signed in: %q", when, err, d.list())
		}
		d.gone(e)
	}
}

// The keyring still holds what a list named that nobody can read any more.
func TestForgettingWithADamagedList(t *testing.T) {
	d := newDesk(t)
	if err := d.join("1"); err != nil {
		t.Fatal(err)
	}
	e := d.entry("1")
	if err := os.WriteFile(d.path, []byte("no list"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.Forget(t.Context(), e); err != nil || d.list() != "" {
		t.Errorf("forgetting: %v, signed in: %q", err, d.list())
	}
	d.gone(e)
}

// The list can be written when the keys are kept, and not when they are forgotten.
func TestForgettingWhileItIsKeptWithAListThatCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		e, err := d.Accept(t.Context(), granted("1"))
		if err != nil {
			t.Fatal(err)
		}
		forgotten := make(chan error, 1)
		d.keyring.held = func() {
			d.keyring.held = nil
			d.seal()
			go func() { forgotten <- d.Forget(t.Context(), e) }()
			synctest.Wait()
		}
		if err := d.Keep(t.Context(), "1"); err != nil {
			t.Error(err)
		}
		if err := <-forgotten; service.CodeOf(err) != service.NotWritten {
			t.Errorf("forgetting: %v", err)
		}
		d.gone(e)
	})
}

// A keyring that refuses newer keys leaves what was read of the account meanwhile.
func TestWhatIsReadWhileKeysAreRefused(t *testing.T) {
	d := newDesk(t)
	_ = d.join("1")
	if err := d.Note(service.Account{ID: "1", Handle: "one"}, service.Plan{Reader: service.ReaderV1}); err != nil {
		t.Fatal(err)
	}
	d.start()
	d.keyring.fail = service.KeyringFailed
	d.keyring.held = func() {
		d.keyring.held = nil
		if err := d.Note(service.Account{ID: "1", Handle: "first"}, service.Plan{Reader: service.ReaderV2}); err != nil {
			t.Error(err)
		}
	}
	if err := d.join("1"); service.CodeOf(err) != service.KeyringFailed {
		t.Error(err)
	}
	if err := d.Note(service.Account{ID: "1", Handle: "first"}, service.Plan{Reader: service.ReaderV2}); err != nil {
		t.Error(err)
	}
	if e := d.entry("1"); e.Account.Handle != "first" || e.Plan.Reader != service.ReaderV2 {
		t.Errorf("in this run: %+v", e)
	}
	d.start()
	if e := d.entry("1"); e.Account.Handle != "first" || e.Plan.Reader != service.ReaderV1 {
		t.Errorf("with the keys that were kept before: %+v", e)
	}
}

// An answer that comes after the program stopped waiting: the keys are kept all the same,
// and this run says so.
func TestKeptInTheLastMoment(t *testing.T) {
	d := newDesk(t)
	ctx, closed := context.WithCancel(t.Context())
	defer closed()
	if _, err := d.Accept(ctx, granted("1")); err != nil {
		t.Fatal(err)
	}
	d.Keyring = lastMoment{d.keyring, closed}
	if err := d.Keep(ctx, "1"); err != nil || d.ThisRun("1") {
		t.Errorf("%v, for this run: %v", err, d.ThisRun("1"))
	}
	if _, err := d.Memory.Get(t.Context(), d.entry("1").Name()); service.CodeOf(err) != service.NoSecret {
		t.Errorf("memory still holds the keys: %v", err)
	}
}

// lastMoment is a keyring behind whose answer the program ends.
type lastMoment struct {
	Vault
	end func()
}

func (l lastMoment) Put(ctx context.Context, name, secret string) error {
	defer l.end()
	return l.Vault.Put(ctx, name, secret)
}

// gone checks that the keyring holds nothing of an account.
func (d *desk) gone(e session.Entry) {
	d.t.Helper()
	if _, err := d.keyring.Memory.Get(d.t.Context(), e.Name()); service.CodeOf(err) != service.NoSecret {
		d.t.Errorf("the keyring still holds %s: %v", e.Account.ID, err)
	}
}

// seal makes the list one that cannot be written.
func (d *desk) seal() {
	d.t.Helper()
	if err := os.Remove(d.path + ".lock"); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Mkdir(d.path+".lock", 0o700); err != nil { // stands for a folder that is read-only
		d.t.Fatal(err)
	}
}
