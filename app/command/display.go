package command

import (
	"net"
	"runtime"
	"strings"
)

// haveDisplay reports whether a window can be opened. Under Linux and the BSDs the
// display that the environment names is really asked, because the toolkit ends the
// program with a stack trace when it is not there.
func haveDisplay(env func(string) string) bool {
	switch runtime.GOOS {
	case "windows", "darwin":
		return true
	}
	display := env("DISPLAY")
	if display == "" {
		return false // the toolkit speaks X11; a Wayland desktop brings XWayland and names it here
	}
	host, screen, ok := strings.Cut(display, ":")
	if !ok {
		return false
	}
	number, _, _ := strings.Cut(screen, ".")
	addresses := [][2]string{{"unix", "@/tmp/.X11-unix/X" + number}, {"unix", "/tmp/.X11-unix/X" + number}}
	switch {
	case strings.HasPrefix(host, "/"): // a path, as XQuartz names it
		addresses = [][2]string{{"unix", display}}
	case host != "" && host != "unix":
		return true // a remote display says itself what is wrong
	}
	for _, a := range addresses {
		if conn, err := net.Dial(a[0], a[1]); err == nil {
			conn.Close()
			return true
		}
	}
	return false
}
