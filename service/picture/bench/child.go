package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// usage is what one process took, or several in turn.
type usage struct {
	whole time.Duration // from the start of the process to its end
	peak  int64         // the most resident memory, in bytes; 0 where the system does not tell
}

// then adds what another process took after this one.
func (u usage) then(next usage) usage {
	return usage{u.whole + next.whole, max(u.peak, next.peak)}
}

// execute runs a program to its end. What it complained about is the error.
//
// A process's peak begins with what its parent held when it was started. This one
// therefore never opens a picture itself: whatever does is a child.
func execute(ctx context.Context, stdout io.Writer, command ...string) (usage, error) {
	var complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = stdout, &complaint
	start := time.Now()
	err := cmd.Run()
	u := usage{whole: time.Since(start)}
	switch {
	case ctx.Err() != nil:
		return u, context.Cause(ctx)
	case errors.Is(err, exec.ErrNotFound):
		return u, fmt.Errorf("%s is not installed", command[0])
	case err != nil:
		return u, fmt.Errorf("%s: %w", lastLine(complaint.String()), err)
	}
	u.peak = peakMemory(cmd.ProcessState)
	return u, nil
}

// lastLine is the end of what a program said, where the reason usually stands.
func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// jobCommand is the first argument of this program when it is its own child.
const jobCommand = "job"

// reply is what a child prints: an answer, or why there is none.
type reply struct {
	Answer json.RawMessage `json:",omitempty"`
	Error  string          `json:",omitempty"`
}

// ask has a child of this program do a job, and returns its answer and what it took.
func ask[T any](ctx context.Context, job string, args ...string) (T, usage, error) {
	var (
		result T
		out    bytes.Buffer
		r      reply
	)
	self, err := os.Executable()
	if err != nil {
		return result, usage{}, err
	}
	u, err := execute(ctx, &out, append([]string{self, jobCommand, job}, args...)...)
	if err != nil {
		return result, u, err
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		return result, u, fmt.Errorf("the answer to %s: %w", job, err)
	}
	if r.Error != "" {
		return result, u, errors.New(r.Error)
	}
	return result, u, json.Unmarshal(r.Answer, &result)
}

// answer does a job, in the child, and writes its reply.
func answer(ctx context.Context, out io.Writer, job string, args []string) error {
	var r reply
	result, err := do(ctx, job, args)
	if err != nil {
		r.Error = plainly(err)
	} else if r.Answer, err = json.Marshal(result); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(r)
}
