package session

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// redactedApp is all that may ever be seen of an app's keys.
const redactedApp = "app keys (redacted)"

// App is the user's own app at X: its API key and secret. Like credentials it is kept
// out of every text.
type App struct{ Key, Secret string }

// tidied is without the space that copying leaves around keys.
func (a App) tidied() App {
	return App{Key: strings.TrimSpace(a.Key), Secret: strings.TrimSpace(a.Secret)}
}

// String says that there is something, not what.
func (App) String() string { return redactedApp }

// GoString keeps %#v from listing the fields.
func (App) GoString() string { return redactedApp }

// Format keeps every other verb from listing the fields.
func (App) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redactedApp) }

// LogValue redacts the keys in structured logs.
func (App) LogValue() slog.Value { return slog.StringValue(redactedApp) }

// MarshalText redacts the keys in JSON and in every encoding that asks for text.
func (App) MarshalText() ([]byte, error) { return []byte(redactedApp), nil }
