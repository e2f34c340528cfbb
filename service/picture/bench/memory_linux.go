package main

import (
	"os"
	"syscall"
)

// peakMemory is the most memory, in bytes, that an ended process had resident: Linux
// counts it in kibibytes.
func peakMemory(p *os.ProcessState) int64 {
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		return u.Maxrss << 10
	}
	return 0
}
