package session

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"

	"masthead/service"
)

// redacted is all that may ever be seen of credentials.
const redacted = "credentials (redacted)"

const (
	// maxSecret is how long, in bytes, each of the four may be: four of them, written as
	// JSON, stay under what a keyring holds. X's have about 50.
	maxSecret = 256
	// maxEncoded is what Windows' keyring holds of one secret, in bytes.
	maxEncoded = 2560
)

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

// stored are credentials as a vault holds them, with the names that "masthead sandbox"
// prints.
type stored struct {
	ConsumerKey    string `json:"consumer_key"`
	ConsumerSecret string `json:"consumer_secret"`
	Token          string `json:"access_token"`
	TokenSecret    string `json:"access_token_secret"`
}

// Encode is the credentials as one text for a vault, and for nothing else: JSON with
// named fields, the secrets in clear. Credentials that a sign-in granted take under
// 2,560 bytes.
func (c Credentials) Encode() string {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)  // it would make six bytes of one
	_ = e.Encode(stored(c)) // strings always encode
	return string(bytes.TrimSpace(text.Bytes()))
}

// DecodeCredentials reads what Encode has written. The error is BadKeys for anything
// that holds no usable credentials, and quotes nothing of it.
func DecodeCredentials(text string) (Credentials, error) {
	const op = "session.DecodeCredentials"
	if len(text) > maxEncoded {
		return Credentials{}, service.Errorf(op, service.BadKeys, "over %d bytes", maxEncoded)
	}
	var s stored
	if json.Unmarshal([]byte(text), &s) != nil { // whose own error quotes what it met
		return Credentials{}, service.Errorf(op, service.BadKeys, "no JSON object of keys")
	}
	if !sound(s.ConsumerKey) || !sound(s.ConsumerSecret) || !sound(s.Token) || !sound(s.TokenSecret) {
		return Credentials{}, service.Errorf(op, service.BadKeys, "a key or a token is missing or damaged")
	}
	return Credentials(s), nil
}

// sound reports whether a text can be a key, a token or a secret of either: visible
// ASCII, not too long.
func sound(s string) bool {
	if s == "" || len(s) > maxSecret {
		return false
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
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
// What really stores them is Encode.
func (Credentials) MarshalText() ([]byte, error) { return []byte(redacted), nil }
