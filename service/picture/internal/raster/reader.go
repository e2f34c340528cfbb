package raster

import (
	"context"
	"io"
)

// reader fails with its context's error once that has ended, and so stops decoders that
// know nothing of contexts.
type reader struct {
	ctx    context.Context
	source io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.source.Read(p)
}

// pieces reads one slice of bytes after the other.
type pieces [][]byte

func (p *pieces) Read(to []byte) (int, error) {
	for len(*p) > 0 {
		n := copy(to, (*p)[0])
		if (*p)[0] = (*p)[0][n:]; len((*p)[0]) == 0 {
			*p = (*p)[1:]
		}
		if n > 0 || len(to) == 0 {
			return n, nil
		}
	}
	return 0, io.EOF
}
