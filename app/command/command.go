package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	_ "masthead/app/locale" // before the toolkit reads it
	"masthead/app/message"
	"masthead/service"
	"masthead/service/session"
)

// arguments is the whole command line. The window is the default command, so that
// "masthead picture.jpg" opens it.
type arguments struct {
	Version kong.VersionFlag `help:"Print the version and exit."`
	Window  Window           `cmd:"" default:"withargs" help:"Open the window (the default)."`
	Render  Render           `cmd:"" help:"Draw every size of a picture as files; no display needed."`
	Sandbox Sandbox          `cmd:"" help:"Run the API server alone, for trying and testing any client."`
}

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

// Main runs the command line and returns the exit status.
func Main(version string, args []string, in io.Reader, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program, whatever it is doing
	parser, err := kong.New(&arguments{},
		kong.Name("masthead"),
		kong.Description("A Twitter/X account's avatar and banner at every size: look, compare, publish, go back."),
		kong.Vars{"version": "masthead " + version, "default_api": defaultAPI, "callback_port": strconv.Itoa(session.CallbackPort)},
		kong.Writers(out, errOut),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(out, (*io.Writer)(nil)),
		kong.Bind(terminal{in, out, errOut}, buildVersion(version)),
		kong.UsageOnError(),
	)
	if err != nil {
		return fail(errOut, err.Error())
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return fail(errOut, err.Error()+"; see masthead --help")
	}
	if err := parsed.Run(); err != nil {
		return fail(errOut, sentence(err))
	}
	return 0
}

// buildVersion is the program's version as a type of its own, so that kong can hand it
// to a command.
type buildVersion string

// named is an error about a file that the user named on the command line.
type named struct {
	error
	name string
}

func (n named) Unwrap() error { return n.error }

// said is an error whose text is a sentence for people already.
type said string

func (s said) Error() string { return string(s) }

// cause keeps of a service's error what it says about the user's words.
func cause(err error) error {
	var e *service.Error
	if errors.As(err, &e) && e.Err != nil {
		return said(e.Err.Error())
	}
	return err
}

func sentence(err error) string {
	var n named
	var s said
	switch {
	case errors.As(err, &s):
		return s.Error()
	case errors.As(err, &n):
		return message.OfFile(n.error, n.name, time.Now()).String()
	}
	return message.Of(err, time.Now()).String()
}

// fail says on one line what is wrong. It may quote what stood on the command line, and
// a terminal obeys what it is sent.
func fail(w io.Writer, text string) int {
	fmt.Fprintln(w, "masthead: "+service.Printable(text))
	return 1
}
