package session

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"masthead/service"
)

// CallbackPort is where the browser comes back to unless the user says otherwise. IANA
// lists it as unassigned (27783 to 27875 are), no browser blocks it, and it lies below the
// ports that Linux (32768 and up), Windows and macOS (49152 and up) give to outgoing
// connections, so that it is taken by accident on none of them.
const CallbackPort = 27823

const callbackPath = "/callback"

// How long the parts of an answer may take.
const (
	callbackHeaderTimeout = 5 * time.Second
	callbackExchange      = 90 * time.Second // X's answer to the verifier
	callbackGoodbye       = 3 * time.Second  // for pages that are still being sent at the end
)

// maxCallbackHeader is generous: a browser sends every cookie that any program on this
// computer's loopback has ever set, whatever its port.
const maxCallbackHeader = 64 << 10

// Callback waits on a fixed port of this computer for the browser to come back from X.
type Callback struct {
	listener net.Listener
	host     string
	closed   chan struct{}
	close    func()
}

// ListenCallback takes a port of 127.0.0.1, any free one for 0, and holds it until Close
// or the end of Receive. The error is PortTaken, with the port as Detail, when it cannot
// be had, or Canceled.
func ListenCallback(ctx context.Context, port int) (*Callback, error) {
	const op = "session.ListenCallback"
	if err := ctx.Err(); err != nil {
		return nil, service.NetworkError(ctx, op, err)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp4", callbackHost(port))
	if err != nil {
		return nil, &service.Error{Op: op, Code: service.PortTaken, Err: err, Detail: strconv.Itoa(port)}
	}
	closed := make(chan struct{})
	return &Callback{
		listener: listener,
		host:     listener.Addr().String(),
		closed:   closed,
		close: sync.OnceFunc(func() {
			close(closed)
			_ = listener.Close()
		}),
	}, nil
}

// CallbackURL is what the user registers at X, exactly, for the browser to come back to a
// port of this computer.
func CallbackURL(port int) string { return "http://" + callbackHost(port) + callbackPath }

func callbackHost(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// URL is CallbackURL of the port that is held.
func (c *Callback) URL() string { return "http://" + c.host + callbackPath }

// Close gives the port back and ends a Receive under way with Canceled. It may be called
// again.
func (c *Callback) Close() { c.close() }

// Receive serves until the browser has come back for the attempt, exchanges what it
// brings, and answers its tab with a page that says how that went, in the words of
// explain where it went wrong. Whatever else asks meanwhile gets a page that says so, and
// the wait goes on. When Receive returns, nothing listens any more: it is called once.
//
// The error is Denied when the person did not allow the app, Expired when the context's
// deadline has passed, Canceled when it was ended otherwise, or Finish's.
func (c *Callback) Receive(ctx context.Context, a *Attempt, explain func(error) string) (Granted, error) {
	const op = "session.Receive"
	defer c.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	r := newReception(ctx, c.host, a, explain)
	idle := new(unused)
	server := &http.Server{
		Handler:           r,
		ConnState:         idle.note,
		ReadHeaderTimeout: callbackHeaderTimeout,
		ReadTimeout:       2 * callbackHeaderTimeout,
		WriteTimeout:      callbackExchange + 2*callbackHeaderTimeout,
		IdleTimeout:       callbackExchange,
		MaxHeaderBytes:    maxCallbackHeader,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	server.RegisterOnShutdown(idle.closeAll)
	serving := make(chan error, 1)
	go func() { serving <- server.Serve(c.listener) }()

	var err error
	select {
	case <-r.answered:
	case <-ctx.Done():
		err = ctx.Err()
	case <-c.closed:
		err = context.Canceled
	case err = <-serving: // the port was given back before
		serving <- err
	}
	if err != nil {
		cancel() // an exchange under way ends too
	}
	goodbye, done := context.WithTimeout(context.WithoutCancel(ctx), callbackGoodbye)
	defer done()
	_ = server.Shutdown(goodbye)
	_ = server.Close() // whoever did not listen to the end
	<-serving
	if granted, failure, settled := r.result(); settled {
		return granted, failure
	}
	code := service.Canceled
	if errors.Is(err, context.DeadlineExceeded) {
		code = service.Expired
	}
	return Granted{}, &service.Error{Op: op, Code: code, Err: err}
}

// unused are connections on which no request has begun. Browsers open some in advance,
// and a server that shuts down would wait for them.
type unused struct {
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

func (u *unused) note(conn net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if state != http.StateNew {
		delete(u.conns, conn)
		return
	}
	if u.conns == nil {
		u.conns = make(map[net.Conn]struct{})
	}
	u.conns[conn] = struct{}{}
}

func (u *unused) closeAll() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for conn := range u.conns {
		_ = conn.Close()
	}
}
