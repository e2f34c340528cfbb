package session

import (
	"net"
	"syscall"
	"testing"
)

// What the system may hold back is what "handed to the network" may be ahead of the
// network by. Linux doubles what is asked for, to have room for its own bookkeeping.
func TestTheSendBufferIsBounded(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := newTransport().DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var size int
	if cerr := raw.Control(func(fd uintptr) {
		size, err = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF)
	}); cerr != nil || err != nil {
		t.Fatal(cerr, err)
	}
	if size > 2*sendBuffer {
		t.Errorf("the system holds back up to %d bytes, want %d at most", size, 2*sendBuffer)
	}
}
