package command

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"masthead/app"
	"masthead/service"
	"masthead/service/file"
	"masthead/service/session"
)

// Window is `masthead [IMAGE]`: the window, with a picture as a draft.
type Window struct {
	Image   fileName `arg:"" optional:"" help:"A picture to show as a draft."`
	Sandbox bool     `help:"Sign in to the built-in demo account."`
	API     *url.URL `name:"api" default:"${default_api}" help:"Another API base."`
	Port    uint16   `name:"callback-port" default:"${callback_port}" help:"Port of this computer that the browser comes back to after signing in with a callback."`
	Keys    string   `placeholder:"FILE" help:"Keys for this run only: a JSON object as \"masthead sandbox\" prints it; - reads standard input."`
}

// fileName is a file's name as it was typed. kong's own strings replace what is not UTF-8,
// and file names may hold any bytes.
type fileName string

// Decode reads one word of the command line; kong calls it.
func (f *fileName) Decode(c *kong.DecodeContext) error {
	word, err := c.Scan.PopValue("file")
	*f = fileName(word.String())
	return err
}

// errNoDisplay is what the window says where there is nothing to show it on.
const errNoDisplay = said("there is no display to open a window on; \"masthead render IMAGE --out DIR\" needs none")

// defaultAPI is where X's API is.
const defaultAPI = "https://api.x.com"

// maxKeys is the most that is read of what should hold keys, in bytes.
const maxKeys = 64 << 10

// errTwoServers is what the window says when it is to be signed in to both.
const errTwoServers = said("--sandbox is a server of its own: leave out --api")

// Run opens the window and returns when it is closed; or hands the picture to the window
// that is open already.
func (w *Window) Run(ctx context.Context, t terminal, v buildVersion) error {
	options := app.Options{Image: string(w.Image), Sandbox: w.Sandbox, API: w.API, CallbackPort: int(w.Port), Version: string(v)}
	if err := session.CheckBase(w.API); err != nil {
		return cause(err)
	}
	if w.Sandbox && w.API.String() != defaultAPI {
		return errTwoServers
	}
	if w.Keys != "" {
		keys, err := readKeys(ctx, w.Keys, t.in)
		if err != nil {
			return named{err, w.Keys}
		}
		options.Credentials = keys
	}
	if !haveDisplay(os.Getenv) {
		return errNoDisplay
	}
	return app.Run(ctx, options)
}

// readKeys reads one JSON object; what follows it is left unread. Standard input, which
// is "-", may be a pipe or a terminal and is waited for as long as ctx lives; everything
// else must be a file. As when they are typed, spaces around the keys are no part of them.
func readKeys(ctx context.Context, path string, in io.Reader) (session.Credentials, error) {
	const op = "command.readKeys"
	if path == "-" {
		in = file.Input(ctx, in)
	} else {
		f, err := file.Open(ctx, path)
		if err != nil {
			return session.Credentials{}, err
		}
		defer f.Close()
		in = f
	}
	var read struct {
		ConsumerKey    string `json:"consumer_key"`
		ConsumerSecret string `json:"consumer_secret"`
		Token          string `json:"access_token"`
		TokenSecret    string `json:"access_token_secret"`
	}
	err := json.NewDecoder(io.LimitReader(in, maxKeys)).Decode(&read)
	if service.CodeOf(err) != service.Unknown {
		return session.Credentials{}, err
	}
	keys := session.Credentials{
		ConsumerKey: strings.TrimSpace(read.ConsumerKey), ConsumerSecret: strings.TrimSpace(read.ConsumerSecret),
		Token: strings.TrimSpace(read.Token), TokenSecret: strings.TrimSpace(read.TokenSecret),
	}
	if err != nil || keys.ConsumerKey == "" || keys.ConsumerSecret == "" || keys.Token == "" || keys.TokenSecret == "" {
		return session.Credentials{}, service.Errorf(op, service.BadKeys, "no keys in it")
	}
	return keys, nil
}
