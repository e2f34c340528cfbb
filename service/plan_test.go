package service

import (
	"testing"
	"time"
)

func TestPlanFresh(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	whole := func(at time.Time) Plan {
		return Plan{Reader: ReaderV2, ReaderAt: at, WritesRefusedAt: at, Access: "read-write"}
	}
	stale := Plan{Access: "read-write"}
	tests := map[string]struct {
		plan, want Plan
	}{
		"unknown":               {},
		"of now":                {whole(now), whole(now)},
		"almost a week old":     {whole(now.Add(time.Second - planLife)), whole(now.Add(time.Second - planLife))},
		"a week old":            {whole(now.Add(-planLife)), stale},
		"from a time to come":   {whole(now.Add(time.Minute)), stale},
		"a reader without date": {Plan{Reader: ReaderV2}, Plan{}},
		"a date without reader": {Plan{ReaderAt: now}, Plan{}},
		"each by its own date":  {Plan{Reader: ReaderV2, ReaderAt: now, WritesRefusedAt: now.Add(-planLife)}, Plan{Reader: ReaderV2, ReaderAt: now}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.plan.Fresh(now); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}
