package sandbox

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

const (
	// maxBody is the longest body that is kept, in bytes: a banner of 5 MB in base64,
	// percent-encoded, and room for one that is too large and is told so.
	maxBody = 16 << 20
	// maxDrain is how much of a longer body is still read, so that its sender gets to
	// read the answer rather than a reset connection.
	maxDrain = 64 << 20
	// maxParts is how many parts of a multipart body are looked at.
	maxParts = 100
)

// param is one decoded name and value of a query, a form body or a header.
type param struct{ name, value string }

// input is what a request carries beside its path.
type input struct {
	// params are the query's and then an urlencoded body's, in order, duplicates kept:
	// what is signed.
	params []param
	// parts are a multipart body's, the first of each name. They are not signed.
	parts map[string][]byte
	// tooLong tells that the body was longer than maxBody and was thrown away.
	tooLong bool
}

// readInput reads a request's body to its end, within limits, and takes query and body
// apart. A broken body yields what could be understood of it.
func readInput(r *http.Request) input {
	in := input{params: parsePairs(r.URL.RawQuery)}
	if r.Body == nil {
		return in
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return in
	}
	if len(body) > maxBody {
		drain(r)
		in.tooLong = true
		return in
	}
	kind, details, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
	case kind == "application/x-www-form-urlencoded":
		in.params = append(in.params, parsePairs(string(body))...)
	case kind == "multipart/form-data":
		in.parts = readParts(body, details["boundary"])
	}
	return in
}

// drain reads what is left of a body, within limits.
func drain(r *http.Request) {
	if r.Body != nil {
		_, _ = io.CopyN(io.Discard, r.Body, maxDrain)
	}
}

// readParts takes a multipart body apart. Parts count by their name alone: clients
// send pictures with and without a file name and a Content-Type.
func readParts(body []byte, boundary string) map[string][]byte {
	parts := make(map[string][]byte)
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for range maxParts {
		part, err := reader.NextPart()
		if err != nil {
			break
		}
		data, err := io.ReadAll(part)
		if err != nil {
			break
		}
		if _, seen := parts[part.FormName()]; !seen {
			parts[part.FormName()] = data
		}
	}
	return parts
}

// parsePairs decodes a query or an urlencoded body as RFC 5849 wants it for the
// signature: in order, with duplicates, a plus being a space. What cannot be decoded
// stays as it is.
func parsePairs(encoded string) []param {
	var pairs []param
	for pair := range strings.SplitSeq(encoded, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		pairs = append(pairs, param{unescapeForm(name), unescapeForm(value)})
	}
	return pairs
}

func unescapeForm(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// value is the first value of a name in query, form body or multipart text part.
func (in input) value(name string) string {
	for _, p := range in.params {
		if p.name == name {
			return p.value
		}
	}
	return string(in.parts[name])
}
