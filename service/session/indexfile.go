package session

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"masthead/service"
)

// indexVersion is the version of the file that is written. A file of the same version
// may have more fields than are known here.
const indexVersion = 1

// The index as it stands on the disk.
type (
	indexFile struct {
		Version  int           `json:"version"`
		Accounts []entryRecord `json:"accounts"`
	}
	entryRecord struct {
		API       string        `json:"api"`
		Account   accountRecord `json:"account"`
		Plan      planRecord    `json:"plan,omitzero"`
		UsedAt    time.Time     `json:"used_at,omitzero"`
		Forgotten bool          `json:"forgotten,omitzero"`
	}
	accountRecord struct {
		ID            string             `json:"id"`
		Handle        string             `json:"handle"`
		Name          string             `json:"name"`
		Verified      *bool              `json:"verified,omitzero"` // null is not known
		AvatarURL     string             `json:"avatar_url,omitzero"`
		BannerURL     string             `json:"banner_url,omitzero"`
		DefaultAvatar bool               `json:"default_avatar,omitzero"`
		BannerSizes   []bannerSizeRecord `json:"banner_sizes,omitempty"`
		ReadAt        time.Time          `json:"read_at,omitzero"`
		Reader        string             `json:"reader,omitzero"`
	}
	bannerSizeRecord struct {
		Name   string `json:"name"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
		URL    string `json:"url"`
	}
	planRecord struct {
		Reader          string    `json:"reader,omitzero"`
		ReaderAt        time.Time `json:"reader_at,omitzero"`
		WritesRefusedAt time.Time `json:"writes_refused_at,omitzero"`
		Access          string    `json:"access,omitzero"`
	}
)

// encodeIndex writes entries for people to read, too.
func encodeIndex(entries []Entry) ([]byte, error) {
	file := indexFile{Version: indexVersion, Accounts: make([]entryRecord, len(entries))}
	for i, e := range entries {
		file.Accounts[i] = record(e)
	}
	data, err := json.MarshalIndent(file, "", "  ")
	return append(data, '\n'), err
}

// decodeIndex reads what encodeIndex has written, last used first. What names no account
// is passed over, and of two entries of one name the older. The error is Damaged, or
// Newer for a newer version, whatever else stands in it.
func decodeIndex(op string, data []byte) ([]Entry, error) {
	if len(data) > maxIndex {
		return nil, service.Errorf(op, service.Damaged, "the list of accounts is over %s", service.ByteCount(maxIndex))
	}
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err == nil && head.Version > indexVersion {
		return nil, service.Errorf(op, service.Newer, "the list of accounts is of version %d", head.Version)
	}
	var file indexFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, service.Errorf(op, service.Damaged, "the list of accounts: %w", err)
	}
	if file.Version < 1 {
		return nil, service.Errorf(op, service.Damaged, "the list of accounts names no version")
	}
	entries := make([]Entry, len(file.Accounts))
	for i, r := range file.Accounts {
		entries[i] = r.entry()
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(b.UsedAt.Compare(a.UsedAt), cmp.Compare(a.Name(), b.Name()))
	})
	seen := make(map[string]bool)
	return slices.DeleteFunc(entries, func(e Entry) bool {
		unusable := e.API == "" || e.Account.ID == "" || seen[e.Name()]
		seen[e.Name()] = true
		return unusable
	}), nil
}

func record(e Entry) entryRecord {
	a := e.Account
	r := entryRecord{
		API: e.API,
		Account: accountRecord{
			ID: a.ID, Handle: a.Handle, Name: a.Name,
			AvatarURL: a.AvatarURL, BannerURL: a.BannerURL, DefaultAvatar: a.DefaultAvatar,
			ReadAt: a.ReadAt, Reader: string(a.Reader),
		},
		Plan: planRecord{
			Reader: string(e.Plan.Reader), ReaderAt: e.Plan.ReaderAt,
			WritesRefusedAt: e.Plan.WritesRefusedAt, Access: e.Plan.Access,
		},
		UsedAt: e.UsedAt, Forgotten: e.Forgotten,
	}
	if a.VerifiedKnown {
		r.Account.Verified = &a.Verified
	}
	for _, s := range a.BannerSizes {
		r.Account.BannerSizes = append(r.Account.BannerSizes, bannerSizeRecord(s))
	}
	return r
}

func (r entryRecord) entry() Entry {
	e := Entry{
		API: r.API,
		Account: service.Account{
			ID: r.Account.ID, Handle: r.Account.Handle, Name: r.Account.Name,
			AvatarURL: r.Account.AvatarURL, BannerURL: r.Account.BannerURL, DefaultAvatar: r.Account.DefaultAvatar,
			ReadAt: r.Account.ReadAt, Reader: service.Reader(r.Account.Reader),
		},
		Plan: service.Plan{
			Reader: service.Reader(r.Plan.Reader), ReaderAt: r.Plan.ReaderAt,
			WritesRefusedAt: r.Plan.WritesRefusedAt, Access: r.Plan.Access,
		},
		UsedAt: r.UsedAt, Forgotten: r.Forgotten,
	}
	if r.Account.Verified != nil {
		e.Account.Verified, e.Account.VerifiedKnown = *r.Account.Verified, true
	}
	for _, s := range r.Account.BannerSizes {
		e.Account.BannerSizes = append(e.Account.BannerSizes, service.BannerSize(s))
	}
	return e
}
