package sandbox

// pageHTML is the authorize page. The PIN stands where X's own page has it, for
// clients that read it from there.
const pageHTML = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Masthead sandbox</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #f4f6f8; color: #14181d; margin: 0; }
main { max-width: 26rem; margin: 12vh auto; padding: 2rem; background: #fff; border: 1px solid #d5dce3; border-radius: 10px; }
h1 { font-size: 1.25rem; margin: 0 0 .75rem; }
label { display: block; padding: .25rem 0; }
button { font: inherit; padding: .5rem 1.25rem; border-radius: 8px; border: 1px solid #8a96a3; background: #fff; margin: 1rem .5rem 0 0; }
button[value=allow] { background: #2563eb; border-color: #2563eb; color: #fff; }
code { font-size: 2rem; letter-spacing: .15em; }
small { color: #55616d; }
@media (prefers-color-scheme: dark) {
body { background: #0f1216; color: #e7ecf2; }
main, button { background: #161a20; border-color: #2a323c; color: inherit; }
small { color: #93a0ae; }
}
</style>
</head>
<body>
<main>
{{- if .Unknown}}
<h1>This sign-in is not valid</h1>
<p>It is unknown, has expired or was used already. Start again in the app.</p>
{{- else if .Denied}}
<h1>Not allowed</h1>
<p>The app gets no access. You can close this page.</p>
{{- else if .PIN}}
<h1>Allowed for {{.Account.Name}} (@{{.Account.Handle}})</h1>
<p>Enter this PIN in the app:</p>
<div id="oauth_pin"><p><kbd aria-labelledby="code-desc"><code>{{.PIN}}</code></kbd></p></div>
{{- else}}
<h1>Allow the app to use an account?</h1>
<p>It will be able to see the account and to change its pictures.</p>
<form id="oauth_form" method="post" action="authorize">
<input type="hidden" name="authenticity_token" value="{{.Proof}}">
<input type="hidden" name="oauth_token" value="{{.Token}}">
{{- range $i, $a := .Accounts}}
<label><input type="radio" name="account" value="{{$a.ID}}"{{if not $i}} checked{{end}}> {{$a.Name}} (@{{$a.Handle}})</label>
{{- end}}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>
{{- if .Returns}}
<p><small>You will be taken back to the app.</small></p>
{{- else}}
<p><small>You will get a PIN to enter in the app.</small></p>
{{- end}}
{{- end}}
<p><small>Masthead sandbox. Nothing here reaches X.</small></p>
</main>
</body>
</html>
`
