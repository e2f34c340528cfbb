package history

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"masthead/service"
	"masthead/service/file"
)

// Entry is one line of an account's journal: one publishing and what came of it.
type Entry struct {
	At      time.Time `json:"at"`
	Kind    string    `json:"kind"`
	Outcome string    `json:"outcome"`
	Handle  string    `json:"handle"`
	// What was sent; zero after a removal. Width and Height in pixels, Bytes in bytes.
	Format string `json:"format,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Bytes  int    `json:"bytes,omitempty"`
	// Replaced is the kept file's name beside the journal; "" when nothing was there.
	Replaced string `json:"replaced,omitempty"`
	OldURL   string `json:"old_url,omitempty"`
	NewURL   string `json:"new_url,omitempty"`
}

const journalName = "journal.jsonl"

// Record appends a publishing to the account's journal. It fails with NotWritten; the
// publishing itself stands all the same.
func (s *Store) Record(r service.Receipt) error {
	const op = "history.Record"
	e := Entry{
		At: r.SentAt, Kind: r.Kind.String(), Outcome: r.Outcome.String(), Handle: r.Account.Handle,
		Format: string(r.Sent.Format), Width: r.Sent.Width, Height: r.Sent.Height, Bytes: r.Sent.Bytes(),
		OldURL: r.OldURL, NewURL: r.NewURL,
	}
	if r.KeptFile != "" {
		e.Replaced = filepath.Base(r.KeptFile)
	}
	line, err := json.Marshal(e)
	if err != nil {
		return &service.Error{Op: op, Code: service.NotWritten, Err: err}
	}
	folder := s.Folder(r.Account)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: folder}
	}
	path := filepath.Join(folder, journalName)
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // a pipe may wait for ever
		return &service.Error{Op: op, Code: service.NotWritten, Err: fmt.Errorf("it is no file: %v", info.Mode()), Detail: path}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.Write(append(line, '\n'))
		if closed := f.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: path}
	}
	return nil
}

// Entries reads an account's journal, oldest first. A line that was cut short by a
// crash is passed over; a missing journal is an empty one. Unreadable is one that cannot be
// read: it may not be, gives nothing for seconds, or is no file at all.
func (s *Store) Entries(a service.Account) ([]Entry, error) {
	const op = "history.Entries"
	path := filepath.Join(s.Folder(a), journalName)
	f, err := file.Open(context.Background(), path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &service.Error{Op: op, Code: service.Unreadable, Err: err, Detail: path}
	}
	defer f.Close()
	var all []Entry
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var e Entry
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			all = append(all, e)
		}
	}
	if err := lines.Err(); err != nil {
		return all, &service.Error{Op: op, Code: service.Unreadable, Err: err, Detail: path}
	}
	return all, nil
}
