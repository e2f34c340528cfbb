package sheet

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"masthead/service"
)

// File is a file to be written.
type File struct {
	// Name is without a folder.
	Name string
	Data []byte
}

// Save writes files into a folder, which it makes when it is not there; files of the
// same name are replaced. It is all or nothing: when it fails, or ctx ends, no new file
// is left behind, nor a folder that it made. Errors: NotWritten, Canceled.
func Save(ctx context.Context, dir string, files []File) error {
	made, err := makeFolder(dir)
	if err == nil {
		err = fill(ctx, dir, files)
	}
	if err == nil {
		return nil
	}
	for _, folder := range made { // innermost first; one that is in use by now stays
		_ = os.Remove(folder)
	}
	const op = "sheet.Save"
	if ctx.Err() != nil {
		return &service.Error{Op: op, Code: service.Canceled, Err: context.Cause(ctx)}
	}
	return &service.Error{Op: op, Code: service.NotWritten, Detail: dir, Err: err}
}

// makeFolder makes a folder and what is missing above it, and lists what it made,
// innermost first, also when it fails half-way.
func makeFolder(dir string) (made []string, err error) {
	var missing []string
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err == nil && !info.IsDir() {
			return nil, errors.New(at + " is a file")
		}
		if err == nil || at == filepath.Dir(at) {
			break
		}
		missing = append(missing, at)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		err := os.Mkdir(missing[i], 0o755)
		if errors.Is(err, os.ErrExist) {
			continue // somebody else's, who made it meanwhile, or a link to nowhere
		}
		if err != nil {
			return made, err
		}
		made = append([]string{missing[i]}, made...)
	}
	return made, nil
}

// fill writes everything into a folder beside the targets first, then moves it in
// place: only then can something half-done be seen, and it is taken back.
func fill(ctx context.Context, dir string, files []File) (err error) {
	staging, err := os.MkdirTemp(dir, ".masthead-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(staging)
	for _, f := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := os.WriteFile(filepath.Join(staging, f.Name), f.Data, 0o644); err != nil {
			return err
		}
	}
	var placed []string
	defer func() {
		if err != nil {
			for _, path := range placed {
				_ = os.Remove(path)
			}
		}
	}()
	for _, f := range files {
		target := filepath.Join(dir, f.Name)
		_, before := os.Lstat(target)
		if err := os.Rename(filepath.Join(staging, f.Name), target); err != nil {
			return err
		}
		if before != nil {
			placed = append(placed, target)
		}
	}
	return nil
}
