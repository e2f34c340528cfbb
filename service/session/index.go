package session

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/google/renameio/v2/maybe"

	"masthead/service"
	"masthead/service/file"
)

// maxIndex is the longest index that is read, in bytes: thousands of accounts.
const maxIndex = 4 << 20

// Entry is one account that has been signed in. It holds no secret.
type Entry struct {
	// API is the base that the account belongs to: "https://api.x.com".
	API string
	// Account is as it was read last.
	Account service.Account
	// Plan is what its keys were found to allow.
	Plan service.Plan
	// UsedAt is when the account was shown last; the newest of an API is opened at start.
	UsedAt time.Time
	// Forgotten tells that it was signed out while its secret could not be removed: it may
	// still be in the keyring and is to be removed.
	Forgotten bool
}

// Name is the entry's name in a vault: the API's host, and path if any, and the
// account's number: "api.x.com/12345".
func (e Entry) Name() string {
	place := e.API
	if u, err := url.Parse(e.API); err == nil && u.Host != "" {
		place = strings.ToLower(u.Host) + u.EscapedPath()
	}
	return strings.TrimRight(place, "/") + "/" + e.Account.ID
}

// Index is the list of accounts that have been signed in: a JSON file, in which there is
// nothing secret. It may be used from many goroutines and processes.
type Index struct {
	path string
	lock *indexLock
}

// OpenIndex uses the file at path, which need not exist yet, nor its folder. It touches
// nothing.
func OpenIndex(path string) *Index {
	return &Index{path: path, lock: newIndexLock(path + ".lock")}
}

// Entries lists the accounts, last used first. A missing file is an empty list.
//
// A file that cannot be understood is put aside beside itself as "….damaged", so that
// nothing is lost, and said once: the error is Damaged with the new path as Detail, and
// the list is empty. Sealed is one that cannot be read: it may not be, gives nothing for
// seconds, or is no file at all. Newer is one by a newer version of the program. Both are
// left alone.
func (x *Index) Entries() ([]Entry, error) {
	const op = "session.Entries"
	entries, err := x.read(op)
	if service.CodeOf(err) != service.Damaged {
		return entries, err
	}
	unlock, lockErr := x.lock.acquire()
	if lockErr != nil {
		return nil, err
	}
	defer unlock()
	return x.readOrPutAside(op) // another process may have mended it by now
}

// Update changes the list: change gets the entries, last used first, and returns those
// that are to stand. Nobody else, in any process, changes them meanwhile. The file is
// replaced in one step, readable by the user alone.
//
// The error is NotWritten, Sealed or Newer when nothing was changed: NotWritten too when
// another program holds the list for seconds. Damaged, as in Entries, tells that the former
// list was damaged; the change stands then.
func (x *Index) Update(change func([]Entry) []Entry) error {
	const op = "session.Update"
	if err := os.MkdirAll(filepath.Dir(x.path), 0o700); err != nil {
		return &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: x.path}
	}
	unlock, err := x.lock.acquire()
	if errors.Is(err, errHeld) {
		return &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: "another program holds " + x.path}
	}
	if err != nil {
		return &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: x.path}
	}
	defer unlock()
	entries, damage := x.readOrPutAside(op)
	if damage != nil && service.CodeOf(damage) != service.Damaged {
		return damage
	}
	data, err := encodeIndex(change(entries))
	if err == nil {
		err = maybe.WriteFile(x.path, data, 0o600)
	}
	if err != nil {
		return &service.Error{Op: op, Code: service.NotWritten, Err: err, Detail: x.path}
	}
	return damage
}

// read lists what stands in the file, last used first.
func (x *Index) read(op string) ([]Entry, error) {
	data, err := file.Read(context.Background(), x.path, maxIndex+1)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &service.Error{Op: op, Code: service.Sealed, Err: err, Detail: x.path}
	}
	return decodeIndex(op, data)
}

// readOrPutAside is read, with a damaged file out of the way: where it cannot be moved,
// the error is NotWritten, for it must not be overwritten either. The lock is held.
func (x *Index) readOrPutAside(op string) ([]Entry, error) {
	entries, err := x.read(op)
	if service.CodeOf(err) != service.Damaged {
		return entries, err
	}
	aside := x.path + ".damaged"
	for n := 2; isThere(aside); n++ {
		aside = x.path + ".damaged-" + strconv.Itoa(n)
	}
	if moved := os.Rename(x.path, aside); moved != nil {
		return nil, &service.Error{Op: op, Code: service.NotWritten, Err: errors.Join(err, moved), Detail: x.path}
	}
	return nil, &service.Error{Op: op, Code: service.Damaged, Err: err, Detail: aside}
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
