package file

import (
	"context"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"masthead/service"
)

// patience is how long a file is waited for: to be opened, and then for each part of it.
// Slow disks and networks answer within that time, and a person sees nothing happen for
// no longer.
const patience = 5 * time.Second

// File is a regular file that is open for reading. It is for one goroutine at a time.
type File struct {
	reader
	file *os.File
	size int64
}

// Open opens a regular file; symbolic links are followed. What is no regular file is not
// even opened, where that can be seen before.
//
// The file belongs to ctx: when that ends, reading does. The errors are service.Errors:
// NoFile, IsFolder, NotAFile, LinkLoop, Unreadable, Stalled when there is no answer for
// seconds, Canceled.
func Open(ctx context.Context, path string) (*File, error) {
	const op = "file.Open"
	if err := ctx.Err(); err != nil {
		return nil, explain(op, err)
	}
	f, err := Await(ctx, patience, func() (*File, error) { return open(op, path) }, func(late *File) {
		if late != nil {
			_ = late.file.Close()
		}
	})
	if err != nil {
		return nil, explain(op, err)
	}
	f.reader = newReader(ctx, f.file, patience)
	return f, nil
}

// open looks at the file before it opens it, because opening alone sets a pipe's writer
// free and rewinds a tape; and again afterwards, because it may be another one by then.
func open(op, path string) (*File, error) {
	if strings.ContainsRune(path, 0) {
		return nil, service.Errorf(op, service.NoFile, "no name has a zero byte")
	}
	info, err := os.Stat(path)
	if err == nil {
		err = check(op, info)
	}
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, err
	}
	info, err = f.Stat()
	if err == nil {
		err = check(op, info)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &File{file: f, size: info.Size()}, nil
}

// check refuses what is no regular file.
func check(op string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return service.Errorf(op, service.IsFolder, "%v", info.Mode())
	case !info.Mode().IsRegular():
		return service.Errorf(op, service.NotAFile, "%v", info.Mode())
	}
	return nil
}

// Size is the file's size in bytes when it was opened; 0 too for files that the system
// makes up while they are read.
func (f *File) Size() int64 { return f.size }

// Read reads the next bytes. Its errors are io.EOF and service.Errors: Stalled when
// nothing comes for seconds, Canceled, Unreadable with the system's words in Detail.
// After an error the file gives nothing any more.
func (f *File) Read(p []byte) (int, error) { return f.reader.Read(p) }

// Close closes the file. It waits no longer than Read does; a Read that was given up ends
// by it where the system can end it. The error says nothing of what was read.
func (f *File) Close() error {
	const op = "file.Close"
	_, err := Await(f.ctx, patience, func() (struct{}, error) { return struct{}{}, f.file.Close() }, nil)
	return explain(op, err)
}

// Read reads a regular file from its beginning, at most so many bytes of it: what is
// longer is cut off, without an error. The errors are those of Open and File.Read.
func Read(ctx context.Context, path string, most int64) ([]byte, error) {
	f, err := Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return nil, err
	}
	return data, nil
}
