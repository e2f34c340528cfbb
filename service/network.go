package service

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/netip"
	"strings"
)

// NetworkError gives the failure of a request that got no usable answer its code. A
// code that is already in the chain stays; a cancelled context is Canceled, whatever
// cause it was given; a certificate that is not trusted is BadCert; anything else, a
// passed deadline and any other failed TLS handshake included, is Offline.
func NetworkError(ctx context.Context, op string, err error) *Error {
	var known *Error
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &known):
		return &Error{Op: op, Code: known.Code, Until: known.Until, Detail: known.Detail, Err: err}
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		return &Error{Op: op, Code: Canceled, Err: err}
	case errors.As(err, &cert):
		return &Error{Op: op, Code: BadCert, Err: err, Detail: certDetail(cert)}
	}
	return &Error{Op: op, Code: Offline, Err: err}
}

// certDetail says in a few words what is wrong with a certificate.
func certDetail(err error) string {
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return "nobody known vouches for it"
	case errors.As(err, new(x509.HostnameError)):
		return "it is for another host"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "it has expired, or this computer's clock is wrong"
	}
	return "it is not valid"
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
