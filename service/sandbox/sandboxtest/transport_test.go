package sandboxtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"testing"

	"masthead/service/sandbox/sandboxtest"
)

var errCause = errors.New("the cause")

// body is a request's body that notes what is done with it.
type body struct {
	io.Reader
	note func(string)
}

func (b body) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		b.note("body read")
	}
	return n, err
}

func (b body) Close() error {
	b.note("body closed")
	return nil
}

// act is a reader that does something, and reads nothing.
type act func() error

func (a act) Read([]byte) (int, error) { return 0, a() }

// TestHandingOver is the order of what happens to a request, and what keeps it from the
// handler.
func TestHandingOver(t *testing.T) {
	type ending = context.CancelCauseFunc
	for _, c := range []struct {
		name   string
		body   func(ending) io.Reader // nil is none
		before bool                   // whether the context ends before anything
		wrote  func(ending)
		want   []string
		err    error
	}{
		{
			name: "a body",
			body: func(ending) io.Reader { return strings.NewReader("picture") },
			want: []string{"body read", "body closed", "wrote: <nil>", "handled: picture"},
		},
		{
			name: "no body",
			want: []string{"wrote: <nil>", "handled: "},
		},
		{
			name: "the context ends in the middle of the body",
			body: func(end ending) io.Reader {
				return io.MultiReader(strings.NewReader("pic"), act(func() error { end(errCause); return nil }), strings.NewReader("ture"))
			},
			want: []string{"body closed", "wrote: the cause"},
			err:  errCause,
		},
		{
			name: "the body cannot be read",
			body: func(ending) io.Reader {
				return io.MultiReader(strings.NewReader("pic"), act(func() error { return errCause }))
			},
			want: []string{"body closed", "wrote: the cause"},
			err:  errCause,
		},
		{
			name:  "the context ends once all is sent",
			body:  func(ending) io.Reader { return strings.NewReader("picture") },
			wrote: func(end ending) { end(errCause) },
			want:  []string{"body read", "body closed", "wrote: <nil>", "handled: picture"},
			err:   errCause,
		},
		{
			name:   "the context has ended before",
			body:   func(ending) io.Reader { return strings.NewReader("picture") },
			before: true,
			want:   []string{"body closed"},
			err:    errCause,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var seen []string
			note := func(what string) { seen = append(seen, what) }
			ctx, end := context.WithCancelCause(t.Context())
			defer end(nil)
			ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(info httptrace.WroteRequestInfo) {
				if info.Err == nil {
					note("wrote: <nil>")
				} else {
					note("wrote: " + info.Err.Error())
				}
				if c.wrote != nil {
					c.wrote(end)
				}
			}})
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/", nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.body != nil {
				request.Body = body{c.body(end), note}
			}
			if c.before {
				end(errCause)
			}
			transport := sandboxtest.Transport(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				sent, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				note("handled: " + string(sent))
			}))
			response, err := transport.RoundTrip(request)
			if !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
			if err == nil {
				response.Body.Close()
			}
			if !slices.Equal(seen, c.want) {
				t.Errorf("%q, want %q", seen, c.want)
			}
		})
	}
}
