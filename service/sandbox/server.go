package sandbox

import (
	"crypto/rand"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server answers as X's API, its sign-in and its picture host do. It is an
// http.Handler, usable without a socket, and listens by itself with Listen. It is safe
// for concurrent use.
type Server struct {
	options  Options
	mux      *http.ServeMux
	faceless func() (*picture, error) // X's default picture, drawn when it is asked for
	consumer struct{ key, secret string }

	mu       sync.Mutex // guards everything below, and the accounts
	accounts []*account
	access   map[string]accessToken
	pending  map[string]*requestToken
	nonces   nonces
	windows  map[windowKey]*limitWindow
	faults   []countedFault
	lastID   int64 // of the newest avatar
	socket   listening
}

// New makes a Server with fresh keys and the demo accounts. Errors are service.Errors:
// options that cannot be, or a demo picture that is none.
func New(o Options) (*Server, error) {
	if err := o.normalise(); err != nil {
		return nil, err
	}
	s := &Server{
		options: o,
		access:  make(map[string]accessToken),
		pending: make(map[string]*requestToken),
		windows: make(map[windowKey]*limitWindow),
	}
	s.consumer.key, s.consumer.secret = rand.Text()[:25], rand.Text()+rand.Text()[:24]
	s.SetFaults(o.Faults...)
	if err := s.seed(); err != nil {
		return nil, err
	}
	s.mux = s.routes()
	return s, nil
}

// Credentials are the demo account's: the keys of an app and a token that it has
// allowed already. The URL is where the sandbox listens, or URL's answer before.
func (s *Server) Credentials() Credentials {
	s.mu.Lock()
	defer s.mu.Unlock()
	demo := s.accounts[0]
	token, secret := s.tokenFor(demo)
	return Credentials{
		URL:            s.url().String(),
		ConsumerKey:    s.consumer.key,
		ConsumerSecret: s.consumer.secret,
		AccessToken:    token,
		AccessSecret:   secret,
		UserID:         demo.id,
		ScreenName:     demo.handle,
	}
}

// ServeHTTP answers one request. A fault that breaks the connection panics with
// http.ErrAbortHandler, as net/http's servers expect it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
	if !s.knownHost(r.Host) {
		drain(r)
		http.Error(w, "This sandbox does not answer to that host name.", http.StatusMisdirectedRequest)
		return
	}
	s.mux.ServeHTTP(w, s.withoutPrefix(r))
}

// serve runs one request through everything that all calls share: input, faults,
// signature, plan and limit.
func (s *Server) serve(e endpoint, w http.ResponseWriter, r *http.Request) {
	c := &call{request: r, endpoint: e, input: readInput(r), base: s.base(r), header: make(http.Header)}
	t := s.nextTrouble(e)
	t.wait(r.Context(), w)
	c.now = s.now()
	answer := s.troubled(c, t)
	switch t.effect() {
	case effectDrop, effectLose:
		panic(http.ErrAbortHandler)
	case effectAbort:
		abort(w, r, answer)
	case effectStall:
		stall(w, r, answer)
	default:
		send(w, r, answer)
	}
}

// answer is what the call says when nothing is made to fail.
func (s *Server) answer(c *call) reply {
	var answer reply
	failure := s.admit(c)
	if failure == nil {
		answer, failure = c.endpoint.answer(c)
	}
	if failure != nil {
		if c.endpoint.v2 {
			answer = failure.v2()
		} else {
			answer = failure.v1()
		}
	}
	maps.Copy(c.header, answer.header)
	answer.header = c.header
	return answer
}

// admit decides whether a call may be made at all. It sets the headers that tell of
// permissions and limits.
func (s *Server) admit(c *call) *refusal {
	e, method := c.endpoint, c.request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if e.method != "" && e.method != method {
		return &refusal{http.StatusMethodNotAllowed, 86, "This method requires a " + e.method + "."}
	}
	if c.input.tooLong {
		return refuse(http.StatusRequestEntityTooLarge, 0)
	}
	if e.signer == nobody {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if failure := s.authenticate(c); failure != nil {
		return failure
	}
	if e.signer != user {
		return nil
	}
	c.header.Set("x-access-level", "read-write")
	if e.planned && (s.options.Plan == PlanNone || s.options.Plan == PlanV2Read && !e.v2) {
		return refuse(http.StatusForbidden, 453)
	}
	return s.count(c)
}

// send writes a whole answer.
func send(w http.ResponseWriter, r *http.Request, answer reply) {
	sendHead(w, answer)
	if r.Method != http.MethodHead {
		_, _ = w.Write(answer.body)
	}
}

// sendHead writes an answer's status and headers.
func sendHead(w http.ResponseWriter, answer reply) {
	maps.Copy(w.Header(), answer.header)
	if answer.mediaType != "" {
		w.Header().Set("Content-Type", answer.mediaType)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(answer.body)))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(answer.status)
}

func (s *Server) now() time.Time { return s.options.Now() }

// base is the public URL without a path's last slash, or the host that was called:
// what clients sign for and where pictures are named.
func (s *Server) base(r *http.Request) string {
	if u := s.options.PublicURL; u != nil {
		return baseURL(u.Scheme, u.Host, strings.TrimRight(u.EscapedPath(), "/"))
	}
	scheme := s.options.scheme()
	if r.TLS != nil {
		scheme = "https"
	}
	return baseURL(scheme, r.Host, "")
}

// withoutPrefix takes the public URL's path off a request's: a proxy may pass it on.
func (s *Server) withoutPrefix(r *http.Request) *http.Request {
	if s.options.PublicURL == nil {
		return r
	}
	prefix := strings.TrimRight(s.options.PublicURL.Path, "/")
	if prefix == "" || !strings.HasPrefix(r.URL.Path, prefix+"/") {
		return r
	}
	stripped := r.Clone(r.Context())
	stripped.URL.Path = strings.TrimPrefix(r.URL.Path, prefix)
	stripped.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, prefix)
	return stripped
}

// knownHost reports whether a Host header names loopback or the public URL's host.
// Every other one is a web page that had a name of its own point here.
func (s *Server) knownHost(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	if p := s.options.PublicURL; p != nil && strings.EqualFold(name, p.Hostname()) {
		return true
	}
	return loopbackHost(name)
}

func loopbackHost(name string) bool {
	ip := net.ParseIP(name)
	return strings.EqualFold(name, "localhost") || ip != nil && ip.IsLoopback()
}
