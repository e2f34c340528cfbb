package signin

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"masthead/service"
	"masthead/service/session"
	"masthead/service/vault"
)

const api = "https://api.x.com"

// keyring is a memory vault that can be told to fail, and counts how often it was asked.
type keyring struct {
	*vault.Memory
	fail  service.Code
	asked int
	// held is called before a call goes through.
	held func()
}

func (k *keyring) pass(ctx context.Context) error {
	k.asked++
	if k.held != nil {
		k.held()
	}
	if ctx.Err() != nil {
		return service.Errorf("keyring", service.Canceled, "nobody waits")
	}
	if k.fail != "" {
		return service.Errorf("keyring", k.fail, "it was told to")
	}
	return nil
}

func (k *keyring) Get(ctx context.Context, name string) (string, error) {
	if err := k.pass(ctx); err != nil {
		return "", err
	}
	return k.Memory.Get(ctx, name)
}

func (k *keyring) Put(ctx context.Context, name, secret string) error {
	if err := k.pass(ctx); err != nil {
		return err
	}
	return k.Memory.Put(ctx, name, secret)
}

func (k *keyring) Delete(ctx context.Context, name string) error {
	if err := k.pass(ctx); err != nil {
		return err
	}
	return k.Memory.Delete(ctx, name)
}

// desk is a book with its keyring and index, and what a later start of the program would
// find of them.
type desk struct {
	*Book
	t       *testing.T
	keyring *keyring
	path    string
	now     time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{
		t: t, keyring: &keyring{Memory: vault.NewMemory()}, path: filepath.Join(t.TempDir(), "masthead", "accounts.json"),
		now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
	}
	d.start()
	return d
}

// start is the program starting anew: only keyring and index outlive it.
func (d *desk) start() {
	d.Book = New(Params{
		API: api, Keyring: d.keyring, Memory: vault.NewMemory(), Index: session.OpenIndex(d.path),
		Now: func() time.Time { d.now = d.now.Add(time.Second); return d.now },
	})
}

func granted(id string) session.Granted {
	return session.Granted{
		UserID: id, Handle: "user" + id,
		Credentials: session.Credentials{ConsumerKey: "key", ConsumerSecret: "secret", Token: id + "-token", TokenSecret: "hush" + id},
	}
}

// join signs in and keeps the keys.
func (d *desk) join(id string) error {
	d.t.Helper()
	if _, err := d.Accept(d.t.Context(), granted(id)); err != nil {
		d.t.Fatal(err)
	}
	return d.Keep(d.t.Context(), id)
}

// list is who is signed in, newest first.
func (d *desk) list() string {
	d.t.Helper()
	all, err := d.Accounts()
	if err != nil {
		d.t.Fatal(err)
	}
	var ids []string
	for _, e := range all {
		ids = append(ids, e.Account.ID)
	}
	return strings.Join(ids, " ")
}

// entry is an account in the list.
func (d *desk) entry(id string) session.Entry {
	d.t.Helper()
	all, _ := d.Accounts()
	i := slices.IndexFunc(all, func(e session.Entry) bool { return e.Account.ID == id })
	if i < 0 {
		d.t.Fatalf("%s is not in the list", id)
	}
	return all[i]
}

// wants checks that an account's keys can be had, or why not.
func (d *desk) wants(id string, code service.Code) {
	d.t.Helper()
	keys, err := d.Keys(d.t.Context(), d.entry(id))
	if service.CodeOf(err) != code || (err == nil) != (keys == granted(id).Credentials) {
		d.t.Errorf("%s: %v, want %q", id, err, code)
	}
}

func TestTenAccountsOutliveTheProgram(t *testing.T) {
	d := newDesk(t)
	for i := range 10 {
		if err := d.join(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	d.start()
	if got := d.list(); got != "9 8 7 6 5 4 3 2 1 0" {
		t.Errorf("signed in: %s", got)
	}
	for i := range 10 {
		d.wants(fmt.Sprint(i), "")
	}
	if err := d.Note(service.Account{ID: "4", Handle: "four", Name: "Four"}, service.Plan{Reader: service.ReaderV2}); err != nil {
		t.Fatal(err)
	}
	d.start()
	if got := d.list(); !strings.HasPrefix(got, "4 9") {
		t.Errorf("after 4 was shown: %s", got)
	}
	if e := d.entry("4"); e.Account.Handle != "four" || e.Plan.Reader != service.ReaderV2 {
		t.Errorf("what was noted: %+v", e)
	}
}

func TestWithNobodySignedInTheKeyringIsNotAsked(t *testing.T) {
	d := newDesk(t)
	if got := d.list(); got != "" {
		t.Errorf("signed in: %s", got)
	}
	if err := d.Tidy(t.Context()); err != nil || d.keyring.asked != 0 {
		t.Errorf("%v, asked %d times", err, d.keyring.asked)
	}
}

func TestWithoutAKeyringASignInLastsForThisRun(t *testing.T) {
	for _, code := range []service.Code{service.NoKeyring, service.KeyringLocked, service.KeyringFailed} {
		d := newDesk(t)
		d.keyring.fail = code
		if err := d.join("1"); service.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
		if !d.ThisRun("1") || d.list() != "1" {
			t.Errorf("%s: signed in for this run: %v, %s", code, d.ThisRun("1"), d.list())
		}
		d.wants("1", "")
		d.start()
		if got := d.list(); got != "" {
			t.Errorf("%s: %s is signed in at the next start", code, got)
		}
	}
}

func TestKeepingCanBeTriedAgain(t *testing.T) {
	d := newDesk(t)
	d.keyring.fail = service.KeyringLocked
	_ = d.join("1")
	d.keyring.fail = ""
	if err := d.Keep(t.Context(), "1"); err != nil || d.ThisRun("1") {
		t.Errorf("%v, for this run: %v", err, d.ThisRun("1"))
	}
	d.start()
	d.wants("1", "")
	if err := d.Keep(t.Context(), "1"); err != nil { // nothing to do
		t.Error(err)
	}
}

func TestKilledBeforeTheKeyringAnswered(t *testing.T) {
	d := newDesk(t)
	d.keyring.held = func() { panic(errors.New("killed")) }
	func() {
		defer func() { _ = recover() }()
		_ = d.join("1")
	}()
	d.keyring.held = nil
	d.start()
	d.wants("1", service.NoSecret) // so that it asks to sign in again
}

func TestClosedWhileTheKeyringTakesItsTime(t *testing.T) {
	d := newDesk(t)
	ctx, closed := context.WithCancel(t.Context())
	d.keyring.held = closed
	if _, err := d.Accept(ctx, granted("1")); err != nil {
		t.Fatal(err)
	}
	if err := d.Keep(ctx, "1"); service.CodeOf(err) != service.Canceled {
		t.Error(err)
	}
	// The foreign call behind it went on and stored the keys after all.
	d.keyring.held = nil
	if err := d.keyring.Put(t.Context(), d.entry("1").Name(), granted("1").Credentials.Encode()); err != nil {
		t.Fatal(err)
	}
	d.start()
	d.wants("1", "")
}

func TestForgetting(t *testing.T) {
	d := newDesk(t)
	for _, id := range []string{"1", "2"} {
		if err := d.join(id); err != nil {
			t.Fatal(err)
		}
	}
	one := d.entry("1")
	if err := d.Forget(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	if _, err := d.keyring.Memory.Get(t.Context(), one.Name()); service.CodeOf(err) != service.NoSecret {
		t.Errorf("the keyring still holds it: %v", err)
	}
	d.start()
	if got := d.list(); got != "2" {
		t.Errorf("signed in: %s", got)
	}
	d.wants("2", "")
}

func TestForgettingWhileTheKeyringFails(t *testing.T) {
	d := newDesk(t)
	if err := d.join("1"); err != nil {
		t.Fatal(err)
	}
	one := d.entry("1")
	d.keyring.fail = service.KeyringFailed
	if err := d.Forget(t.Context(), one); service.CodeOf(err) != service.KeyringFailed {
		t.Errorf("forgetting: %v", err)
	}
	if got := d.list(); got != "" {
		t.Errorf("signed in: %s", got)
	}
	if err := d.Note(one.Account, one.Plan); err != nil || d.list() != "" {
		t.Errorf("a late answer brought it back: %v, %s", err, d.list())
	}
	d.start()
	d.keyring.fail = ""
	if got := d.list(); got != "" {
		t.Errorf("signed in at the next start: %s", got)
	}
	if err := d.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.keyring.Memory.Get(t.Context(), one.Name()); service.CodeOf(err) != service.NoSecret {
		t.Errorf("the keyring still holds it: %v", err)
	}
	if all, err := d.Index.Entries(); err != nil || len(all) != 0 {
		t.Errorf("the index still names %v, %v", all, err)
	}
}

func TestSigningInAgainAfterForgetting(t *testing.T) {
	d := newDesk(t)
	_ = d.join("1")
	d.keyring.fail = service.KeyringFailed
	_ = d.Forget(t.Context(), d.entry("1"))
	d.keyring.fail = ""
	if err := d.join("1"); err != nil {
		t.Fatal(err)
	}
	if err := d.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.start()
	d.wants("1", "")
}

func TestAccountsOfAnotherAPIAreNotMixedIn(t *testing.T) {
	d := newDesk(t)
	_ = d.join("1")
	other := New(Params{
		API: "http://127.0.0.1:8080", Keyring: d.keyring, Memory: vault.NewMemory(), Index: session.OpenIndex(d.path), Now: time.Now,
	})
	if all, err := other.Accounts(); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	if err := other.Forget(t.Context(), session.Entry{API: other.API, Account: service.Account{ID: "1"}}); err != nil {
		t.Fatal(err)
	}
	d.wants("1", "")
}

func TestForgettingWhatWasNeverKept(t *testing.T) {
	d := newDesk(t)
	d.keyring.fail = service.NoKeyring
	_ = d.join("1")
	asked := d.keyring.asked
	if err := d.Forget(t.Context(), d.entry("1")); err != nil || d.keyring.asked != asked {
		t.Errorf("%v, the keyring was asked %d times more", err, d.keyring.asked-asked)
	}
	if got := d.list(); got != "" {
		t.Errorf("signed in: %s", got)
	}
}

func TestASecretThatHoldsNoKeys(t *testing.T) {
	d := newDesk(t)
	_ = d.join("1")
	if err := d.keyring.Put(t.Context(), d.entry("1").Name(), "something else"); err != nil {
		t.Fatal(err)
	}
	d.wants("1", service.NoSecret)
}

// Two accounts wait to be removed; one of them signs in again while the other's keys are.
func TestTidyLeavesFreshKeys(t *testing.T) {
	d := newDesk(t)
	for _, id := range []string{"1", "2"} {
		_ = d.join(id)
	}
	d.keyring.fail = service.KeyringFailed
	for _, id := range []string{"1", "2"} {
		_ = d.Forget(t.Context(), d.entry(id))
	}
	d.keyring.fail = ""
	d.start()
	kept := make(chan error, 2)
	d.keyring.held = func() {
		d.keyring.held = nil
		for _, id := range []string{"1", "2"} {
			if _, err := d.Accept(t.Context(), granted(id)); err != nil {
				t.Error(err)
			}
			go func() { kept <- d.Keep(t.Context(), id) }()
		}
	}
	if err := d.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := <-kept; err != nil {
			t.Error(err)
		}
	}
	if err := d.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.start()
	d.wants("1", "")
	d.wants("2", "")
}

func TestSigningInAgainWhileTheFirstIsKept(t *testing.T) {
	d := newDesk(t)
	again := granted("1")
	again.Credentials.Token = "newer"
	d.keyring.held = func() {
		d.keyring.held = nil
		if _, err := d.Accept(t.Context(), again); err != nil {
			t.Error(err)
		}
	}
	if err := d.join("1"); err != nil || d.ThisRun("1") {
		t.Fatalf("%v, for this run: %v", err, d.ThisRun("1"))
	}
	d.start()
	if keys, err := d.Keys(t.Context(), d.entry("1")); err != nil || keys != again.Credentials {
		t.Errorf("the former keys are kept, %v", err)
	}
}

func TestKeysThatWereKeptOutliveAKeyringThatFails(t *testing.T) {
	d := newDesk(t)
	_ = d.join("1")
	d.keyring.fail = service.KeyringLocked
	if err := d.join("1"); service.CodeOf(err) != service.KeyringLocked {
		t.Fatal(err)
	}
	d.keyring.fail = ""
	d.start()
	if err := d.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.wants("1", "")
}

func TestTheHandleAfterASignOutThatTheKeyringDidNotHearOf(t *testing.T) {
	d := newDesk(t)
	_ = d.join("1")
	d.keyring.fail = service.KeyringFailed
	_ = d.Forget(t.Context(), d.entry("1"))
	d.keyring.fail = ""
	_ = d.join("1")
	if got := d.entry("1").Account.Handle; got != "user1" {
		t.Errorf("it is listed as %q", got)
	}
}

func TestForgettingWhileItIsKept(t *testing.T) {
	d := newDesk(t)
	e, err := d.Accept(t.Context(), granted("1"))
	if err != nil {
		t.Fatal(err)
	}
	forgotten := make(chan error, 1)
	d.keyring.held = func() {
		d.keyring.held = nil
		go func() { forgotten <- d.Forget(t.Context(), e) }()
	}
	_ = d.Keep(t.Context(), "1")
	if err := <-forgotten; err != nil {
		t.Fatal(err)
	}
	if _, err := d.keyring.Memory.Get(t.Context(), e.Name()); service.CodeOf(err) != service.NoSecret {
		t.Errorf("the keyring still holds it: %v", err)
	}
}

func TestForgettingWithAListThatCannotBeWritten(t *testing.T) {
	d := newDesk(t)
	_ = d.join("1")
	e := d.entry("1")
	d.seal()
	if err := d.Forget(t.Context(), e); service.CodeOf(err) != service.NotWritten {
		t.Errorf("forgetting: %v", err)
	}
	d.wants("1", service.NoSecret)
}

func TestATrialWritesNothing(t *testing.T) {
	d := newDesk(t)
	if err := d.Note(service.Account{ID: "7", Handle: "demo"}, service.Plan{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(d.path)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a folder: %v", err)
	}
}
