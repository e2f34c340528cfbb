package command

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"masthead/app/desktop"
	"masthead/service/sandbox"
)

// browserEnv makes the test binary the browser that the program opens: it allows the
// app on the page, and writes the PIN, or the page at the end, into the folder named.
const browserEnv = "MASTHEAD_TEST_BROWSER"

// browse plays the person in the browser.
func browse(address, folder string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	page, err := visit(client.Get(address))
	if err != nil {
		return err
	}
	form := url.Values{"decision": {"allow"}}
	for _, field := range regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Set(field[1], field[2])
	}
	base, _, _ := strings.Cut(address, "?")
	page, err = visit(client.PostForm(base, form))
	if err != nil {
		return err
	}
	if pin := regexp.MustCompile(`<code>(\d+)</code>`).FindStringSubmatch(page); pin != nil {
		page = pin[1]
	}
	// In one step, for it is waited for.
	temporary := filepath.Join(folder, "writing")
	if err := os.WriteFile(temporary, []byte(page), 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Join(folder, "shown"))
}

func visit(resp *http.Response, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return string(body), err
}

// person is somebody at a desktop with a keyring and a browser.
type person struct {
	*desktop.Desktop
	t       *testing.T
	server  *sandbox.Server
	browser string // the folder that the browser writes into
	output  *os.File
	program *exec.Cmd
	window  desktop.Window
}

func newPerson(t *testing.T) *person {
	t.Helper()
	p := &person{Desktop: startDesktop(t, 1300, 860), t: t, browser: t.TempDir()}
	var err error
	p.output, err = os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.output.Close() })
	p.server, err = sandbox.New(sandbox.Options{Avatar: encode(t, scene(800, 800, 3)), Banner: encode(t, scene(1500, 500, 5))})
	p.check(err)
	p.check(p.server.Listen(t.Context()))
	t.Cleanup(func() { p.server.Close() })
	return p
}

func (p *person) check(err error) {
	p.t.Helper()
	if err != nil {
		if shot, err := p.Screenshot(context.WithoutCancel(p.t.Context())); err == nil {
			path := filepath.Join(p.t.ArtifactDir(), "desktop.png")
			_ = os.WriteFile(path, encode(p.t, shot), 0o600)
			p.t.Log("the desktop looked like " + path)
		}
		p.t.Fatalf("%v; the program wrote:\n%s", err, p.written())
	}
}

// written is what the program has written on its outputs so far.
func (p *person) written() []byte {
	data, _ := os.ReadFile(p.output.Name())
	return data
}

// start opens the program's window.
func (p *person) start() {
	p.t.Helper()
	exe, err := os.Executable()
	p.check(err)
	// The program opens pages with xdg-open, which is found on the path.
	script := fmt.Sprintf("#!/bin/sh\n%s=%q exec %q \"$@\"\n", browserEnv, p.browser, exe)
	p.check(os.WriteFile(filepath.Join(p.browser, "xdg-open"), []byte(script), 0o700))
	p.program = p.Command(context.WithoutCancel(p.t.Context()), exe, "--api", p.server.URL().String())
	p.program.Env = append(p.program.Env, programEnv+"=1", "FYNE_SCALE=1", "FYNE_THEME=dark",
		"PATH="+p.browser+":"+os.Getenv("PATH"))
	p.program.Stdout, p.program.Stderr = p.output, p.output
	p.check(p.program.Start())
	p.t.Cleanup(p.kill)
	p.window, err = p.FindWindow(p.t.Context(), "Masthead", 30*time.Second)
	p.check(err)
	p.check(p.Move(p.t.Context(), p.window, 0, 0))
	p.check(p.Resize(p.t.Context(), p.window, 1280, 820))
}

// kill ends the program as a crash would.
func (p *person) kill() {
	if p.program.ProcessState == nil {
		_ = p.program.Process.Kill()
		_ = p.program.Wait()
	}
}

// shown is what the browser showed at last.
func (p *person) shown() string {
	p.t.Helper()
	path := filepath.Join(p.browser, "shown")
	p.check(desktop.Wait(p.t.Context(), time.Minute, func() bool {
		_, err := os.Stat(path)
		return err == nil
	}))
	data, err := os.ReadFile(path)
	p.check(err)
	p.check(os.Remove(path))
	return string(data)
}

// press presses keys in the window.
func (p *person) press(keys ...string) {
	p.t.Helper()
	p.check(p.Key(p.t.Context(), p.window, keys...))
}

// write types text.
func (p *person) write(text string) {
	p.t.Helper()
	p.check(p.Type(p.t.Context(), text))
}

// click clicks at a place of the window, in pixels, and waits for what comes of it.
func (p *person) click(x, y int) {
	p.t.Helper()
	left, top, err := p.Origin(p.t.Context(), p.window)
	p.check(err)
	before := p.look()
	p.check(p.Click(p.t.Context(), left+x, top+y, 1))
	p.settled(before)
}

// sees waits until the account's picture stands on the screen, on its own or not.
func (p *person) sees(there bool) {
	p.t.Helper()
	r := &real{Desktop: p.Desktop, t: p.t, ctx: p.t.Context(), server: p.server, window: p.window}
	r.other = signedClient(p.server)
	picture := r.served()["bigger"]
	inside := func(x, y int) bool { return x > 20 && x < 53 && y > 20 && y < 53 }
	p.check(desktop.Wait(p.t.Context(), time.Minute, func() bool {
		shot, err := p.Screenshot(p.t.Context())
		p.check(err)
		_, found := desktop.FindWhere(shot, picture, inside)
		return found == there
	}))
}

// entries reads the accounts that the program wrote down.
func (p *person) entries() string {
	data, _ := os.ReadFile(filepath.Join(p.Home(), "config", "masthead", "accounts.json"))
	return string(data)
}

// kept waits until the index names an account, or none.
func (p *person) kept(there bool) {
	p.t.Helper()
	p.check(desktop.Wait(p.t.Context(), time.Minute, func() bool {
		return strings.Contains(p.entries(), p.server.Credentials().UserID) == there
	}))
}

// leaks fails the test if a secret stands in a file under the home folder or in what the
// program wrote.
func (p *person) leaks(when string) {
	p.t.Helper()
	keys := p.server.Credentials()
	secrets := []string{keys.ConsumerKey, keys.ConsumerSecret, keys.AccessToken, keys.AccessSecret}
	holds := func(data []byte) bool {
		for _, s := range secrets {
			if bytes.Contains(data, []byte(s)) {
				return true
			}
		}
		return false
	}
	if holds(p.written()) {
		p.t.Errorf("%s: a secret in the output", when)
	}
	files := 0
	p.check(filepath.WalkDir(p.Home(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // what went away meanwhile, sockets
		}
		data, err := os.ReadFile(path)
		if err == nil && holds(data) {
			p.t.Errorf("%s: a secret in %s", when, path)
		}
		files++
		return nil
	}))
	if files < 5 {
		p.t.Errorf("%s: only %d files were looked at", when, files)
	}
}

// TestSigningInByHand signs in with a PIN and with a callback, as a person does: with
// keys typed into the card, a page in the browser, and a real keyring. The sign-in
// outlives a crash, and is gone without a trace after signing out.
func TestSigningInByHand(t *testing.T) {
	p := newPerson(t)
	_, err := p.StartKeyring(context.WithoutCancel(t.Context()), "a password")
	p.check(err)
	keys := p.server.Credentials()

	p.start()
	p.signIn(false)
	p.write(p.shown()) // the PIN goes to the focused field
	p.press("Return")
	p.sees(true)
	p.kept(true)
	p.leaks("signed in with a PIN")

	p.kill()
	p.start()
	p.sees(true) // without a word
	p.leaks("after a crash")

	p.signOut()
	p.sees(false)
	p.kept(false)
	p.leaks("signed out")

	p.signIn(true)
	if page := p.shown(); !strings.Contains(page, "@"+keys.ScreenName+" is signed in to Masthead") {
		t.Errorf("the browser shows %s", page)
	}
	p.sees(true)
	p.kept(true)
	p.leaks("signed in with a callback")
}

// signIn opens the card from the first-run wall and goes on until the browser is open.
func (p *person) signIn(callback bool) {
	p.t.Helper()
	keys := p.server.Credentials()
	p.settled(nil)
	p.click(640, 469) // Sign in to X…
	p.write(keys.ConsumerKey)
	p.press("Return")
	p.write(keys.ConsumerSecret)
	if callback {
		p.click(510, 594) // Use a callback URL instead
	}
	p.press("Return")
}

// signOut signs out by the account's menu.
func (p *person) signOut() {
	p.t.Helper()
	p.settled(nil)
	p.click(100, 28)  // the account's menu
	p.click(100, 151) // Sign out @…
	p.press("Return") // says no: the focus is on Cancel
	p.settled(nil)
	p.click(100, 28)
	p.click(100, 151)
	p.check(desktop.Wait(p.t.Context(), time.Minute, func() bool {
		shot, err := p.Screenshot(p.t.Context())
		p.check(err)
		_, ready := middleOf(shot, destructive, shot.Rect)
		return ready
	}))
	p.press("Tab", "Return")
}

// look is what stands on the wall and above it; beside it ages are counted.
func (p *person) look() []byte {
	p.t.Helper()
	shot, err := p.Screenshot(p.t.Context())
	p.check(err)
	var pixels []byte
	for y := range 790 {
		pixels = append(pixels, shot.Pix[shot.PixOffset(0, y):shot.PixOffset(948, y)]...)
	}
	return pixels
}

// settled waits until the window looks different than before, and the same for a moment.
func (p *person) settled(before []byte) {
	p.t.Helper()
	var last []byte
	same := 0
	p.check(desktop.Wait(p.t.Context(), time.Minute, func() bool {
		now := p.look()
		if alike(now, last) {
			same++
		} else {
			same, last = 0, now
		}
		return same >= 2 && !alike(now, before)
	}))
}

// alike forgives a blinking cursor.
func alike(a, b []byte) bool {
	differ := 0
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			differ++
		}
	}
	return len(a) == len(b) && differ < 400
}
