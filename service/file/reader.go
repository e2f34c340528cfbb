package file

import (
	"context"
	"io"
	"time"
)

// chunk is the most that is read in one go, in bytes: so little that a slow network
// brings it before patience ends.
const chunk = 64 << 10

// reader reads from what may never answer. The bytes come by way of a buffer of its own,
// because a read that was given up may still write into it.
type reader struct {
	ctx      context.Context
	from     io.Reader
	patience time.Duration // for each part; zero waits as long as ctx lives
	buffer   []byte
	err      error // once there was one, the buffer is not touched again
}

func newReader(ctx context.Context, from io.Reader, patience time.Duration) reader {
	return reader{ctx: ctx, from: from, patience: patience, buffer: make([]byte, chunk)}
}

// Input reads from what people type or pipe in: standard input. It waits as long as ctx
// lives, and then ends with Canceled, whatever becomes of the read that is under way.
// The other errors are io.EOF and Unreadable.
func Input(ctx context.Context, from io.Reader) io.Reader {
	r := newReader(ctx, from, 0)
	return &r
}

// Read is an io.Reader's.
func (r *reader) Read(p []byte) (int, error) {
	const op = "file.Read"
	if r.err == nil {
		r.err = explain(op, r.ctx.Err())
	}
	if r.err != nil {
		return 0, r.err
	}
	part := r.buffer[:min(len(p), len(r.buffer))]
	n, err := Await(r.ctx, r.patience, func() (int, error) { return r.from.Read(part) }, nil)
	r.err = explain(op, err)
	return copy(p, part[:n]), r.err
}
