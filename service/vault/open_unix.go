//go:build linux || netbsd || openbsd || (dragonfly && cgo) || (freebsd && cgo)

package vault

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"

	"masthead/service"
)

// The Secret Service API: https://specifications.freedesktop.org/secret-service/latest/
const (
	secrets             = "org.freedesktop.secrets"
	serviceInterface    = "org.freedesktop.Secret.Service"
	collectionInterface = "org.freedesktop.Secret.Collection"
	promptInterface     = "org.freedesktop.Secret.Prompt"

	servicePath     dbus.ObjectPath = "/org/freedesktop/secrets"
	loginCollection dbus.ObjectPath = "/org/freedesktop/secrets/collection/login"
	none            dbus.ObjectPath = "/" // no object, no prompt
)

// open sees to it that go-keyring finds an unlocked keyring and has nothing to ask for:
// go-keyring takes any signal for the answer to its prompt, a dismissed prompt for a
// failure like any other, and makes no keyring where there is none. This has a
// connection of its own, which ends with ctx; the provider then takes a prompt back.
// Once open it no longer depends on ctx: alive ends when the provider or the bus goes
// away, or with leave.
func open(ctx context.Context, p purpose) (alive context.Context, leave func(), err error) {
	own, leave := context.WithCancel(context.WithoutCancel(ctx))
	defer context.AfterFunc(ctx, leave)()
	conn, err := connect(own)
	if err != nil {
		leave()
		return nil, nil, err
	}
	if err := unlock(conn, p); err != nil {
		leave()
		return nil, nil, err
	}
	return conn.Context(), leave, nil
}

// connect joins the session bus until ctx ends or the keyring's provider goes away. It
// never starts a bus, as go-keyring would by dbus-launch: such a bus has no keyring that
// a person could know of, and stays behind. The address that is found is left in the
// environment, where go-keyring finds it.
func connect(ctx context.Context) (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, service.Errorf("vault.connect", service.NoKeyring, "no session bus: %w", err)
	}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		_ = conn.Close()
		return nil, service.Errorf("vault.connect", service.NoKeyring, "the session bus does not answer: %w", err)
	}
	signals := make(chan *dbus.Signal, 8)
	conn.Signal(signals)
	go func() {
		for s := range signals { // until the connection is closed
			if lost(s) {
				_ = conn.Close()
			}
		}
	}()
	err = conn.AddMatchSignal(dbus.WithMatchSender("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secrets))
	if err != nil {
		_ = conn.Close()
	}
	return conn, err
}

// lost reports whether the keyring's provider left the bus.
func lost(s *dbus.Signal) bool {
	var name, before, after string
	return s.Name == "org.freedesktop.DBus.NameOwnerChanged" &&
		dbus.Store(s.Body, &name, &before, &after) == nil && name == secrets && before != ""
}

// unlock has the person unlock the collection that go-keyring will use.
func unlock(conn *dbus.Conn, p purpose) error {
	provider := conn.Object(secrets, servicePath)
	path, err := collection(provider)
	if err != nil {
		return err
	}
	if path == none && p == reading {
		return service.Errorf("vault.unlock", service.NoSecret, "this computer keeps nothing yet")
	}
	if path == none {
		return create(conn, provider)
	}
	var unlocked []dbus.ObjectPath
	var question dbus.ObjectPath
	err = provider.Call(serviceInterface+".Unlock", 0, []dbus.ObjectPath{path}).Store(&unlocked, &question)
	if err != nil {
		return err
	}
	result, err := prompt(conn, question)
	if err != nil {
		return err
	}
	more, _ := result.Value().([]dbus.ObjectPath)
	if !slices.Contains(append(unlocked, more...), path) {
		return service.Errorf("vault.unlock", service.KeyringLocked, "it is locked still")
	}
	return nil
}

// collection is the one that go-keyring will use: the login keyring, otherwise the
// default one, otherwise none.
func collection(provider dbus.BusObject) (dbus.ObjectPath, error) {
	var all []dbus.ObjectPath
	if err := provider.StoreProperty(serviceInterface+".Collections", &all); err != nil {
		return none, err
	}
	if slices.Contains(all, loginCollection) {
		return loginCollection, nil
	}
	path := none
	err := provider.Call(serviceInterface+".ReadAlias", 0, "default").Store(&path)
	return path, err
}

// create makes the default collection, under the name that libsecret gives it.
func create(conn *dbus.Conn, provider dbus.BusObject) error {
	properties := map[string]dbus.Variant{collectionInterface + ".Label": dbus.MakeVariant("Default keyring")}
	var path, question dbus.ObjectPath
	err := provider.Call(serviceInterface+".CreateCollection", 0, properties, "default").Store(&path, &question)
	if err != nil {
		return err
	}
	_, err = prompt(conn, question)
	return err
}

// prompt puts the provider's question to the person, if there is one, and returns the
// result.
func prompt(conn *dbus.Conn, question dbus.ObjectPath) (result dbus.Variant, err error) {
	if question == none {
		return result, nil
	}
	signals := make(chan *dbus.Signal, 8)
	conn.Signal(signals)
	defer conn.RemoveSignal(signals)
	if err := conn.AddMatchSignal(dbus.WithMatchObjectPath(question), dbus.WithMatchInterface(promptInterface)); err != nil {
		return result, err
	}
	if err := conn.Object(secrets, question).Call(promptInterface+".Prompt", 0, "").Err; err != nil {
		return result, err
	}
	for s := range signals {
		if s.Path != question || s.Name != promptInterface+".Completed" {
			continue
		}
		var dismissed bool
		if err := dbus.Store(s.Body, &dismissed, &result); err != nil {
			return result, err
		}
		if dismissed {
			return result, service.Errorf("vault.unlock", service.KeyringLocked, "nobody unlocked it")
		}
		return result, nil
	}
	return result, errGone
}

// providerCode tells a keyring that is not there, or locked, from one that fails.
func providerCode(err error) service.Code {
	var answer dbus.Error
	if !errors.As(err, &answer) {
		return service.KeyringFailed
	}
	const bus = "org.freedesktop.DBus.Error."
	switch {
	case answer.Name == bus+"ServiceUnknown", answer.Name == bus+"NameHasNoOwner",
		strings.HasPrefix(answer.Name, bus+"Spawn."):
		return service.NoKeyring
	case answer.Name == "org.freedesktop.Secret.Error.IsLocked":
		return service.KeyringLocked
	}
	return service.KeyringFailed
}
