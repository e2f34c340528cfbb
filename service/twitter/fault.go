package twitter

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// maxText is how many characters of a server's message are kept.
const maxText = 200

var title = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// fault is what an error body says, whatever its shape.
type fault struct {
	// Code is X's own number; 0 when there is none.
	Code int
	// Text is the message, made short and printable.
	Text string
	// Problem is the last segment of an API 2 problem's type: "client-forbidden".
	Problem string
	// Reason is an API 2 problem's reason: "client-not-enrolled".
	Reason string
}

// parseFault reads every shape of error body: JSON errors, {"request","error"}, API 2
// problems, both shapes of XML, a page of HTML, plain text and nothing at all.
func parseFault(body []byte) fault {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return fault{}
	case body[0] == '{' || body[0] == '[':
		if f, ok := jsonFault(body); ok {
			return f
		}
	case body[0] == '<':
		if f, ok := xmlFault(body); ok {
			return f
		}
		return fault{Text: tidy(htmlTitle(body))}
	}
	return fault{Text: tidy(string(body))}
}

func jsonFault(body []byte) (fault, bool) {
	var whole any
	if err := json.Unmarshal(body, &whole); err != nil {
		return fault{}, false
	}
	return faultIn(whole, 0), true
}

// faultIn digs for the first entry that says something. Depth bounds hostile nesting.
func faultIn(v any, depth int) fault {
	if depth > 4 {
		return fault{}
	}
	switch v := v.(type) {
	case string:
		return fault{Text: tidy(v)}
	case []any:
		for _, entry := range v {
			if f := faultIn(entry, depth+1); f != (fault{}) {
				return f
			}
		}
	case map[string]any:
		own := fault{
			Code:    number(v["code"]),
			Text:    tidy(firstText(v, "message", "detail", "title")),
			Problem: lastSegment(text(v["type"])),
			Reason:  text(v["reason"]),
		}
		for _, key := range []string{"errors", "error"} {
			inner := faultIn(v[key], depth+1)
			own.Code = cmp.Or(own.Code, inner.Code)
			own.Text = cmp.Or(own.Text, inner.Text)
			own.Problem = cmp.Or(own.Problem, inner.Problem)
			own.Reason = cmp.Or(own.Reason, inner.Reason)
		}
		return own
	}
	return fault{}
}

// xmlFault reads <errors><error code="415">text</error></errors> and
// <hash><request>…</request><error>text</error></hash>.
func xmlFault(body []byte) (fault, bool) {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	root := ""
	for {
		token, err := decoder.Token()
		if err != nil {
			return fault{}, root == "errors" || root == "hash"
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if root == "" {
			if root = start.Name.Local; root != "errors" && root != "hash" {
				return fault{}, false
			}
		}
		if start.Name.Local != "error" {
			continue
		}
		var entry struct {
			Code string `xml:"code,attr"`
			Text string `xml:",chardata"`
		}
		if err := decoder.DecodeElement(&entry, &start); err != nil && entry.Code == "" {
			return fault{}, true
		}
		return fault{Code: number(entry.Code), Text: tidy(entry.Text)}, true
	}
}

// htmlTitle is the title of a page, "" when it has none.
func htmlTitle(body []byte) string {
	if found := title.FindSubmatch(body); found != nil {
		return string(found[1])
	}
	return ""
}

// tidy makes a server's text fit for a log: one line, short, printable. A text that
// quotes OAuth parameters back is dropped, for a token may be among them.
func tidy(s string) string {
	if len(s) > 4*maxText {
		s = s[:4*maxText]
	}
	if strings.Contains(strings.ToLower(s), "oauth_") {
		return ""
	}
	words := strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	})
	line := []rune(strings.Join(words, " "))
	if len(line) > maxText {
		line = append(line[:maxText-1], '…')
	}
	return string(line)
}

// number reads a code that is a JSON number or digits; 0 for anything else.
func number(v any) int {
	switch v := v.(type) {
	case float64:
		if v == float64(int32(v)) {
			return int(v)
		}
	case string:
		n, _ := strconv.ParseInt(v, 10, 32)
		return int(n)
	}
	return 0
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func firstText(object map[string]any, keys ...string) string {
	for _, key := range keys {
		if s := text(object[key]); s != "" {
			return s
		}
	}
	return ""
}

func lastSegment(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
