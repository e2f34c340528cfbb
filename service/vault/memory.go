package vault

import (
	"context"
	"fmt"
	"io"
	"sync"

	"masthead/service"
)

// Memory keeps secrets until the program ends. It is safe for concurrent use, and never
// printed, whatever the verb.
type Memory struct {
	mu      sync.Mutex
	secrets map[string]string
}

// NewMemory makes an empty vault.
func NewMemory() *Memory { return &Memory{secrets: map[string]string{}} }

// Get is the secret kept by a name. Errors: NoSecret, Canceled.
func (m *Memory) Get(ctx context.Context, name string) (string, error) {
	const op = "vault.Get"
	if ctx.Err() != nil {
		return "", canceled(ctx, op)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	secret, ok := m.secrets[name]
	if !ok {
		return "", service.Errorf(op, service.NoSecret, "nothing is kept by this name")
	}
	return secret, nil
}

// Put keeps a secret, in place of what was kept by that name. It refuses what a keyring
// would refuse. Errors: KeyringFailed, Canceled.
func (m *Memory) Put(ctx context.Context, name, secret string) error {
	const op = "vault.Put"
	if err := fits(op, secret); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return canceled(ctx, op)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secrets[name] = secret
	return nil
}

// Delete forgets a secret; one that is not there is no error. Errors: Canceled.
func (m *Memory) Delete(ctx context.Context, name string) error {
	if ctx.Err() != nil {
		return canceled(ctx, "vault.Delete")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, name)
	return nil
}

// Format keeps every verb from listing the secrets.
func (m *Memory) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "a vault in memory") }
