package vault

import (
	"context"
	"testing"

	"github.com/godbus/dbus/v5"

	"masthead/service"
)

// start has a vault on a bus of its own, with a scripted provider.
func start(t *testing.T, login bool, person map[string]reply) (*bus, *provider, *Keyring) {
	t.Helper()
	b := startBus(t)
	return b, b.startProvider(login, person), NewKeyring("app.masthead.test")
}

func TestUnlockedByThePerson(t *testing.T) {
	_, p, k := start(t, true, map[string]reply{toUnlock: accepts})
	put(t, k, "token", "kept")
	want(t, k, "token", "kept")
	if n := len(p.shown); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestUnlockingDismissed(t *testing.T) {
	_, p, k := start(t, true, map[string]reply{toUnlock: dismisses})
	wantCode(t, k.Put(t.Context(), "token", "secret"), service.KeyringLocked)
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.KeyringLocked)
	if n := len(p.shown); n != 2 || p.secret() != "" {
		t.Errorf("asked %d times, kept %q", n, p.secret())
	}
}

// TestUnlockingGivenUp has a caller leave while the prompt stands on the screen: the
// prompt's owner leaves the bus, and the next caller is asked anew.
func TestUnlockingGivenUp(t *testing.T) {
	_, p, k := start(t, true, map[string]reply{toUnlock: ignores})
	ctx, cancel := context.WithCancel(t.Context())
	first := background(ctx, k, "token")
	asker := wait(t, p.shown).by
	cancel()
	wantCode(t, wait(t, first).err, service.Canceled)
	waitFor(t, "the prompt's owner to leave", func() bool {
		var there bool
		err := p.conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, string(asker)).Store(&there)
		return err == nil && !there
	})
	p.set(toUnlock, accepts)
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.NoSecret)
}

// TestStrangeSignals has other signals reach the connection before the answer.
func TestStrangeSignals(t *testing.T) {
	_, p, k := start(t, true, map[string]reply{toUnlock: ignores})
	first := background(t.Context(), k, "token")
	asker := wait(t, p.shown).by
	for _, path := range []dbus.ObjectPath{"/somewhere", prompts + toKeep} {
		message := &dbus.Message{
			Type: dbus.TypeSignal,
			Headers: map[dbus.HeaderField]dbus.Variant{
				dbus.FieldDestination: dbus.MakeVariant(string(asker)),
				dbus.FieldPath:        dbus.MakeVariant(path),
				dbus.FieldInterface:   dbus.MakeVariant(promptInterface),
				dbus.FieldMember:      dbus.MakeVariant("Completed"),
			},
		}
		if err := p.conn.Send(message, nil).Err; err != nil {
			t.Fatal(err)
		}
	}
	p.complete(toUnlock, false)
	wantCode(t, wait(t, first).err, service.NoSecret)
}

func TestFirstKeyringEver(t *testing.T) {
	_, p, k := start(t, false, map[string]reply{toMake: dismisses})
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.NoSecret)
	wantCode(t, k.Delete(t.Context(), "token"), service.Unknown)
	if n := len(p.shown); n != 0 {
		t.Errorf("asked %d times for reading", n)
	}
	wantCode(t, k.Put(t.Context(), "token", "secret"), service.KeyringLocked)
	p.set(toMake, accepts)
	put(t, k, "token", "kept")
	want(t, k, "token", "kept")
}

// TestHiddenRefusals has the person refuse what go-keyring reports as done.
func TestHiddenRefusals(t *testing.T) {
	_, p, k := start(t, true, map[string]reply{toKeep: dismisses, toRemove: dismisses})
	wantCode(t, k.Put(t.Context(), "token", "secret"), service.KeyringFailed)
	p.set(toKeep, accepts)
	put(t, k, "token", "kept")
	p.set(toKeep, dismisses)
	wantCode(t, k.Put(t.Context(), "token", "changed"), service.KeyringFailed)
	wantCode(t, k.Delete(t.Context(), "token"), service.KeyringFailed)
	want(t, k, "token", "kept")
	p.set(toRemove, accepts)
	wantCode(t, k.Delete(t.Context(), "token"), service.Unknown)
}

// TestGivenUpPutKeepsItsTurn has a caller leave while go-keyring itself waits for a
// prompt. Later calls come after it: what they keep must not be overwritten.
func TestGivenUpPutKeepsItsTurn(t *testing.T) {
	_, p, k := start(t, true, map[string]reply{toKeep: ignores})
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() { first <- k.Put(ctx, "token", "first") }()
	wait(t, p.shown)
	cancel()
	wantCode(t, wait(t, first), service.Canceled)
	wantCode(t, k.Put(hurried(t), "token", "hurried"), service.Canceled)

	second := background(t.Context(), k, "token")
	p.complete(toKeep, false)
	if a := wait(t, second); a.err != nil || a.secret != "first" {
		t.Errorf("after it: %q, %v", a.secret, a.err)
	}
	p.set(toKeep, unasked)
	put(t, k, "token", "second")
	want(t, k, "token", "second")
}

// TestPromptThatNobodyAnswersAnyMore has the keyring go away under a prompt that
// go-keyring waits for, which it does for ever.
func TestPromptThatNobodyAnswersAnyMore(t *testing.T) {
	b, p, k := start(t, true, map[string]reply{toKeep: ignores})
	first := make(chan error, 1)
	go func() { first <- k.Put(t.Context(), "token", "first") }()
	wait(t, p.shown)
	p.conn.Close()
	wantCode(t, wait(t, first), service.KeyringFailed)
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.NoKeyring)
	b.startProvider(true, map[string]reply{toKeep: accepts})
	put(t, k, "token", "second")
	want(t, k, "token", "second")
}

// TestBusThatClosesUnderAPrompt has go-keyring read on from a closed bus, and panic.
func TestBusThatClosesUnderAPrompt(t *testing.T) {
	b, p, k := start(t, true, map[string]reply{toKeep: ignores})
	first := make(chan error, 1)
	go func() { first <- k.Put(t.Context(), "token", "first") }()
	wait(t, p.shown)
	end(b.daemon)
	wantCode(t, wait(t, first), service.KeyringFailed)
	b.run()
	b.startProvider(true, map[string]reply{})
	put(t, k, "token", "second")
	want(t, k, "token", "second")
}

func TestGuarded(t *testing.T) {
	a := guarded(func() (string, error) {
		var closed *dbus.Signal // what a closed channel delivers
		return closed.Name, nil
	})
	wantCode(t, failure("vault.Get", a.err), service.KeyringFailed)
}
