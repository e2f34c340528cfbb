package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"
)

// countedFault is a fault and how many requests it has met.
type countedFault struct {
	Fault
	met int
}

// trouble is what one request has coming: a latency, and at most one other effect.
type trouble struct {
	latency time.Duration
	fault   Fault // effect "" is none
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
		if f.effect != effectLatency && t.fault.effect != "" {
			continue
		}
		f.met++
		if f.met <= f.skip || f.times > 0 && f.met > f.skip+f.times {
			continue
		}
		if f.effect == effectLatency {
			t.latency += f.wait
		} else {
			t.fault = f.Fault
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

// wait sleeps for the latency; an ended context drops the connection.
func (t trouble) wait(ctx context.Context) {
	if t.latency == 0 {
		return
	}
	timer := time.NewTimer(t.latency)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	}
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

// spoil applies to a proper answer what a fault does to its body or its label.
func (f Fault) spoil(r reply) reply {
	switch f.effect {
	case effectTruncate:
		r.body = r.body[:len(r.body)/2]
	case effectGarbage:
		r.body = bytes.Repeat([]byte("\x00\xffno \xc3\x28 sense{[<"), 32)
	case effectMislabel:
		r.mediaType = cmp.Or(f.mediaType, wrongLabel(r.mediaType))
	}
	return r
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
