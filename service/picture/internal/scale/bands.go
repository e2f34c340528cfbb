package scale

import (
	"runtime"
	"sync"
)

// Bands divides n rows among the cores, in runs of at most size rows that are handed
// out as cores become free, and returns when all are done.
func Bands(n, size int, work func(from, to int)) {
	runs := make(chan int, (n+size-1)/size)
	for from := 0; from < n; from += size {
		runs <- from
	}
	close(runs)
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(runs)) {
		all.Go(func() {
			for from := range runs {
				work(from, min(from+size, n))
			}
		})
	}
	all.Wait()
}
