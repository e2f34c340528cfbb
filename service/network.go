package service

import (
	"context"
	"errors"
	"net/netip"
	"strings"
)

// NetworkError gives the failure of a request that got no usable answer its code. A
// code that is already in the chain stays; a cancelled context is Canceled, whatever
// cause it was given; anything else, a passed deadline and a failed TLS handshake
// included, is Offline.
func NetworkError(ctx context.Context, op string, err error) *Error {
	var known *Error
	switch {
	case errors.As(err, &known):
		return &Error{Op: op, Code: known.Code, Until: known.Until, Detail: known.Detail, Err: err}
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		return &Error{Op: op, Code: Canceled, Err: err}
	}
	return &Error{Op: op, Code: Offline, Err: err}
}

// IsLoopback reports whether a host, a name or an address without a port or brackets,
// is this computer itself.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
