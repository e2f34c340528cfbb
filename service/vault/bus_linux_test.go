package vault

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// patience is how long a test waits for a real process before it fails.
const patience = 10 * time.Second

const addressVariable = "DBUS_SESSION_BUS_ADDRESS"

// bus is a session bus of the test's own, on which nothing is started by itself.
type bus struct {
	t       *testing.T
	dir     string // home and everything else of the programs on it
	address string
	daemon  *exec.Cmd
}

// startBus starts a bus and makes it this process's session bus until the test ends.
func startBus(t *testing.T) *bus {
	t.Helper()
	b := &bus{t: t, dir: t.TempDir()}
	socket := filepath.Join(b.dir, "bus")
	b.address = "unix:path=" + socket
	config := `<busconfig><type>session</type><listen>unix:path=` + socket + `</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(filepath.Join(b.dir, "bus.conf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run()
	t.Setenv(addressVariable, b.address)
	t.Cleanup(b.kill)
	return b
}

// run starts the bus's process, at the same address every time.
func (b *bus) run() {
	b.t.Helper()
	b.daemon = exec.Command(program(b.t, "dbus-daemon", "dbus-daemon"),
		"--config-file="+filepath.Join(b.dir, "bus.conf"), "--nofork", "--print-address=3")
	r, w, err := os.Pipe()
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Close()
	b.daemon.ExtraFiles = []*os.File{w}
	err = b.daemon.Start()
	w.Close()
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := bufio.NewReader(r).ReadString('\n'); err != nil {
		b.t.Fatal("dbus-daemon ended before it was ready")
	}
}

// kill ends the bus, and waits until the connection that go-keyring shares has noticed.
func (b *bus) kill() {
	b.t.Helper()
	shared, err := dbus.SessionBus()
	if err != nil {
		b.t.Fatal(err)
	}
	end(b.daemon)
	wait(b.t, shared.Context().Done())
}

// connect joins the bus.
func (b *bus) connect() *dbus.Conn {
	b.t.Helper()
	conn, err := dbus.Connect(b.address)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { conn.Close() })
	return conn
}

// asked returns a channel that is closed once somebody calls a member of the keyring.
func (b *bus) asked(member string) <-chan struct{} {
	b.t.Helper()
	conn := b.connect()
	err := conn.BusObject().Call("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0,
		[]string{"type='method_call',destination='" + secrets + "',member='" + member + "'"}, uint32(0)).Err
	if err != nil {
		b.t.Fatal(err)
	}
	messages := make(chan *dbus.Message, 64)
	conn.Eavesdrop(messages)
	seen := make(chan struct{})
	go func() {
		for m := range messages {
			if m.Type == dbus.TypeMethodCall && m.Headers[dbus.FieldMember].Value() == member {
				close(seen)
				return
			}
		}
	}()
	return seen
}

// keyringDaemon is a real gnome-keyring.
type keyringDaemon struct {
	t   *testing.T
	cmd *exec.Cmd
	log bytes.Buffer
}

// startKeyring starts gnome-keyring with an unlocked login keyring, which stays in the
// bus's folder from one start to the next. Without a password it starts with none.
func (b *bus) startKeyring(password string) *keyringDaemon {
	b.t.Helper()
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	} else {
		args = append(args, "--start")
	}
	k := &keyringDaemon{t: b.t, cmd: exec.Command(program(b.t, "gnome-keyring-daemon", "gnome-keyring"), args...)}
	k.cmd.Stdin = strings.NewReader(password)
	k.cmd.Stdout, k.cmd.Stderr = &k.log, &k.log
	k.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", addressVariable + "=" + b.address}
	for name, folder := range map[string]string{"HOME": "home", "XDG_DATA_HOME": "data", "XDG_RUNTIME_DIR": "run"} {
		path := filepath.Join(b.dir, folder)
		if err := os.MkdirAll(path, 0o700); err != nil {
			b.t.Fatal(err)
		}
		k.cmd.Env = append(k.cmd.Env, name+"="+path)
	}
	if err := k.cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		k.kill()
		if b.t.Failed() {
			b.t.Logf("gnome-keyring-daemon wrote:\n%s", k.log.String())
		}
	})
	provider := b.connect().Object(secrets, servicePath)
	waitFor(b.t, "gnome-keyring to answer", func() bool {
		var all []dbus.ObjectPath
		err := provider.StoreProperty(serviceInterface+".Collections", &all)
		return err == nil && (password == "" || slices.Contains(all, loginCollection))
	})
	return k
}

// lock locks the login keyring.
func (b *bus) lock() {
	b.t.Helper()
	var locked []dbus.ObjectPath
	var question dbus.ObjectPath
	err := b.connect().Object(secrets, servicePath).
		Call(serviceInterface+".Lock", 0, []dbus.ObjectPath{loginCollection}).Store(&locked, &question)
	if err != nil || len(locked) != 1 {
		b.t.Fatalf("locking: %v, %v", locked, err)
	}
}

// stop has the daemon hang until resume.
func (k *keyringDaemon) stop() {
	k.t.Helper()
	if err := k.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		k.t.Fatal(err)
	}
	waitFor(k.t, "gnome-keyring to stand still", func() bool {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", k.cmd.Process.Pid))
		return err == nil && bytes.Contains(stat, []byte(") T "))
	})
}

func (k *keyringDaemon) resume() {
	k.t.Helper()
	if err := k.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		k.t.Fatal(err)
	}
}

func (k *keyringDaemon) kill() { end(k.cmd) }

// end kills a process, once.
func end(cmd *exec.Cmd) {
	if cmd.ProcessState == nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed: there is nothing else to learn
	}
}

// program finds a program, or says which package has it.
func program(t *testing.T, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install the package %s", name, pkg)
	}
	return path
}

// wait waits for a channel to be closed or to deliver.
func wait[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("waited in vain")
		panic("unreachable")
	}
}

// waitFor asks until a condition holds.
func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
