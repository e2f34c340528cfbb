package vault

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"masthead/service"
)

// store is what every vault does.
type store interface {
	Get(ctx context.Context, name string) (string, error)
	Put(ctx context.Context, name, secret string) error
	Delete(ctx context.Context, name string) error
}

func TestMemory(t *testing.T) {
	m := NewMemory()
	testStore(t, m)
	if err := m.Put(t.Context(), "token", "do-not-print-me"); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if text := fmt.Sprintf(verb, m); text != "a vault in memory" {
			t.Errorf("%s prints %q", verb, text)
		}
	}
}

// testStore is the one suite for every vault.
func testStore(t *testing.T, s store) {
	t.Run("nothing there", func(t *testing.T) {
		_, err := s.Get(t.Context(), "nothing")
		wantCode(t, err, service.NoSecret)
		wantCode(t, s.Delete(t.Context(), "nothing"), service.Unknown)
	})
	t.Run("kept, replaced, deleted twice", func(t *testing.T) {
		put(t, s, "token", "first")
		want(t, s, "token", "first")
		put(t, s, "token", "second")
		want(t, s, "token", "second")
		for range 2 {
			if err := s.Delete(t.Context(), "token"); err != nil {
				t.Fatal(err)
			}
			_, err := s.Get(t.Context(), "token")
			wantCode(t, err, service.NoSecret)
		}
	})
	t.Run("odd secrets", func(t *testing.T) {
		for what, secret := range map[string]string{
			"empty":         "",
			"space":         " \t around \n",
			"lines":         "one\ntwo\r\nthree\n",
			"other scripts": "pässwörd 密码 🔑 \u202e",
			"quotes":        `"';$(true)` + "`|&\\%s",
			"JSON":          `{"token":"1-a","secret":"b\u0000"}`,
			"no UTF-8":      "\xff\xfe\x00\x80",
			"the longest":   strings.Repeat("k", limit),
		} {
			put(t, s, "odd "+what, secret)
			want(t, s, "odd "+what, secret)
		}
	})
	t.Run("odd names", func(t *testing.T) {
		for _, name := range []string{"app", "token/1234567890", "Ünï 名", "a'b\"c d", "tokens:1"} {
			put(t, s, name, "kept by "+name)
		}
		for _, name := range []string{"app", "token/1234567890", "Ünï 名", "a'b\"c d", "tokens:1"} {
			want(t, s, name, "kept by "+name)
		}
	})
	t.Run("ten names at once", func(t *testing.T) {
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				name := fmt.Sprintf("account/%d", i)
				for _, secret := range []string{"old " + name, "new " + name} {
					if err := s.Put(t.Context(), name, secret); err != nil {
						t.Errorf("Put(%s) = %v", name, err)
					}
				}
			})
		}
		all.Wait()
		if err := s.Delete(t.Context(), "account/3"); err != nil {
			t.Fatal(err)
		}
		for i := range 10 {
			name := fmt.Sprintf("account/%d", i)
			if i == 3 {
				_, err := s.Get(t.Context(), name)
				wantCode(t, err, service.NoSecret)
				continue
			}
			want(t, s, name, "new "+name)
		}
	})
	t.Run("too long", func(t *testing.T) {
		put(t, s, "length", "short")
		secret := strings.Repeat("hidden", limit/6+1)
		err := s.Put(t.Context(), "length", secret)
		wantCode(t, err, service.KeyringFailed)
		if strings.Contains(err.Error(), "hidden") {
			t.Error("the error tells the secret")
		}
		want(t, s, "length", "short")
	})
	t.Run("nobody waits", func(t *testing.T) {
		put(t, s, "waiting", "still here")
		stopped, cancel := context.WithCancel(t.Context())
		cancel()
		late, cancel := context.WithDeadline(t.Context(), time.Unix(1, 0))
		defer cancel()
		for _, ctx := range []context.Context{stopped, late} {
			_, err := s.Get(ctx, "waiting")
			wantCode(t, err, service.Canceled)
			if !errors.Is(err, ctx.Err()) {
				t.Errorf("%v does not wrap %v", err, ctx.Err())
			}
			wantCode(t, s.Put(ctx, "waiting", "changed"), service.Canceled)
			wantCode(t, s.Delete(ctx, "waiting"), service.Canceled)
		}
		want(t, s, "waiting", "still here")
	})
}

func put(t *testing.T, s store, name, secret string) {
	t.Helper()
	if err := s.Put(t.Context(), name, secret); err != nil {
		t.Fatalf("Put(%q) = %v", name, err)
	}
}

func want(t *testing.T, s store, name, secret string) {
	t.Helper()
	got, err := s.Get(t.Context(), name)
	if err != nil || got != secret {
		t.Fatalf("Get(%q) = %q, %v; want %q", name, got, err, secret)
	}
}

// wantCode expects a service.Error with a code, or no error with Unknown.
func wantCode(t *testing.T, err error, code service.Code) {
	t.Helper()
	if service.CodeOf(err) != code || (err == nil) != (code == service.Unknown) {
		t.Fatalf("got %v, want %q", err, code)
	}
}
