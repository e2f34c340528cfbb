package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service/sandbox/sandboxtest"
)

var errGaveUp = errors.New("the client has had enough")

// TestStallEndsWithTheContext stalls without a socket. The call's work is done, and the
// client hears of nothing until it gives up.
func TestStallEndsWithTheContext(t *testing.T) {
	for name, c := range map[string]struct {
		request func(*bench) *http.Request
		done    func(before, after shown) bool
	}{
		"a picture": {
			func(b *bench) *http.Request { return b.request(http.MethodGet, b.show("adalindqvist").Avatar, "", nil) },
			func(before, after shown) bool { return before == after },
		},
		"an answer with a body": {
			func(b *bench) *http.Request {
				return b.multipart(avatarCall, part{"image", "a.png", asPNG(t, plasma(40, 40))})
			},
			func(before, after shown) bool { return before.Avatar != after.Avatar },
		},
		"one without": {
			func(b *bench) *http.Request {
				return b.multipart(bannerCall, part{"banner", "b.png", asPNG(t, plasma(300, 100))})
			},
			func(before, after shown) bool { return before.Banner != after.Banner },
		},
		"a removal": {
			func(b *bench) *http.Request { return b.request(http.MethodPost, removeCall, "", nil) },
			func(_, after shown) bool { return after.Banner == "" },
		},
	} {
		for _, end := range []struct {
			name string
			of   func(context.Context) (context.Context, context.CancelFunc)
			want error
		}{
			{"a cancelling with a cause", func(ctx context.Context) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancelCause(ctx)
				time.AfterFunc(time.Hour, func() { cancel(errGaveUp) })
				return ctx, func() { cancel(nil) }
			}, errGaveUp},
			{"a deadline", func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, time.Hour)
			}, context.DeadlineExceeded},
		} {
			t.Run(name+" until "+end.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := newBench(t, Options{})
					before := b.show("adalindqvist")
					request := c.request(b)
					b.server.SetFaults(mustFaults(t, "*:stall*1")...)
					ctx, cancel := end.of(t.Context())
					defer cancel()
					start := time.Now()
					if a := b.do(b.signed, request.WithContext(ctx)); !errors.Is(a.err, end.want) {
						t.Errorf("got %v, want %v", a.err, end.want)
					}
					if took := time.Since(start); took != time.Hour {
						t.Errorf("it ended after %v", took)
					}
					if after := b.show("adalindqvist"); !c.done(before, after) {
						t.Errorf("%+v became %+v", before, after)
					}
				})
			})
		}
	}
}

// TestStallOverASocket reads half a picture, and then waits as long as the server is
// there.
func TestStallOverASocket(t *testing.T) {
	b := newSocketBench(t, Options{}, nil)
	where := b.show("adalindqvist").Avatar
	whole := b.unsigned(where)
	b.server.SetFaults(mustFaults(t, "avatar:stall,remove_profile_banner:stall")...)
	response, err := b.plain.Do(b.request(http.MethodGet, where, "", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK || response.ContentLength != int64(len(whole.body)) ||
		response.Header.Get("Content-Type") != whole.Header.Get("Content-Type") {
		t.Errorf("%d, %d bytes, %v", response.StatusCode, response.ContentLength, response.Header)
	}
	half := make([]byte, len(whole.body)/2)
	if _, err := io.ReadFull(response.Body, half); err != nil || string(half) != string(whole.body[:len(half)]) {
		t.Errorf("not the first half: %v", err)
	}
	waiting := make(chan answer)
	removal := b.request(http.MethodPost, removeCall, "", nil)
	go func() { waiting <- b.do(b.signed, removal) }()
	if err := b.server.Close(); err != nil {
		t.Error(err)
	}
	if rest, err := io.ReadAll(response.Body); err == nil || len(rest) > 0 {
		t.Errorf("%d more bytes, then %v", len(rest), err)
	}
	if a := <-waiting; a.err == nil {
		t.Errorf("the removal was answered %d", a.StatusCode)
	}
}

// TestStallEndsWhenTheClientGivesUp shows that a client's leaving ends the handler, and
// that it gets its own reason back, as it does without a socket.
func TestStallEndsWhenTheClientGivesUp(t *testing.T) {
	s, err := New(Options{Faults: mustFaults(t, "*:stall")})
	if err != nil {
		t.Fatal(err)
	}
	began, ended := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			ended <- struct{}{}
			panic(http.ErrAbortHandler)
		}()
		began <- struct{}{}
		s.ServeHTTP(w, r)
	}))
	defer server.Close()
	b := benchFor(t, s, server.Client().Transport)
	b.base = server.URL
	for _, call := range []string{"/1.1/users/show.json?screen_name=dunes", removeCall} {
		method := http.MethodGet
		if call == removeCall {
			method = http.MethodPost
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		request := b.request(method, call, "", nil).WithContext(ctx)
		waiting := make(chan answer)
		go func() { waiting <- b.do(b.signed, request) }()
		<-began
		cancel(errGaveUp)
		if a := <-waiting; !errors.Is(a.err, errGaveUp) {
			t.Errorf("%s: %v", call, a.err)
		}
		<-ended
	}
}

// limited is a writer with time limits, as one over a socket has them. It counts how
// often they are lifted.
type limited struct {
	*httptest.ResponseRecorder
	reading, writing int
}

func (l *limited) SetReadDeadline(at time.Time) error {
	if at.IsZero() {
		l.reading++
	}
	return nil
}

func (l *limited) SetWriteDeadline(at time.Time) error {
	if at.IsZero() {
		l.writing++
	}
	return nil
}

// TestWaitingOutlastsTheServersLimits would end after five minutes over a socket if the
// limits stayed.
func TestWaitingOutlastsTheServersLimits(t *testing.T) {
	for spec, lifted := range map[string]int{"": 0, "avatar:503": 0, "avatar:latency=6m": 1, "avatar:stall": 1} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, Options{Faults: mustFaults(t, spec)})
			w := &limited{ResponseRecorder: httptest.NewRecorder()}
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			behind := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { b.server.ServeHTTP(w, r) })
			client := &http.Client{Transport: sandboxtest.Transport(behind)}
			where := b.base + "/sticky/default_profile_images/default_profile_normal.png"
			b.do(client, b.request(http.MethodGet, where, "", nil).WithContext(ctx))
			if w.reading != lifted || w.writing != lifted {
				t.Errorf("%q lifted %d and %d limits, want %d", spec, w.reading, w.writing, lifted)
			}
		})
	}
}
