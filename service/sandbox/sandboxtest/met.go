package sandboxtest

import (
	"fmt"
	"testing"
)

// MetAll fails a test for every fault that is set on a sandbox and has not acted on any
// request: what the test shows, it shows without that fault. The server is a
// *sandbox.Server, named by what is needed of it: the sandbox's own tests import this
// package, so that it cannot import the sandbox.
func MetAll[F fmt.Stringer](t testing.TB, server interface{ Unmet() []F }) {
	t.Helper()
	for _, fault := range server.Unmet() {
		t.Errorf("the fault %v acted on no request", fault)
	}
}
