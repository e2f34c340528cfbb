package main

import (
	"cmp"
	"math"
	"slices"
)

// number is what can be averaged.
type number interface{ ~int64 | ~float64 }

// median is the middle value, or the mean of the two in the middle; 0 of none.
func median[T number](values []T) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// percentile is the smallest value that at least p per cent of the values do not exceed:
// the nearest rank, one that was really measured. There must be a value.
func percentile[T cmp.Ordered](values []T, p float64) T {
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
