package main

import (
	"context"
	"time"
)

// seldom is how many rounds pass for one in which a slow contestant runs: what takes
// twenty times as long needs no fifteen runs to be told apart.
const seldom = 5

// contestant is one way to do the work.
type contestant struct {
	name string
	slow bool
	run  func(context.Context) (result, error)
}

// result is what one run took.
type result struct {
	usage
	inMemory time.Duration // the work alone, where the contestant can tell; else 0
}

// record is how a contestant fared.
type record struct {
	contestant
	results map[int]result // by round
	err     error          // why it gave up; its first error is its last run
}

// compete lets contestants run in turn, round after round. Each round begins with
// another one, so that the start is nobody's advantage. tell hears of each round.
func compete(ctx context.Context, list []contestant, rounds int, tell func(round int)) ([]record, error) {
	records := make([]record, len(list))
	for i, c := range list {
		records[i] = record{contestant: c, results: map[int]result{}}
	}
	for round := range rounds {
		tell(round + 1)
		for i := range records {
			r := &records[(i+round)%len(records)]
			if r.err != nil || r.slow && round%seldom != 0 {
				continue
			}
			took, err := r.run(ctx)
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			if r.err = err; err == nil {
				r.results[round] = took
			}
		}
	}
	return records, nil
}

// times collects one figure of every run.
func (r record) times(of func(result) time.Duration) []time.Duration {
	var list []time.Duration
	for _, one := range r.results {
		list = append(list, of(one))
	}
	return list
}

// peak is the largest of all runs, in bytes.
func (r record) peak() int64 {
	var most int64
	for _, one := range r.results {
		most = max(most, one.peak)
	}
	return most
}

// ratio is the median, over the rounds in which both ran, of this contestant's time to
// the other's whole process; 0 if they never met.
func (r record) ratio(other record, of func(result) time.Duration) float64 {
	var list []float64
	for round, one := range r.results {
		if two, met := other.results[round]; met && two.whole > 0 {
			list = append(list, float64(of(one))/float64(two.whole))
		}
	}
	return median(list)
}
