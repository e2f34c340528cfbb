package session

import (
	"context"
	"net/http/httptrace"
)

// WithWhole has report told of each try to send a request: false as it begins, true once
// all of it, its body included, was handed to the network. What the network does with it
// then only an answer tells. report runs on the connection's goroutines and must not block.
func WithWhole(ctx context.Context, report func(whole bool)) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { report(false) },
		WroteRequest: func(info httptrace.WroteRequestInfo) { report(info.Err == nil) },
	})
}
