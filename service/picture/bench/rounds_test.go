package main

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// fixed is a contestant that takes the same time at each run, and notes that it ran.
func fixed(name string, slow bool, took time.Duration, ran *[]string) contestant {
	return contestant{name, slow, func(context.Context) (result, error) {
		*ran = append(*ran, name)
		return result{usage: usage{whole: took, peak: int64(took)}}, nil
	}}
}

func TestCompeteTakesTurns(t *testing.T) {
	var ran []string
	list := []contestant{fixed("a", false, 1, &ran), fixed("b", false, 2, &ran), fixed("c", false, 3, &ran)}
	records, err := compete(t.Context(), list, 4, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(ran, ""); got != "abc"+"bca"+"cab"+"abc" {
		t.Errorf("the order was %s", got)
	}
	for i, r := range records {
		if r.name != list[i].name || len(r.results) != 4 {
			t.Errorf("%s ran %d times", r.name, len(r.results))
		}
	}
}

func TestSlowOnesRunSeldomAndTheFailedNoMore(t *testing.T) {
	var ran []string
	failing := contestant{"broken", false, func(context.Context) (result, error) {
		ran = append(ran, "broken")
		return result{}, errors.New("out of order")
	}}
	list := []contestant{fixed("quick", false, 1, &ran), fixed("slow", true, 9, &ran), failing}
	records, err := compete(t.Context(), list, 2*seldom+1, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	count := func(name string) (n int) {
		for _, r := range ran {
			if r == name {
				n++
			}
		}
		return n
	}
	if count("quick") != 2*seldom+1 || count("slow") != 3 || count("broken") != 1 {
		t.Errorf("quick ran %d times, slow %d, broken %d", count("quick"), count("slow"), count("broken"))
	}
	if records[2].err == nil || len(records[2].results) != 0 || records[0].err != nil {
		t.Errorf("errors: %v, %v", records[2].err, records[0].err)
	}
}

func TestCompeteStopsWhenItIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	list := []contestant{{"only", false, func(context.Context) (result, error) {
		cancel(enough)
		return result{}, nil
	}}}
	if _, err := compete(ctx, list, 5, func(int) {}); !errors.Is(err, enough) {
		t.Errorf("%v", err)
	}
}

// TestRatioPairsRounds: the machine was twice as slow in the second round, for both; and
// the third round counts for nothing, since only one of them ran.
func TestRatioPairsRounds(t *testing.T) {
	ours := record{results: map[int]result{
		0: {usage{whole: 30}, 20}, 1: {usage{whole: 60}, 40}, 2: {usage{whole: 900}, 900},
	}}
	theirs := record{results: map[int]result{0: {usage{whole: 40}, 0}, 1: {usage{whole: 80}, 0}}}
	if got := ours.ratio(theirs, whole); got != 0.75 {
		t.Errorf("whole process: %v", got)
	}
	if got := ours.ratio(theirs, inMemory); got != 0.5 {
		t.Errorf("in memory: %v", got)
	}
	if got := ratios(ours, theirs); got != "0.50 (0.75)" {
		t.Errorf("as text: %s", got)
	}
	if got := ratios(theirs, theirs); got != "1.00" {
		t.Errorf("of one that knows no work alone: %s", got)
	}
	if got := ratios(ours, record{}); got != "–" {
		t.Errorf("to one that never ran: %s", got)
	}
}

func TestMedianAndPercentile(t *testing.T) {
	for _, test := range []struct {
		values []float64
		median float64
	}{{nil, 0}, {[]float64{7}, 7}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 100}, 3}} {
		if got := median(test.values); got != test.median {
			t.Errorf("median of %v: %v", test.values, got)
		}
	}
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i
	}
	for p, want := range map[float64]int{0: 1, 50: 50, 95: 95, 95.5: 96, 100: 100} {
		if got := percentile(hundred, p); got != want {
			t.Errorf("percentile %v: %d", p, got)
		}
	}
	if !slices.Equal(hundred[:2], []int{100, 99}) {
		t.Error("the values were reordered")
	}
	if got := percentile([]float64{math.Pi}, 95); got != math.Pi {
		t.Errorf("of one: %v", got)
	}
}
