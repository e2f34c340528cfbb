// Package sandboxtest lets tests speak with a sandbox without a socket: in virtual
// time a goroutine that waits for a socket never counts as blocked.
package sandboxtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
)

// Transport is a RoundTripper that hands every request to a handler, on the caller's
// goroutine. It reads the request's body to its end first, then calls the trace's
// WroteRequest, as a network does that has taken the whole request, and then the
// handler, whatever has become of the context by then. A context that ends sooner, or a
// body that cannot be read, keeps the request from the handler.
//
// A handler that breaks the connection yields io.ErrUnexpectedEOF: at once when it has
// not answered yet, else at the end of the body that it wrote. A context that ends
// before the handler does is an error, its cause, as on a real connection. An answer
// that stalls is waited for until then, whatever was sent of it.
func Transport(handler http.Handler) http.RoundTripper { return transport{handler} }

type transport struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := handOver(r)
	if err != nil {
		return nil, err
	}
	seen := r.Clone(r.Context())
	if seen.Host == "" {
		seen.Host = seen.URL.Host
	}
	seen.Body = io.NopCloser(bytes.NewReader(body))
	seen.RequestURI = seen.URL.RequestURI()
	seen.RemoteAddr = "127.0.0.1:1"

	recorder := httptest.NewRecorder()
	broken := t.serve(recorder, seen)
	if err := context.Cause(r.Context()); err != nil {
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

// handOver takes a request's body off its sender, and reports to the trace that the whole
// request is on its way, or why not.
func handOver(r *http.Request) ([]byte, error) {
	from := r.Body
	if from == nil {
		from = http.NoBody
	}
	if err := context.Cause(r.Context()); err != nil {
		_ = from.Close()
		return nil, err
	}
	body, err := readAll(r.Context(), from)
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{Err: err})
	}
	return body, err
}

// readAll reads and closes a body, in the steps of a real connection, for as long as the
// context lasts.
func readAll(ctx context.Context, from io.ReadCloser) ([]byte, error) {
	defer from.Close()
	var body []byte
	step := make([]byte, 32<<10)
	for {
		n, err := from.Read(step)
		body = append(body, step[:n]...)
		if ended := context.Cause(ctx); ended != nil {
			return nil, ended
		}
		if errors.Is(err, io.EOF) {
			return body, nil
		}
		if err != nil {
			return nil, err
		}
	}
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
