package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/zalando/go-keyring"

	"masthead/service"
)

// Keyring keeps secrets in the operating system's keyring: the Secret Service on Linux
// and the BSDs, the login keychain on macOS, the Credential Manager on Windows. It is
// safe for concurrent use.
//
// go-keyring takes no context, waits for as long as the keyring does, and shares one
// connection among all its calls, on which one call's prompt could be taken for
// another's. So calls are made one at a time. A caller waits for its turn and for the
// answer as long as its context lives and not a moment longer, and nothing else limits
// the wait: an answer after a minute counts if somebody still wants it.
//
// What a caller leaves behind depends on how far the call had come. While it waits for
// its turn, for the keyring to answer at all, or for the person to unlock it, everything
// ends with the caller: nothing was begun, and a prompt is taken back. Once go-keyring
// has been called, the call goes on and keeps its turn, even if its caller has left: a
// Put that was given up must not land on top of a later one. That cannot last for ever.
// The keyring had just answered; it answers again, or it goes away, and then the bus
// fails the call. The one thing the bus does not fail is a prompt that go-keyring waits
// for, and therefore a second connection watches the keyring: once that is gone, so is
// the call, and the next one has its turn.
type Keyring struct {
	service string
	turn    chan struct{} // holds a token while a call is under way
}

// NewKeyring makes a vault of the items filed under a service's name, "app.masthead". It
// asks the keyring nothing yet. One for a program is enough, and only calls to the same
// one wait for each other.
func NewKeyring(service string) *Keyring {
	return &Keyring{service: service, turn: make(chan struct{}, 1)}
}

// Get is the secret kept by a name. Errors: NoSecret, NoKeyring, KeyringLocked,
// KeyringFailed, Canceled.
func (k *Keyring) Get(ctx context.Context, name string) (string, error) {
	return k.ask(ctx, "vault.Get", reading, func() (string, error) {
		return keyring.Get(k.service, name)
	})
}

// Put keeps a secret of at most 2,560 bytes, in place of what was kept by that name, and
// reads it back: a dismissed question looks like success to go-keyring. Where nothing
// has been kept on this computer before, the person may be asked for a password for the
// new keyring. After Canceled it may or may not have been kept. Errors: NoKeyring,
// KeyringLocked, KeyringFailed, Canceled.
func (k *Keyring) Put(ctx context.Context, name, secret string) error {
	const op = "vault.Put"
	if err := fits(op, secret); err != nil {
		return err
	}
	_, err := k.ask(ctx, op, writing, func() (string, error) {
		if err := keyring.Set(k.service, name, secret); err != nil {
			return "", err
		}
		kept, err := keyring.Get(k.service, name)
		if errors.Is(err, keyring.ErrNotFound) || err == nil && kept != secret {
			return "", errors.New("the keyring said yes and did not keep it")
		}
		return "", err
	})
	return err
}

// Delete removes a secret and looks whether it is gone; one that is not there is no
// error. After Canceled it may or may not be there. Errors: NoKeyring, KeyringLocked,
// KeyringFailed, Canceled.
func (k *Keyring) Delete(ctx context.Context, name string) error {
	_, err := k.ask(ctx, "vault.Delete", reading, func() (string, error) {
		if err := keyring.Delete(k.service, name); err != nil {
			return "", err
		}
		if _, err := keyring.Get(k.service, name); err != nil {
			return "", err // not found, as it should be
		}
		return "", errors.New("the keyring said yes and did not remove it")
	})
	if service.CodeOf(err) == service.NoSecret {
		return nil
	}
	return err
}

// purpose is what a keyring is opened for.
type purpose bool

const (
	reading purpose = false
	writing purpose = true // a keyring that is not there yet is made
)

// answer is what came of a call.
type answer struct {
	secret string
	err    error
}

// ask makes a call when its turn has come, and waits as long as ctx lives.
func (k *Keyring) ask(ctx context.Context, op string, p purpose, call func() (string, error)) (string, error) {
	if ctx.Err() != nil {
		return "", canceled(ctx, op)
	}
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return "", canceled(ctx, op)
	}
	answers := make(chan answer, 1)
	go func() {
		defer func() { <-k.turn }()
		answers <- attempt(ctx, p, call)
	}()
	select {
	case a := <-answers:
		switch {
		case a.err == nil:
			return a.secret, nil
		case ctx.Err() == nil:
			return "", failure(op, a.err)
		}
	case <-ctx.Done():
	}
	return "", canceled(ctx, op)
}

// attempt opens the keyring and makes one call, which it outlasts unless the keyring
// goes away.
func attempt(ctx context.Context, p purpose, call func() (string, error)) answer {
	alive, leave, err := open(ctx, p)
	if err != nil {
		return answer{err: err}
	}
	defer leave()
	if ctx.Err() != nil { // nobody waits any more: what has not begun need not begin
		return answer{err: ctx.Err()}
	}
	answers := make(chan answer, 1)
	go func() { answers <- guarded(call) }()
	select {
	case a := <-answers:
		return a
	case <-alive.Done():
		return answer{err: errGone}
	}
}

// errGone is why a call ends without an answer.
var errGone = errors.New("the keyring went away")

// guarded makes an error of a panic: go-keyring reads on from a bus that was closed.
func guarded(call func() (string, error)) (a answer) {
	defer func() {
		if p := recover(); p != nil {
			a = answer{err: fmt.Errorf("go-keyring panicked: %v", p)}
		}
	}()
	secret, err := call()
	return answer{secret, err}
}
