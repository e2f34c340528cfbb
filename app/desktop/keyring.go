package desktop

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// Keyring is a real gnome-keyring on a desktop's session bus.
type Keyring struct{ cmd *exec.Cmd }

// StartKeyring starts gnome-keyring with an unlocked login keyring, and returns when it
// answers. It ends with the desktop, or by Kill.
func (d *Desktop) StartKeyring(ctx context.Context, password string) (*Keyring, error) {
	if _, err := exec.LookPath("gnome-keyring-daemon"); err != nil {
		return nil, fmt.Errorf("desktop: gnome-keyring-daemon is missing: install the package gnome-keyring")
	}
	cmd := d.Command(ctx, "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	cmd.Stdin = strings.NewReader(password)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("desktop: starting gnome-keyring: %w", err)
	}
	k := &Keyring{cmd: cmd}
	bus, err := dbus.Connect(d.bus)
	if err != nil {
		k.Kill()
		return nil, fmt.Errorf("desktop: joining the session bus: %w", err)
	}
	defer bus.Close()
	service := bus.Object("org.freedesktop.secrets", "/org/freedesktop/secrets")
	err = Wait(ctx, time.Minute, func() bool {
		var collections []dbus.ObjectPath
		err := service.StoreProperty("org.freedesktop.Secret.Service.Collections", &collections)
		return err == nil && len(collections) > 1 // the session's own, and login
	})
	if err != nil {
		k.Kill()
		return nil, err
	}
	return k, nil
}

// Kill ends the keyring as a crash would.
func (k *Keyring) Kill() {
	_ = k.cmd.Process.Kill()
	_ = k.cmd.Wait() // it was killed: there is nothing else to learn
}
