// Package linux_test holds install.sh to its word: everything is found where a desktop
// looks for it, and it goes without a trace.
package linux_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program stands in for Masthead: it writes its arguments, one a line, beside itself.
const program = `#!/bin/sh
printf '%s\n' "$@" >"$0.started.new"
mv "$0.started.new" "$0.started"
`

// user is somebody who installs: a home folder, and the tree that is installed.
type user struct {
	t          *testing.T
	home, tree string
}

// newUser lays out the tree as the packages have it. A folder of the home is there
// already, with a file in it.
func newUser(t *testing.T) *user {
	t.Helper()
	folder := t.TempDir()
	u := &user{t: t, home: filepath.Join(folder, "home"), tree: filepath.Join(folder, "tree with a space")}
	u.write("notes.txt", "kept")
	binary := filepath.Join(folder, "masthead")
	u.check(os.WriteFile(binary, []byte(program), 0o755))
	lay := exec.CommandContext(t.Context(), "../../.ci/tree", u.tree, binary, "migrated_fynedo,nodynamic")
	if out, err := lay.CombinedOutput(); err != nil {
		t.Fatalf("laying out the tree: %v\n%s", err, out)
	}
	return u
}

func (u *user) check(err error) {
	u.t.Helper()
	if err != nil {
		u.t.Fatal(err)
	}
}

// write puts a file into the home.
func (u *user) write(name, text string) {
	u.t.Helper()
	path := filepath.Join(u.home, name)
	u.check(os.MkdirAll(filepath.Dir(path), 0o755))
	u.check(os.WriteFile(path, []byte(text), 0o644))
}

// run runs a program in the user's session and returns what it prints.
func (u *user) run(env []string, name string, args ...string) (string, error) {
	u.t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		u.t.Fatalf("%v: make test-deps installs it", err)
	}
	cmd := exec.CommandContext(u.t.Context(), name, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + u.home, "LANG=en_US.UTF-8"}, env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// gio asks GLib, whose own cache is left out of account.
func (u *user) gio(env []string, args ...string) (string, error) {
	u.t.Helper()
	return u.run(append(env, "XDG_CACHE_HOME="+u.t.TempDir()), "gio", args...)
}

func (u *user) install(env ...string) string {
	u.t.Helper()
	out, err := u.run(env, filepath.Join(u.tree, "install.sh"))
	if err != nil {
		u.t.Fatalf("install: %v\n%s", err, out)
	}
	return out
}

// uninstall runs the script that lies in the sources, as make does.
func (u *user) uninstall(env ...string) string {
	u.t.Helper()
	out, err := u.run(env, "./install.sh", "uninstall")
	if err != nil {
		u.t.Fatalf("uninstall: %v\n%s", err, out)
	}
	return out
}

// snapshot is every path below the home with its mode and content.
func (u *user) snapshot() map[string]string {
	u.t.Helper()
	all := map[string]string{}
	u.check(filepath.WalkDir(u.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		var data []byte
		if info.Mode().IsRegular() {
			if data, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		all[path] = fmt.Sprintf("%v %x", info.Mode(), sha256.Sum256(data))
		return nil
	}))
	return all
}

// unchanged compares the home with what it was.
func (u *user) unchanged(before map[string]string) {
	u.t.Helper()
	after := u.snapshot()
	if maps.Equal(before, after) {
		return
	}
	for path, is := range after {
		if before[path] != is {
			u.t.Errorf("new or changed: %s", path)
		}
	}
	for path := range before {
		if _, ok := after[path]; !ok {
			u.t.Errorf("gone: %s", path)
		}
	}
}

// TestInstalledProgramStartsFromADesktop asks GLib, which reads desktop entries for most
// file managers, at places that need every rule of quoting.
func TestInstalledProgramStartsFromADesktop(t *testing.T) {
	for _, place := range []string{
		".local", "a new place/below another", "größer/日本", `it's $HOME "so" ` + "`called`", "#1;&|<>*?",
	} {
		t.Run(place, func(t *testing.T) {
			u := newUser(t)
			before := u.snapshot()
			prefix := filepath.Join(u.home, place)
			var env []string // nothing: ~/.local is where it goes by itself
			if place != ".local" {
				env = []string{"PREFIX=" + prefix, "XDG_DATA_HOME=" + filepath.Join(prefix, "share")}
			}
			u.install(env...)
			once := u.snapshot()
			u.install(env...)
			u.unchanged(once)

			entry := filepath.Join(prefix, "share", "applications", "app.masthead.desktop")
			if out, err := u.run(env, "desktop-file-validate", entry); err != nil || out != "" {
				t.Errorf("desktop-file-validate: %v\n%s", err, out)
			}
			for _, kind := range []string{"jpeg", "png", "gif", "webp", "tiff", "bmp"} {
				if out, err := u.gio(env, "mime", "image/"+kind); err != nil || !strings.Contains(out, "app.masthead.desktop") {
					t.Errorf("image/%s is not opened with Masthead: %v\n%s", kind, err, out)
				}
			}
			u.write("my pictures/nëw \"avatar\" 100%f.jpg", "a picture")
			picture := filepath.Join(u.home, "my pictures", "nëw \"avatar\" 100%f.jpg")
			started := filepath.Join(prefix, "bin", "masthead.started")
			for want, args := range map[string][]string{picture + "\n": {entry, picture}, "\n": {entry}} {
				if out, err := u.gio(env, append([]string{"launch"}, args...)...); err != nil {
					t.Fatalf("gio launch: %v\n%s", err, out)
				}
				if got := u.wait(started); got != want {
					t.Errorf("it was started with %q, want %q", got, want)
				}
			}
			u.check(os.RemoveAll(filepath.Dir(picture)))
			u.uninstall(env...)
			u.unchanged(before)
		})
	}
}

// wait waits for a file, reads it and takes it away.
func (u *user) wait(path string) string {
	u.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		data, err := os.ReadFile(path)
		if err == nil {
			u.check(os.Remove(path))
			return string(data)
		}
		if time.Now().After(deadline) {
			u.t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond) // a process is waited for
	}
}

const otherEntry = `[Desktop Entry]
Type=Application
Name=Other
Exec=true
MimeType=image/png;
`

// TestWhatOthersHaveStays installs beside another program, which has caches.
func TestWhatOthersHaveStays(t *testing.T) {
	u := newUser(t)
	u.write(".local/share/applications/other.desktop", otherEntry)
	u.write(".local/share/applications/mimeinfo.cache", "[MIME Cache]\nimage/png=other.desktop;\n")
	u.write(".local/bin/other", "")
	before := u.snapshot()
	u.install()
	u.uninstall()
	u.unchanged(before)
}

// TestWhatOthersBringMeanwhileStays installs another program after Masthead, which
// counts on the cache that Masthead made.
func TestWhatOthersBringMeanwhileStays(t *testing.T) {
	u := newUser(t)
	u.install()
	u.write(".local/share/applications/other.desktop", otherEntry)
	u.uninstall()
	out, err := u.gio(nil, "mime", "image/png")
	if err != nil || !strings.Contains(out, "other.desktop") || strings.Contains(out, "masthead") {
		t.Errorf("image/png is opened with: %v\n%s", err, out)
	}
}

// TestWithoutTheToolOfDesktops installs where no desktop-file-utils are.
func TestWithoutTheToolOfDesktops(t *testing.T) {
	u := newUser(t)
	before := u.snapshot()
	bin := t.TempDir()
	tools, err := os.ReadDir("/usr/bin")
	u.check(err)
	for _, tool := range tools {
		if tool.Name() != "update-desktop-database" {
			u.check(os.Symlink(filepath.Join("/usr/bin", tool.Name()), filepath.Join(bin, tool.Name())))
		}
	}
	u.install("PATH=" + bin)
	u.install("PATH=" + bin)
	if out, err := u.gio(nil, "mime", "image/webp"); err != nil || !strings.Contains(out, "app.masthead.desktop") {
		t.Errorf("image/webp is not opened with Masthead: %v\n%s", err, out)
	}
	u.uninstall("PATH=" + bin)
	u.unchanged(before)
}

func TestOnlyTheDataStays(t *testing.T) {
	u := newUser(t)
	u.write(".local/share/masthead/history/1/journal.jsonl", "{}")
	before := u.snapshot()
	u.install()
	u.write(".cache/masthead/images/1", "fetched")
	u.write(".cache/font_index_v5.cache", "")
	u.write(".config/fyne/app.masthead/preferences.json", "{}")
	u.write(".config/masthead/accounts.json", `{"version": 1, "accounts": []}`) // everybody was signed out
	u.write(".config/masthead/accounts.json.lock", "")
	out := u.uninstall()
	if !strings.Contains(out, ".local/share/masthead") {
		t.Errorf("it does not name what stays: %s", out)
	}
	u.unchanged(before)
}

// An account that is signed in has keys in the keyring, which its entry alone can find.
func TestAccountsStay(t *testing.T) {
	u := newUser(t)
	u.write(".config/masthead/accounts.json", `{"version": 1, "accounts": [{"account": {"id": "1"}}]}`)
	before := u.snapshot()
	u.install()
	if out := u.uninstall(); !strings.Contains(out, "Sign out in Masthead") {
		t.Errorf("it does not say what stays: %s", out)
	}
	u.unchanged(before)
}

// TestDestdir is how packages are made: nothing outside of it is touched, and the entry
// names the place where the program will be.
func TestDestdir(t *testing.T) {
	u := newUser(t)
	u.check(os.Mkdir(filepath.Join(u.home, "root"), 0o755))
	before := u.snapshot()
	env := []string{"DESTDIR=" + filepath.Join(u.home, "root"), "PREFIX=/opt/mast head/"}
	u.install(env...)
	entry, err := os.ReadFile(filepath.Join(u.home, "root/opt/mast head/share/applications/app.masthead.desktop"))
	u.check(err)
	if !strings.Contains(string(entry), "\nExec=\"/opt/mast head/bin/masthead\" %f\n") {
		t.Errorf("the entry is\n%s", entry)
	}
	if _, err := os.Stat(filepath.Join(u.home, "root/opt/mast head/share/applications/mimeinfo.cache")); err == nil {
		t.Error("a package would bring a cache")
	}
	u.uninstall(env...)
	u.unchanged(before)
}

func TestPlacesThatNoEntryCanNameAreRefused(t *testing.T) {
	u := newUser(t)
	before := u.snapshot()
	for _, prefix := range []string{"here", "~/there", u.home + "/100%", u.home + "/a=b", u.home + `/a\b`, u.home + "/a\nb"} {
		out, err := u.run([]string{"PREFIX=" + prefix}, filepath.Join(u.tree, "install.sh"))
		if err == nil || !strings.HasPrefix(out, "PREFIX must") {
			t.Errorf("%q: %v, %s", prefix, err, out)
		}
	}
	u.unchanged(before)
}

func TestUninstallWithoutInstall(t *testing.T) {
	u := newUser(t)
	before := u.snapshot()
	if out := u.uninstall(); !strings.Contains(out, "not installed") {
		t.Errorf("it says %q", out)
	}
	u.unchanged(before)
}
