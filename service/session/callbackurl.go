package session

import (
	"net"
	"strconv"
)

// CallbackURL is the address that an app must be registered with at X, so that the
// browser comes back to a port of this computer.
func CallbackURL(port int) string {
	return "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) + callbackPath
}
