package history

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/renameio/v2/maybe"

	"masthead/service"
	"masthead/service/file"
)

// Store is a folder with one folder per account in it.
type Store struct {
	dir string
}

// New uses the folder dir, which need not exist yet.
func New(dir string) *Store { return &Store{dir: dir} }

// Folder is where an account's pictures are kept.
func (s *Store) Folder(a service.Account) string {
	return filepath.Join(s.dir, folderName(a))
}

// Keep writes a picture that is about to be replaced, at says when it was fetched, and
// returns the file's path. A picture that is kept already, byte for byte, is not
// written again. It fails with NotWritten, and then nothing may be replaced.
func (s *Store) Keep(ctx context.Context, a service.Account, k service.Kind, p service.Picture, at time.Time) (string, error) {
	const op = "history.Keep"
	if err := ctx.Err(); err != nil {
		return "", &service.Error{Op: op, Code: service.Canceled, Err: err}
	}
	folder := s.Folder(a)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: folder}
	}
	sum := sha256.Sum256(p.Data)
	mark := hex.EncodeToString(sum[:4])
	ending := "-" + k.String() + "-" + mark + p.Format.Extension()
	if known, err := find(ctx, folder, ending, p.Data); err == nil {
		return known, nil
	}
	path := filepath.Join(folder, at.UTC().Format("2006-01-02T150405Z")+ending)
	if err := maybe.WriteFile(path, p.Data, 0o600); err != nil {
		return "", &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: path}
	}
	return path, nil
}

// find looks for a kept file with that ending and exactly those bytes. What cannot be read
// is passed over.
func find(ctx context.Context, folder, ending string, data []byte) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ending) {
			continue
		}
		path := filepath.Join(folder, e.Name())
		kept, err := file.Read(ctx, path, int64(len(data))+1)
		if err == nil && bytes.Equal(kept, data) {
			return path, nil
		}
	}
	return "", fs.ErrNotExist
}

// folderName is the account's id, which outlives a change of handle; a pasted URL has
// none. Only the characters of an id or a handle get into a path.
func folderName(a service.Account) string {
	name := a.ID
	if name == "" {
		name = strings.ToLower(a.Handle)
	}
	safe := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r == '_':
			return r
		}
		return -1
	}, name)
	if safe == "" {
		return "unnamed"
	}
	return safe
}
