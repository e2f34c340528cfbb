package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/zalando/go-keyring"

	"masthead/service"
)

// limit is the most bytes of one secret: what Windows takes
// (CRED_MAX_CREDENTIAL_BLOB_SIZE, 5 × 512).
const limit = 2560

// fits refuses what not every keyring could keep.
func fits(op, secret string) error {
	if len(secret) <= limit {
		return nil
	}
	return &service.Error{
		Op: op, Code: service.KeyringFailed, Detail: "too long to be kept",
		Err: fmt.Errorf("%d bytes are over the limit of %d", len(secret), limit),
	}
}

// canceled is what a caller gets who stopped waiting, by cancelling or by a deadline.
func canceled(ctx context.Context, op string) error {
	return &service.Error{Op: op, Code: service.Canceled, Err: ctx.Err()}
}

// failure gives an error of the keyring its code. The errors of go-keyring, of the bus
// and of the providers name objects and methods, never what is kept.
func failure(op string, err error) error {
	return &service.Error{Op: op, Code: code(err), Err: err}
}

func code(err error) service.Code {
	switch {
	case service.CodeOf(err) != service.Unknown:
		return service.CodeOf(err)
	case errors.Is(err, keyring.ErrNotFound):
		return service.NoSecret
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return service.NoKeyring
	}
	return providerCode(err)
}
