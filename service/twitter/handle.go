package twitter

import (
	"net/url"
	"strings"
)

// maxHandle is X's limit, in characters.
const maxHandle = 15

// ParseHandle finds the account that a text means: "ada", "@ada", or the address of a
// page of the account, "https://x.com/ada", "twitter.com/ada/".
func ParseHandle(text string) (handle string, ok bool) {
	text = strings.TrimSpace(text)
	if strings.ContainsRune(text, '/') {
		return handleInURL(text)
	}
	handle = strings.TrimPrefix(text, "@")
	return handle, validHandle(handle)
}

func handleInURL(raw string) (string, bool) {
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "mobile.", "m."} {
		host = strings.TrimPrefix(host, prefix)
	}
	if host != "x.com" && host != "twitter.com" {
		return "", false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	first = strings.TrimPrefix(first, "@")
	return first, validHandle(first) && !ownPage(first)
}

// ownPage reports whether the first segment of a path is a page of X's, not a handle.
func ownPage(segment string) bool {
	switch strings.ToLower(segment) {
	case "i", "home", "explore", "search", "settings", "notifications", "messages", "compose", "intent", "share",
		"hashtag", "login", "logout", "signup", "tos", "privacy", "about", "jobs", "download":
		return true
	}
	return false
}

func validHandle(s string) bool {
	if s == "" || len(s) > maxHandle {
		return false
	}
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_':
		default:
			return false
		}
	}
	return true
}
