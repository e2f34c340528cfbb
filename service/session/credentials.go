package session

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted is all that may ever be seen of credentials.
const redacted = "credentials (redacted)"

// Credentials are the keys of the user's own app and the token of one account. However
// they are printed, logged or marshalled, the secrets stay out.
type Credentials struct {
	ConsumerKey, ConsumerSecret string
	Token, TokenSecret          string
}

// complete reports whether requests can be signed at all.
func (c Credentials) complete() bool {
	return c.ConsumerKey != "" && c.ConsumerSecret != "" && c.Token != "" && c.TokenSecret != ""
}

// String says that there is something, not what.
func (Credentials) String() string { return redacted }

// GoString keeps %#v from listing the fields.
func (Credentials) GoString() string { return redacted }

// Format keeps every other verb from listing the fields: %d would.
func (Credentials) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue redacts the credentials in structured logs.
func (Credentials) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText redacts the credentials in JSON and in every encoding that asks for text.
// What really stores them names each field itself.
func (Credentials) MarshalText() ([]byte, error) { return []byte(redacted), nil }
