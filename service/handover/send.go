package handover

import (
	"context"
	"encoding/json"
	"net"
	"time"
)

// outcome is what became of a path.
type outcome int

const (
	taken   outcome = iota // the program that is running has it
	refused                // it does not want it, or does not answer
	gone                   // it ended without an answer
)

// send hands a path over and waits for the answer.
func send(ctx context.Context, conn net.Conn, path string) outcome {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	line, err := format(path)
	if err != nil {
		return refused
	}
	if _, err = conn.Write(line); err == nil {
		line, err = readLine(conn)
	}
	var a answer
	switch {
	case ctx.Err() != nil:
		return refused
	case err != nil:
		return gone
	case json.Unmarshal(line, &a) == nil && a == answer{version, true}:
		return taken
	}
	return refused
}

// receive takes one path and answers. Once ctx has ended there is no answer, so that the
// start on the other side does not believe its path in good hands.
func receive(ctx context.Context, conn net.Conn, take func(path string)) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	_ = conn.SetDeadline(time.Now().Add(patience))
	var path string
	line, err := readLine(conn)
	if err == nil {
		path, err = parse(line)
	}
	if err == nil && ctx.Err() == nil {
		take(path)
	}
	if ctx.Err() == nil {
		_ = json.NewEncoder(conn).Encode(answer{version, err == nil}) // who is gone needs none
	}
}
