package file

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"masthead/service"
)

// reasons are the errors of the system that mean something to people. The rest are
// Unreadable.
var reasons = []struct {
	err  error
	code service.Code
}{
	{context.Canceled, service.Canceled},
	{context.DeadlineExceeded, service.Canceled},
	{os.ErrDeadlineExceeded, service.Stalled},
	{syscall.EAGAIN, service.Stalled},
	{fs.ErrNotExist, service.NoFile},
	{syscall.ENOTDIR, service.NoFile},
	{syscall.ENAMETOOLONG, service.NoFile}, // no file can have that name
	{syscall.ELOOP, service.LinkLoop},
	{syscall.EISDIR, service.IsFolder},
	{syscall.ENXIO, service.NotAFile}, // a socket; a device that is not there
	{syscall.EOPNOTSUPP, service.NotAFile},
}

// explain makes a service.Error of an error, unless it is one. The end of a file is none.
// Detail has the system's words where the code does not say it all.
func explain(op string, err error) error {
	var e *service.Error
	if err == nil || errors.Is(err, io.EOF) || errors.As(err, &e) {
		return err
	}
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return &service.Error{Op: op, Code: r.code, Err: err}
		}
	}
	e = &service.Error{Op: op, Code: service.Unreadable, Err: err}
	var number syscall.Errno
	if errors.As(err, &number) && !errors.Is(err, fs.ErrPermission) {
		e.Detail = number.Error()
	}
	return e
}
