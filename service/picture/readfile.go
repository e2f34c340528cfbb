package picture

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"masthead/service"
	"masthead/service/picture/internal/header"
)

// sniffed is how many bytes tell a picture from anything else: thirty-two, but an SVG may
// have a long comment in front.
const sniffed = 1 << 16

// ReadFile reads an encoded picture from a file, symbolic links followed. What cannot
// be one is refused before it is read: IsFolder, NoFile, Unreadable, NotAPicture (also
// for pipes and devices, which could wait for ever), TooLarge for more than MaxBytes.
func ReadFile(path string) ([]byte, error) {
	const op = "picture.ReadFile"
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(op, err)
	}
	switch {
	case info.IsDir():
		return nil, &service.Error{Op: op, Code: service.IsFolder}
	case !info.Mode().IsRegular():
		return nil, &service.Error{Op: op, Code: service.NotAPicture, Detail: "no ordinary file"}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(op, err)
	}
	defer file.Close()
	data := make([]byte, sniffed)
	n, err := io.ReadFull(file, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, unreadable(op, err)
	}
	data = data[:n]
	if _, ok := header.Sniff(data); !ok {
		return nil, notAPicture(op, data)
	}
	if info.Size() > MaxBytes {
		return nil, tooManyBytes(op, info.Size())
	}
	whole := make([]byte, n, max(info.Size(), int64(n))+1) // a byte more: room to see the end
	copy(whole, data)
	for {
		n, err := file.Read(whole[len(whole):cap(whole)])
		whole = whole[:len(whole)+n]
		switch {
		case len(whole) > MaxBytes:
			return nil, tooManyBytes(op, int64(len(whole)))
		case errors.Is(err, io.EOF):
			return whole, nil
		case err != nil:
			return nil, unreadable(op, err)
		case len(whole) == cap(whole): // it grew meanwhile
			whole = append(whole, 0)[:len(whole)]
		}
	}
}

// unreadable sorts the reasons why a file cannot be read.
func unreadable(op string, err error) error {
	code := service.Unreadable
	// The others are paths that no file can have.
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENAMETOOLONG) || errors.Is(err, syscall.EINVAL) {
		code = service.NoFile
	}
	return &service.Error{Op: op, Code: code, Err: err}
}

func notAPicture(op string, data []byte) error {
	e := &service.Error{Op: op, Code: service.NotAPicture, Err: header.ErrNotPicture}
	if len(data) == 0 {
		e.Detail = "it is empty"
	}
	return e
}
