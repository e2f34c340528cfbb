package signin

import (
	"slices"
	"strings"
	"testing"
)

// scene is what is done to accounts, in the order in which it begins, and how the keyring
// may answer.
type scene struct {
	before  string // how "1" stands when it begins
	acts    []string
	answers []answer // besides yes
	cancels int      // how many callers may stop waiting
	same    bool     // X grants the same keys again
}

func (sc scene) String() string {
	words := sc.before + ": " + strings.Join(sc.acts, ", ")
	if sc.same {
		words += "; the same keys again"
	}
	return words
}

// ids are the accounts of a scene.
func (sc scene) ids() []string {
	ids := []string{"1"}
	for _, a := range sc.acts {
		if _, id, found := strings.Cut(a, " "); found && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// explore plays a scene in every order, with every answer, and counts the plays.
func explore(t *testing.T, sc scene) int {
	t.Helper()
	var path []int
	for n := 1; !t.Failed(); n++ {
		taken, of := play(t, sc, path)
		for len(taken) > 0 && taken[len(taken)-1]+1 == of[len(taken)-1] {
			taken = taken[:len(taken)-1]
		}
		if len(taken) == 0 {
			return n
		}
		taken[len(taken)-1]++
		path = taken
	}
	return 0
}

// pairs are all sequences of two acts.
func pairs(acts ...string) [][]string {
	var all [][]string
	for _, first := range acts {
		for _, second := range acts {
			all = append(all, []string{first, second})
		}
	}
	return all
}

// TestTheLastWordWins plays every order in which acts begin, the index is written and the
// keyring answers, with every answer.
func TestTheLastWordWins(t *testing.T) {
	const join, forget, keep, tidy = "join 1", "forget 1", "keep", "tidy"
	var scenes []scene
	for _, before := range []string{"new", "kept", "signed out", "this run"} {
		for _, acts := range pairs(join, forget, keep, tidy) {
			scenes = append(scenes, scene{before: before, acts: acts, answers: []answer{no}, cancels: 1})
			scenes = append(scenes, scene{before: before, acts: acts, answers: []answer{no, none, unsure}})
		}
		for _, acts := range [][]string{
			{join, forget, join},
			{join, join, forget},
			{join, forget, keep},
			{join, forget, tidy},
			{forget, join, forget},
			{forget, tidy, join},
			{"join 1", "join 2", "forget 1"},
			{"join 2", "forget 1", "keep"},
			{"join 2", "forget 2", "tidy"},
		} {
			scenes = append(scenes, scene{before: before, acts: acts, answers: []answer{no}})
		}
		scenes = append(scenes, scene{before: before, acts: []string{join, forget, join}, answers: []answer{no}, same: true})
	}
	plays := 0
	for _, sc := range scenes {
		t.Run(sc.String(), func(t *testing.T) { plays += explore(t, sc) })
	}
	t.Log(plays, "plays")
}
