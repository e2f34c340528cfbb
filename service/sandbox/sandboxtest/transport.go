// Package sandboxtest lets tests speak with a sandbox without a socket: in virtual
// time a goroutine that waits for a socket never counts as blocked.
package sandboxtest

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
)

// Transport is a RoundTripper that hands every request to a handler, on the caller's
// goroutine. A handler that breaks the connection yields io.ErrUnexpectedEOF: at once
// when it has not answered yet, else at the end of the body that it wrote. A context
// that ends is an error, as on a real connection.
func Transport(handler http.Handler) http.RoundTripper { return transport{handler} }

type transport struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	seen := r.Clone(r.Context())
	if seen.Host == "" {
		seen.Host = seen.URL.Host
	}
	if seen.Body == nil {
		seen.Body = http.NoBody
	}
	defer seen.Body.Close()
	seen.RequestURI = seen.URL.RequestURI()
	seen.RemoteAddr = "127.0.0.1:1"

	recorder := httptest.NewRecorder()
	broken := t.serve(recorder, seen)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if broken && recorder.Body.Len() == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	response := recorder.Result()
	response.Request = r
	if broken {
		response.Body = io.NopCloser(io.MultiReader(response.Body, cut{}))
	}
	return response, nil
}

// serve reports whether the handler broke the connection.
func (t transport) serve(w http.ResponseWriter, r *http.Request) (broken bool) {
	defer func() {
		reason := recover()
		if err, ok := reason.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			broken = true
		} else if reason != nil {
			panic(reason)
		}
	}()
	t.handler.ServeHTTP(w, r)
	return false
}

// cut is where a broken body ends.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
