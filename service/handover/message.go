package handover

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"

	"masthead/service"
)

// version is that of the lines below. A program that reads another one understands
// nothing, and says so.
const version = 1

// maxLine is the longest line that is sent or read, in bytes.
const maxLine = 64 << 10

// message is what a later start says. JSON knows no text but Unicode, and file names may
// be any bytes: they travel in base64, which is what JSON makes of a []byte.
type message struct {
	Version int    `json:"v"`
	Path    []byte `json:"path,omitempty"`
}

// answer is what the program that is running says to that.
type answer struct {
	Version int  `json:"v"`
	Taken   bool `json:"taken"`
}

// format is the line for a path.
func format(path string) ([]byte, error) {
	const op = "handover.format"
	line, err := json.Marshal(message{Version: version, Path: []byte(path)})
	if err != nil {
		return nil, &service.Error{Op: op, Code: service.Garbled, Err: err}
	}
	if len(line) >= maxLine {
		return nil, service.Errorf(op, service.TooLarge, "a path of %d bytes", len(path))
	}
	return append(line, '\n'), nil
}

// parse reads the path from a line: absolute, or "" for none. The error is Garbled.
func parse(line []byte) (string, error) {
	const op = "handover.parse"
	var m message
	if err := json.Unmarshal(line, &m); err != nil {
		return "", &service.Error{Op: op, Code: service.Garbled, Err: err}
	}
	switch {
	case m.Version != version:
		return "", service.Errorf(op, service.Garbled, "version %d", m.Version)
	case bytes.IndexByte(m.Path, 0) >= 0:
		return "", service.Errorf(op, service.Garbled, "no system has such a path")
	case len(m.Path) > 0 && !filepath.IsAbs(string(m.Path)):
		return "", service.Errorf(op, service.Garbled, "a path from somewhere else")
	}
	return string(m.Path), nil
}

// readLine reads up to the end of a line, which must come within maxLine bytes.
func readLine(r io.Reader) ([]byte, error) {
	return bufio.NewReader(io.LimitReader(r, maxLine)).ReadBytes('\n')
}
