//go:build !(linux || netbsd || openbsd || (dragonfly && cgo) || (freebsd && cgo))

package vault

import (
	"context"
	"errors"
	"os/exec"

	"masthead/service"
)

// open has nothing to do where the system itself opens its keyring.
func open(context.Context, purpose) (alive context.Context, leave func(), err error) {
	return context.Background(), func() {}, nil
}

// providerCode reads the exit status of macOS's security, through which go-keyring works
// there: the low byte of an OSStatus. Windows has no locked state.
func providerCode(err error) service.Code {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return service.KeyringFailed
	}
	switch exit.ExitCode() {
	case 36, 51, 128: // errSecInteractionNotAllowed, errSecAuthFailed, userCanceledErr
		return service.KeyringLocked
	case 37: // errSecNoDefaultKeychain
		return service.NoKeyring
	}
	return service.KeyringFailed
}
