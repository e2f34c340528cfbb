package picture

import (
	"bytes"
	"context"
	"io"

	"masthead/service"
	"masthead/service/file"
	"masthead/service/picture/internal/header"
)

// sniffed is how many bytes tell a picture from anything else: thirty-two, but an SVG may
// have a long comment in front.
const sniffed = 1 << 16

// ReadFile reads an encoded picture from a file, symbolic links followed. What cannot be
// one is refused before it is read. The errors are those of file.Open and its Read (NoFile,
// IsFolder, NotAFile, LinkLoop, Unreadable, Stalled, Canceled), NotAPicture, and TooLarge
// for more than MaxBytes.
func ReadFile(ctx context.Context, path string) ([]byte, error) {
	const op = "picture.ReadFile"
	f, err := file.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, sniffed))
	if err != nil {
		return nil, err
	}
	if _, ok := header.Sniff(head); !ok {
		return nil, notAPicture(op, head)
	}
	if f.Size() > MaxBytes {
		return nil, tooManyBytes(op, f.Size())
	}
	var whole bytes.Buffer
	whole.Grow(int(f.Size()) + bytes.MinRead) // with room to see the end
	whole.Write(head)
	if _, err := whole.ReadFrom(io.LimitReader(f, MaxBytes+1-int64(len(head)))); err != nil {
		return nil, err
	}
	if whole.Len() > MaxBytes { // it grew meanwhile
		return nil, tooManyBytes(op, int64(whole.Len()))
	}
	return whole.Bytes(), nil
}

func notAPicture(op string, data []byte) error {
	e := &service.Error{Op: op, Code: service.NotAPicture, Err: header.ErrNotPicture}
	if len(data) == 0 {
		e.Detail = "it is empty"
	}
	return e
}
