package sandbox

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"masthead/service"
)

// listening is the state of a Server that has a socket.
type listening struct {
	server *http.Server
	at     *url.URL
	cancel func()          // interrupts what is being answered
	done   chan error      // what serving came to
	open   *sync.WaitGroup // connections
}

// Listen begins to answer on the options' address, in the background, until Close is
// called or the context ends; Close is needed in both cases. It fails where the
// address is in use or not loopback, and when the server listens already. Self-signed,
// each call makes a new certificate.
func (s *Server) Listen(ctx context.Context) error {
	const op = "sandbox.Listen"
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.socket.server != nil {
		return service.Errorf(op, service.Unknown, "it listens at %v already", s.socket.at)
	}
	security, err := s.security()
	if err != nil {
		return &service.Error{Op: op, Code: service.Unknown, Err: err}
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", s.options.Addr)
	if err != nil {
		return &service.Error{Op: op, Code: service.Unknown, Err: err}
	}
	if a, ok := listener.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		return errors.Join(service.Errorf(op, service.Untrusted, "%v is not loopback", listener.Addr()), listener.Close())
	}
	serving, cancel := context.WithCancel(ctx)
	server := &http.Server{
		Handler:           s,
		BaseContext:       func(net.Listener) context.Context { return serving },
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // uploads over a slowed-down line
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10, // a picture in the query is refused with 431, as X does
		ErrorLog:          log.New(io.Discard, "", 0),
		TLSConfig:         security,
		// HTTP/1 only: of HTTP/2 a fault would end one stream, not the connection, and
		// handlers could outlive what Close waits for.
		Protocols: new(http.Protocols),
	}
	server.Protocols.SetHTTP1(true)
	done, open := make(chan error, 1), new(sync.WaitGroup)
	server.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Done()
		}
	}
	stop := context.AfterFunc(serving, func() { _ = server.Close() })
	serve := server.Serve
	if security != nil {
		serve = func(l net.Listener) error { return server.ServeTLS(l, "", "") }
	}
	go func() { done <- serve(listener) }()
	s.socket = listening{
		server: server,
		at:     &url.URL{Scheme: s.options.scheme(), Host: listener.Addr().String()},
		cancel: func() { stop(); cancel() },
		done:   done,
		open:   open,
	}
	return nil
}

// Close ends what Listen began: it stops listening, interrupts what is being answered
// and waits. Requests that wait for a latency, and stalled ones, end at once. It does
// nothing when the server does not listen. The error tells why it had stopped before.
func (s *Server) Close() error {
	s.mu.Lock()
	running := s.socket
	s.socket = listening{}
	s.mu.Unlock()
	if running.server == nil {
		return nil
	}
	running.cancel()
	_ = running.server.Close()
	err := <-running.done
	running.open.Wait()
	if !errors.Is(err, http.ErrServerClosed) {
		return &service.Error{Op: "sandbox.Close", Code: service.Unknown, Err: err}
	}
	return nil
}

// URL is where the server listens. Before that it is the public URL, or an address
// that a transport without sockets may use.
func (s *Server) URL() *url.URL {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url()
}

// url is URL for callers that hold the lock.
func (s *Server) url() *url.URL {
	at := url.URL{Scheme: s.options.scheme(), Host: "127.0.0.1"}
	switch {
	case s.socket.at != nil:
		at = *s.socket.at
	case s.options.PublicURL != nil:
		at = *s.options.PublicURL
	}
	return &at
}
