package session

import (
	"bytes"
	"html/template"
	"net/http"
	"strconv"
)

// callbackPage is what a browser's tab says at the end.
type callbackPage struct {
	Title string
	Text  string
	Next  string
}

func successPage(handle string) callbackPage {
	who := "You are"
	if handle != "" {
		who = "@" + handle + " is"
	}
	return callbackPage{
		Title: "Signed in",
		Text:  who + " signed in to Masthead.",
		Next:  "You can close this tab.",
	}
}

func failurePage(text string) callbackPage {
	return callbackPage{
		Title: "Not signed in",
		Text:  text,
		Next:  "You can close this tab and go back to Masthead.",
	}
}

func strayPage() callbackPage {
	return callbackPage{
		Title: "Nothing to see here",
		Text:  "Masthead waits at this address for a browser that comes back from signing in. This page is not part of that, and nothing has happened.",
		Next:  "You can close this tab and go back to Masthead.",
	}
}

// callbackHTML is in the colours of the sandbox's authorize page, which it follows
// there. Its empty icon keeps the browser from asking for one.
const callbackHTML = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{.Title}} – Masthead</title>
<link rel="icon" href="data:,">
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #f4f6f8; color: #14181d; margin: 0; }
main { max-width: 26rem; margin: 12vh auto; padding: 2rem; background: #fff; border: 1px solid #d5dce3; border-radius: 10px; overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; margin: 0 0 .75rem; }
p { margin: 0 0 .75rem; }
small { color: #55616d; }
@media (prefers-color-scheme: dark) {
body { background: #0f1216; color: #e7ecf2; }
main { background: #161a20; border-color: #2a323c; }
small { color: #93a0ae; }
}
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}} {{.Next}}</p>
<p><small>Masthead, on this computer.</small></p>
</main>
</body>
</html>
`

// write answers completely: with a length, so that the browser knows the end when the
// connection is closed behind it. net/http leaves the body out for a HEAD.
func write(w http.ResponseWriter, status int, p callbackPage) {
	var page bytes.Buffer
	if err := callbackTemplate().Execute(&page, p); err != nil {
		status = http.StatusInternalServerError
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

func callbackTemplate() *template.Template {
	return template.Must(template.New("callback").Parse(callbackHTML))
}
