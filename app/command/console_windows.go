package command

import (
	"os"
	"syscall"
)

// init gives a program that is built for the window the console it was started from, if
// any: Windows hands it none, and "masthead render" would work without a word. Handles
// that were redirected to a file or a pipe stay as they are.
//
// It runs before main takes os.Stdin, os.Stdout and os.Stderr.
func init() {
	const attachParentProcess = ^uintptr(0)
	attach := syscall.NewLazyDLL("kernel32.dll").NewProc("AttachConsole")
	if ok, _, _ := attach.Call(attachParentProcess); ok == 0 {
		return // started from the desktop
	}
	for _, stream := range []struct {
		file    **os.File
		console string
		mode    int
	}{
		{&os.Stdin, "CONIN$", os.O_RDONLY},
		{&os.Stdout, "CONOUT$", os.O_RDWR},
		{&os.Stderr, "CONOUT$", os.O_RDWR},
	} {
		if redirected(*stream.file) {
			continue
		}
		if f, err := os.OpenFile(stream.console, stream.mode, 0); err == nil {
			*stream.file = f
		}
	}
}

// redirected reports whether a standard stream leads anywhere already.
func redirected(f *os.File) bool {
	if f == nil {
		return false
	}
	kind, err := syscall.GetFileType(syscall.Handle(f.Fd()))
	return err == nil && kind != syscall.FILE_TYPE_UNKNOWN
}
