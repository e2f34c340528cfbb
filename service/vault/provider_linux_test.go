package vault

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
	ss "github.com/zalando/go-keyring/secret_service"
)

// What the scripted provider asks the person about, as the last part of a prompt's path.
const (
	toUnlock = "unlock"
	toMake   = "make"
	toKeep   = "keep"
	toRemove = "remove"
)

// reply is what the person does about a prompt.
type reply int

const (
	unasked reply = iota // there is no prompt at all
	accepts
	dismisses
	ignores
)

const (
	defaultCollection dbus.ObjectPath = servicePath + "/aliases/default"
	theItem           dbus.ObjectPath = loginCollection + "/1"
	theSession        dbus.ObjectPath = servicePath + "/session/1"
	prompts           dbus.ObjectPath = servicePath + "/prompt/"
)

// provider is a Secret Service that asks about everything and keeps one secret. It does
// what gnome-keyring does only with a person in front of it.
type provider struct {
	t    *testing.T
	conn *dbus.Conn

	mu      sync.Mutex
	person  map[string]reply
	login   bool // whether there is a login keyring
	kept    *ss.Secret
	pending map[string]func() any // what accepting does, with its result

	shown chan prompted // every prompt that is shown
}

// prompted is a prompt on the screen.
type prompted struct {
	about string
	by    dbus.Sender
}

// startProvider puts a scripted provider on the bus.
func (b *bus) startProvider(login bool, person map[string]reply) *provider {
	b.t.Helper()
	p := &provider{
		t: b.t, conn: b.connect(), person: person, login: login,
		pending: map[string]func() any{}, shown: make(chan prompted, 64),
	}
	export := func(v any, path dbus.ObjectPath, as string) {
		if err := p.conn.Export(v, path, as); err != nil {
			b.t.Fatal(err)
		}
	}
	export((*asService)(p), servicePath, serviceInterface)
	export((*asProperties)(p), servicePath, "org.freedesktop.DBus.Properties")
	export((*asSession)(p), theSession, "org.freedesktop.Secret.Session")
	export((*asItem)(p), theItem, "org.freedesktop.Secret.Item")
	for _, path := range []dbus.ObjectPath{loginCollection, defaultCollection} {
		export((*asCollection)(p), path, collectionInterface)
	}
	for _, about := range []string{toUnlock, toMake, toKeep, toRemove} {
		export(&asPrompt{p, about}, prompts+dbus.ObjectPath(about), promptInterface)
	}
	answer, err := p.conn.RequestName(secrets, dbus.NameFlagDoNotQueue)
	if err != nil || answer != dbus.RequestNameReplyPrimaryOwner {
		b.t.Fatalf("being the keyring: %v, %v", answer, err)
	}
	return p
}

// set changes what the person does.
func (p *provider) set(about string, r reply) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.person[about] = r
}

// secret is what is kept, "" for nothing.
func (p *provider) secret() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		return ""
	}
	return string(p.kept.Value)
}

// ask does something at once or promises a prompt; p.mu is held.
func (p *provider) ask(about string, do func() any) dbus.ObjectPath {
	if p.person[about] == unasked {
		do()
		return none
	}
	p.pending[about] = do
	return prompts + dbus.ObjectPath(about)
}

// complete has the person answer a prompt.
func (p *provider) complete(about string, dismissed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var result any = ""
	if !dismissed {
		result = p.pending[about]()
	}
	err := p.conn.Emit(prompts+dbus.ObjectPath(about), promptInterface+".Completed", dismissed, dbus.MakeVariant(result))
	if err != nil {
		p.t.Error(err)
	}
}

type asPrompt struct {
	p     *provider
	about string
}

// Prompt shows the prompt.
func (a *asPrompt) Prompt(_ string, by dbus.Sender) *dbus.Error {
	a.p.mu.Lock()
	r := a.p.person[a.about]
	a.p.mu.Unlock()
	a.p.shown <- prompted{a.about, by}
	if r != ignores {
		a.p.complete(a.about, r == dismisses)
	}
	return nil
}

type asProperties provider

// Get is the list of collections, the only property that is asked for.
func (a *asProperties) Get(_, name string) (dbus.Variant, *dbus.Error) {
	if name != "Collections" {
		return dbus.Variant{}, prop.ErrPropNotFound
	}
	all := []dbus.ObjectPath{}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.login {
		all = append(all, loginCollection)
	}
	return dbus.MakeVariant(all), nil
}

type asService provider

// OpenSession opens the one session.
func (*asService) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), theSession, nil
}

// ReadAlias knows no other keyring than the login keyring.
func (a *asService) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.login {
		return loginCollection, nil
	}
	return none, nil
}

// Unlock asks whenever the person is to be asked; once accepted it stays unlocked.
func (a *asService) Unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	question := (*provider)(a).ask(toUnlock, func() any {
		a.person[toUnlock] = unasked
		return paths
	})
	if question != none {
		return nil, question, nil
	}
	return paths, none, nil
}

// CreateCollection makes the login keyring.
func (a *asService) CreateCollection(map[string]dbus.Variant, string) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	question := (*provider)(a).ask(toMake, func() any {
		a.login = true
		return loginCollection
	})
	return none, question, nil
}

type asSession provider

// Close closes the session.
func (*asSession) Close() *dbus.Error { return nil }

type asCollection provider

// SearchItems finds the one secret, whatever is looked for.
func (a *asCollection) SearchItems(map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == nil {
		return nil, nil
	}
	return []dbus.ObjectPath{theItem}, nil
}

// CreateItem keeps the secret.
func (a *asCollection) CreateItem(_ map[string]dbus.Variant, s ss.Secret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	question := (*provider)(a).ask(toKeep, func() any {
		a.kept = &s
		return theItem
	})
	return none, question, nil
}

type asItem provider

// GetSecret is the secret.
func (a *asItem) GetSecret(dbus.ObjectPath) (ss.Secret, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return *a.kept, nil
}

// Delete removes the secret.
func (a *asItem) Delete() (dbus.ObjectPath, *dbus.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return (*provider)(a).ask(toRemove, func() any {
		a.kept = nil
		return ""
	}), nil
}
