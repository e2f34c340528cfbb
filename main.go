// Masthead shows a Twitter/X account's avatar and banner at every size side by side,
// shows a new picture at every size before anyone else sees it, publishes it, and proves
// that it is live.
package main

import (
	"os"

	"masthead/app/command"
)

// version is set by release builds: -ldflags "-X main.version=1.2.3".
var version = "development"

func main() {
	os.Exit(command.Main(version, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
