// Package session signs requests to the API with OAuth 1.0a and lets them out to one
// host only. It corrects a wrong clock, follows no redirect, gives up on a connection
// that stands still, and keeps keys and tokens out of every text.
package session
