package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"
)

// countedFault is a fault, how many requests it has met, and whether it has acted on
// one.
type countedFault struct {
	Fault
	met   int
	acted bool
}

// trouble is what one request has coming: a latency, and at most one other effect.
type trouble struct {
	latency time.Duration
	fault   *countedFault // nil is none
}

// effect is what the fault does, "" for none.
func (t trouble) effect() effect {
	if t.fault == nil {
		return ""
	}
	return t.fault.effect
}

// nextTrouble counts a request to a call and says what it meets. A fault that stands
// behind one that acts is not counted, so that faults for one call follow each other.
func (s *Server) nextTrouble(e endpoint) trouble {
	s.mu.Lock()
	defer s.mu.Unlock()
	var t trouble
	for i := range s.faults {
		f := &s.faults[i]
		if f.call != "*" && f.call != e.name && !(f.call == "image" && e.picture()) {
			continue
		}
		if f.effect != effectLatency && t.fault != nil {
			continue
		}
		f.met++
		if f.met <= f.skip || f.times > 0 && f.met > f.skip+f.times {
			continue
		}
		if f.effect == effectLatency {
			t.latency += f.wait
			f.acted = true
		} else {
			t.fault = f
		}
	}
	return t
}

// SetFaults replaces all faults; their counts begin anew.
func (s *Server) SetFaults(faults ...Fault) {
	counted := make([]countedFault, len(faults))
	for i, f := range faults {
		counted[i] = countedFault{Fault: f}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = counted
}

// Unmet are those of the faults that are set now which have not acted on any request
// since, in their order: no request came, none came after those that are skipped, or
// there was nothing to act on, such as a body to cut in two. Nil is none. A test that
// sets a fault fails by it where the fault met nothing.
func (s *Server) Unmet() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var unmet []Fault
	for _, f := range s.faults {
		if !f.acted {
			unmet = append(unmet, f.Fault)
		}
	}
	return unmet
}

// wait sleeps for the latency; an ended context drops the connection.
func (t trouble) wait(ctx context.Context, w http.ResponseWriter) {
	if t.latency == 0 {
		return
	}
	unhurried(w)
	timer := time.NewTimer(t.latency)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	}
}

// unhurried lifts the server's own time limits off a request that is made to wait. A
// transport without sockets has none.
func unhurried(w http.ResponseWriter) {
	limits := http.NewResponseController(w)
	_ = limits.SetReadDeadline(time.Time{})
	_ = limits.SetWriteDeadline(time.Time{})
}

// troubled is the answer to a call that meets trouble, and notes whether the fault had
// anything to act on. Dropped, the call is not looked at.
func (s *Server) troubled(c *call, t trouble) reply {
	var answer reply
	acted := true
	switch t.effect() {
	case "":
		return s.answer(c)
	case effectDrop:
	case effectDone:
		s.answer(c)
		answer = s.statusReply(c.endpoint, t.fault.Fault, c.path())
	case effectStatus:
		answer = s.statusReply(c.endpoint, t.fault.Fault, c.path())
	default:
		answer, acted = t.fault.spoil(s.answer(c))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t.fault.acted = t.fault.acted || acted
	return answer
}

// statusReply is the answer that a status fault gives instead of a call's own.
func (s *Server) statusReply(e endpoint, f Fault, path string) reply {
	failure := refuse(f.status, f.code)
	if f.code == 0 {
		failure.code = usualCode(f.status)
	}
	var r reply
	switch {
	case f.shape == shapeEmpty || e.picture():
		r = reply{status: f.status, mediaType: "text/html;charset=utf-8"}
	case f.shape == shapeXML:
		r = failure.xml(path)
	case f.shape == shapeLegacy:
		r = failure.legacy(path)
	case f.shape == shapeHTML || failure.code == 0 && !e.v2:
		r = textReply(f.status, "<!DOCTYPE html><title>"+http.StatusText(f.status)+"</title><h1>"+http.StatusText(f.status)+"</h1>")
	case e.v2:
		r = failure.v2()
	default:
		r = failure.v1()
	}
	if f.status == http.StatusTooManyRequests {
		wait := f.wait
		if wait == 0 {
			wait = window
		}
		r.header = limitHeader(max(e.limit, 1), 0, s.now().Add(wait))
	}
	if failure.code == 220 || failure.code == 261 {
		r.header = http.Header{"X-Access-Level": {"read"}} // the app may only read
	}
	return r
}

// spoil applies to a proper answer what a fault does to its body or its label, and
// tells whether there was anything to do it to.
func (f Fault) spoil(r reply) (spoiled reply, acted bool) {
	switch f.effect {
	case effectAbort:
		return r, len(r.body) > 0
	case effectTruncate:
		acted = len(r.body) > 0
		r.body = r.body[:len(r.body)/2]
		return r, acted
	case effectGarbage:
		r.body = bytes.Repeat([]byte("\x00\xffno \xc3\x28 sense{[<"), 32)
	case effectMislabel:
		r.mediaType = cmp.Or(f.mediaType, wrongLabel(r.mediaType))
	case effectAlter:
		altered, err := alter(r.body)
		if err != nil {
			return r, false
		}
		r.body = altered
	}
	return r, true
}

func wrongLabel(mediaType string) string {
	switch {
	case strings.HasPrefix(mediaType, "image/jpeg"):
		return "image/png"
	case strings.HasPrefix(mediaType, "image/png"):
		return "image/jpeg"
	}
	return "text/html;charset=utf-8"
}

// sendHalf sends an answer's head and the first half of its body at once. It sends
// nothing, and says so, where there is no body to halve.
func sendHalf(w http.ResponseWriter, r *http.Request, answer reply) bool {
	if r.Method == http.MethodHead || len(answer.body) == 0 {
		return false
	}
	sendHead(w, answer)
	_, _ = w.Write(answer.body[:len(answer.body)/2])
	_ = http.NewResponseController(w).Flush()
	return true
}

// abort closes the connection halfway through the body. Without one it answers properly.
func abort(w http.ResponseWriter, r *http.Request, answer reply) {
	if sendHalf(w, r, answer) {
		panic(http.ErrAbortHandler)
	}
	send(w, r, answer)
}

// stall sends half an answer, or nothing of one without a body, and then keeps the
// connection open until the client gives up or the server is closed.
func stall(w http.ResponseWriter, r *http.Request, answer reply) {
	unhurried(w)
	sendHalf(w, r, answer)
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}
