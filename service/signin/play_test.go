package signin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"masthead/service"
	"masthead/service/session"
)

// begun is an act under way.
type begun struct {
	act  string
	done chan struct{}
	stop context.CancelFunc // nil when nobody waits for it any more
}

// begin begins an act: "join 1", "forget 1", "keep" or "tidy".
func (s *stage) begin(act string) begun {
	ctx, stop := context.WithCancel(context.Background())
	b := begun{act, make(chan struct{}), stop}
	what, id, _ := strings.Cut(act, " ")
	var work func()
	switch what {
	case "join":
		g := granted(id)
		if !s.scene.same {
			g.Credentials.Token = fmt.Sprintf("%s-token-%d", id, len(s.words))
		}
		_, _ = s.Accept(ctx, g) // memory does not fail
		s.words = append(s.words, word{id, &g.Credentials})
		work = func() { _ = s.Keep(ctx, id) }
	case "forget":
		if s.auto != "" {
			s.words = append(s.words, word{id: id})
		}
		work = func() { _ = s.Forget(ctx, session.Entry{API: api, Account: service.Account{ID: id}}) }
	case "keep":
		work = func() {
			for _, e := range s.ThisRunOnly() {
				_ = s.Keep(ctx, e.Account.ID)
			}
		}
	case "tidy":
		work = func() { _ = s.Tidy(ctx) }
	}
	before := slices.Clone(s.gates)
	go func() { defer close(b.done); work() }()
	synctest.Wait()
	for _, g := range s.gates { // a sign-out is said when the index hears it
		if what == "forget" && !slices.Contains(before, g) {
			g.says = &word{id: id}
		}
	}
	return b
}

// prepare makes how "1" stands when the scene begins.
func (s *stage) prepare() {
	act := func(a answer, what string) {
		s.auto = a
		b := s.begin(what)
		<-b.done
		b.stop()
	}
	switch s.scene.before {
	case "kept":
		act(yes, "join 1")
		s.start()
	case "signed out":
		act(yes, "join 1")
		act(no, "forget 1")
		s.start()
	case "this run":
		act(no, "join 1")
	}
	s.auto = ""
}

// step is something that can happen next.
type step struct {
	name string
	take func()
}

// steps are all that can happen next: the next act begins, a gate opens, or nobody waits
// for an act any more.
func (s *stage) steps() []step {
	var all []step
	if acts := s.scene.acts; len(acts) > 0 {
		all = append(all, step{acts[0], func() {
			s.scene.acts = acts[1:]
			s.begun = append(s.begun, s.begin(acts[0]))
		}})
	}
	for _, g := range s.gates {
		for _, a := range g.answers {
			all = append(all, step{g.name + ": " + string(a), func() { s.open(g, a) }})
		}
	}
	for i := range s.begun {
		b := &s.begun[i]
		select {
		case <-b.done:
			continue
		default:
		}
		if s.scene.cancels > 0 && b.stop != nil {
			all = append(all, step{"nobody waits for " + b.act, func() {
				s.scene.cancels--
				b.stop()
				b.stop = nil
			}})
		}
	}
	return all
}

// play plays a scene once, and then the next start of the program. path says which of the
// possible steps is taken, and it is the first one where path ends. The result is which
// steps were taken, and of how many.
func play(t *testing.T, sc scene, path []int) (taken, of []int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(sc)
		s.prepare()
		var log []string
		for steps := s.steps(); len(steps) > 0; steps = s.steps() {
			choice := 0
			if len(taken) < len(path) {
				choice = path[len(taken)]
			}
			taken, of = append(taken, choice), append(of, len(steps))
			log = append(log, steps[choice].name)
			steps[choice].take()
			synctest.Wait()
		}
		if err := s.judge(sc.ids()); err != nil {
			t.Errorf("%s:\n\t%s\n%v", sc, strings.Join(log, "\n\t"), err)
		}
		for _, b := range s.begun {
			if b.stop != nil {
				b.stop()
			}
		}
	})
	return taken, of
}

// last is what was said last of an account, and what was said before.
func (s *stage) last(id string) (last word, before []word) {
	for _, w := range s.words {
		if w.id == id {
			before = append(before, w)
		}
	}
	if len(before) == 0 {
		return word{id: id}, nil
	}
	return before[len(before)-1], before[:len(before)-1]
}

// judge says what is wrong once every answer is in; nil when nothing is. It starts the
// program anew.
func (s *stage) judge(ids []string) error {
	s.auto = yes
	var wrong []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	kept := map[string]bool{}
	for _, id := range ids {
		last, _ := s.last(id)
		e, listed := s.listed(id)
		check(listed == (last.keys != nil), "%s: listed %v", id, listed)
		if last.keys != nil && listed {
			got, err := s.Keys(context.Background(), e)
			check(err == nil && got == *last.keys, "%s: the newest keys are not there: %v", id, err)
		}
		kept[id] = !s.ThisRun(id)
	}
	s.start()
	for _, id := range ids {
		if last, _ := s.last(id); last.keys == nil {
			_, listed := s.listed(id)
			check(!listed, "%s: listed at the next start", id)
		}
	}
	check(s.Tidy(context.Background()) == nil, "Tidy failed")
	for _, id := range ids {
		last, before := s.last(id)
		name := session.Entry{API: api, Account: service.Account{ID: id}}.Name()
		e, listed := s.listed(id)
		if last.keys == nil {
			check(s.held[name] == "", "%s: the keyring still holds keys", id)
			check(s.find(s.index, id) < 0, "%s: the index still names it", id)
			continue
		}
		got, err := s.Keys(context.Background(), e)
		newest := listed && err == nil && got == *last.keys
		asks := !listed || service.CodeOf(err) == service.NoSecret
		check(listed || s.held[name] == "", "%s: the keyring holds keys that nobody finds", id)
		check(newest || !kept[id], "%s: kept, but not at the next start: listed %v, %v", id, listed, err)
		check(newest || asks || !s.landed[last.keys.Encode()] && keptBefore(before, got), "%s: other keys than the newest", id)
	}
	return errors.Join(wrong...)
}

// keptBefore reports whether keys are of a sign-in that no sign-out followed.
func keptBefore(before []word, keys session.Credentials) bool {
	for _, w := range slices.Backward(before) {
		if w.keys == nil {
			return false
		}
		if *w.keys == keys {
			return true
		}
	}
	return false
}

// listed finds an account in the list.
func (s *stage) listed(id string) (session.Entry, bool) {
	all, _ := s.Accounts()
	i := slices.IndexFunc(all, func(e session.Entry) bool { return e.Account.ID == id })
	if i < 0 {
		return session.Entry{}, false
	}
	return all[i], true
}
