package vault

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"masthead/service"
)

const password = "the keyring's password"

func TestKeyring(t *testing.T) {
	b := startBus(t)
	b.startKeyring(password)
	testStore(t, NewKeyring("app.masthead.test"))
}

// background is a call that a test has running.
func background(ctx context.Context, k *Keyring, name string) <-chan answer {
	answers := make(chan answer, 1)
	go func() {
		secret, err := k.Get(ctx, name)
		answers <- answer{secret, err}
	}()
	return answers
}

// hurried is a context that ends soon.
func hurried(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestSecretsAreNowhereInPlainText(t *testing.T) {
	b := startBus(t)
	daemon := b.startKeyring(password)
	const secret = "1234567890-PlainToBeSeenIfItWereThere"
	put(t, NewKeyring("app.masthead.test"), "token", secret)
	daemon.kill()
	b.startKeyring(password)
	want(t, NewKeyring("app.masthead.test"), "token", secret) // so it was in a file
	files := 0
	err := filepath.WalkDir(b.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s holds the secret", path)
		}
		if strings.HasSuffix(path, ".keyring") {
			files++
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d keyrings looked at, %v", files, err)
	}
}

func TestServicesAreApart(t *testing.T) {
	b := startBus(t)
	b.startKeyring(password)
	put(t, NewKeyring("app.masthead.test"), "token", "ours")
	other := NewKeyring("another program")
	_, err := other.Get(t.Context(), "token")
	wantCode(t, err, service.NoSecret)
	if err := other.Delete(t.Context(), "token"); err != nil {
		t.Fatal(err)
	}
	want(t, NewKeyring("app.masthead.test"), "token", "ours")
}

func TestLocked(t *testing.T) {
	b := startBus(t)
	daemon := b.startKeyring(password)
	k := NewKeyring("app.masthead.test")
	put(t, k, "token", "kept")
	b.lock()
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.KeyringLocked)
	wantCode(t, k.Put(t.Context(), "token", "changed"), service.KeyringLocked)
	wantCode(t, k.Delete(t.Context(), "token"), service.KeyringLocked)
	daemon.kill()
	b.startKeyring(password)
	want(t, k, "token", "kept")
}

// TestFresh has a gnome-keyring that never had a keyring, and nobody to ask for the
// password of a new one.
func TestFresh(t *testing.T) {
	b := startBus(t)
	b.startKeyring("")
	k := NewKeyring("app.masthead.test")
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.NoSecret)
	wantCode(t, k.Delete(t.Context(), "token"), service.Unknown)
	wantCode(t, k.Put(t.Context(), "token", "secret"), service.KeyringLocked)
}

func TestAbsent(t *testing.T) {
	k := NewKeyring("app.masthead.test")
	all := func(t *testing.T) {
		t.Helper()
		_, err := k.Get(t.Context(), "token")
		wantCode(t, err, service.NoKeyring)
		wantCode(t, k.Put(t.Context(), "token", "secret"), service.NoKeyring)
		wantCode(t, k.Delete(t.Context(), "token"), service.NoKeyring)
	}
	t.Run("a bus without a keyring", func(t *testing.T) {
		startBus(t)
		all(t)
	})
	for name, address := range map[string]string{
		"no bus at its address": "unix:path=" + filepath.Join(t.TempDir(), "bus"),
		"an address of no kind": "nonsense",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(addressVariable, address)
			all(t)
		})
	}
}

// TestNoBusIsStarted watches for dbus-launch where there is no address. It only connects:
// the person who runs the tests may have a bus that is found without an address.
func TestNoBusIsStarted(t *testing.T) {
	bin := t.TempDir()
	launched := filepath.Join(bin, "launched")
	script := "#!/bin/sh\n: > " + launched + "\n"
	if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv(addressVariable, address)
		conn, err := connect(t.Context())
		if err == nil {
			conn.Close()
		} else {
			wantCode(t, err, service.NoKeyring)
		}
	}
	if _, err := os.Stat(launched); err == nil {
		t.Error("a bus was started")
	}
}

func TestSlow(t *testing.T) {
	b := startBus(t)
	daemon := b.startKeyring(password)
	k := NewKeyring("app.masthead.test")
	put(t, k, "token", "kept")
	asked := b.asked("Get")
	daemon.stop()
	first := background(t.Context(), k, "token")
	wait(t, asked)

	start := time.Now()
	_, err := k.Get(hurried(t), "token")
	wantCode(t, err, service.Canceled)
	wantCode(t, k.Put(hurried(t), "token", "changed"), service.Canceled)
	if waited := time.Since(start); waited > 2*time.Second {
		t.Errorf("those in a hurry waited %v", waited)
	}
	daemon.resume()
	if a := wait(t, first); a.err != nil || a.secret != "kept" {
		t.Errorf("the late answer is %q, %v", a.secret, a.err)
	}
	want(t, k, "token", "kept") // what was given up before its turn never happened
}

// TestGivenUpWhileItHangs has a caller leave with the keyring standing still: the next
// one must not wait behind it.
func TestGivenUpWhileItHangs(t *testing.T) {
	b := startBus(t)
	daemon := b.startKeyring(password)
	k := NewKeyring("app.masthead.test")
	put(t, k, "token", "kept")
	daemon.stop()
	wantCode(t, k.Put(hurried(t), "token", "changed"), service.Canceled)
	asked := b.asked("Get")
	second := background(t.Context(), k, "token")
	wait(t, asked)
	daemon.resume()
	if a := wait(t, second); a.err != nil || a.secret != "kept" {
		t.Errorf("the next answer is %q, %v", a.secret, a.err)
	}
}

func TestKilledInMidCall(t *testing.T) {
	b := startBus(t)
	daemon := b.startKeyring(password)
	k := NewKeyring("app.masthead.test")
	put(t, k, "token", "kept")
	asked := b.asked("Get")
	daemon.stop()
	first := background(t.Context(), k, "token")
	wait(t, asked)
	daemon.kill()
	wantCode(t, wait(t, first).err, service.KeyringFailed)
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.NoKeyring)
	b.startKeyring(password)
	want(t, k, "token", "kept")
	put(t, k, "token", "changed")
}

func TestBusDiesInMidCall(t *testing.T) {
	b := startBus(t)
	daemon := b.startKeyring(password)
	k := NewKeyring("app.masthead.test")
	put(t, k, "token", "kept")
	asked := b.asked("Get")
	daemon.stop()
	first := background(t.Context(), k, "token")
	wait(t, asked)
	end(b.daemon)
	wantCode(t, wait(t, first).err, service.KeyringFailed)
	_, err := k.Get(t.Context(), "token")
	wantCode(t, err, service.NoKeyring)
	daemon.kill()
	b.run()
	b.startKeyring(password)
	want(t, k, "token", "kept")
}

func TestProviderCode(t *testing.T) {
	for name, code := range map[string]service.Code{
		"org.freedesktop.DBus.Error.ServiceUnknown":       service.NoKeyring,
		"org.freedesktop.DBus.Error.NameHasNoOwner":       service.NoKeyring,
		"org.freedesktop.DBus.Error.Spawn.ChildExited":    service.NoKeyring,
		"org.freedesktop.Secret.Error.IsLocked":           service.KeyringLocked,
		"org.freedesktop.DBus.Error.NoReply":              service.KeyringFailed,
		"org.freedesktop.Secret.Error.NoSession":          service.KeyringFailed,
		"org.freedesktop.DBus.Error.SpawnedByImagination": service.KeyringFailed,
	} {
		wantCode(t, failure("vault.Get", dbus.Error{Name: name}), code)
	}
}
