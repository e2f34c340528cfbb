// Package session signs in to the API with OAuth 1.0a, by PIN or by a callback on this
// computer, signs requests and lets them out to one host only, and lists the accounts
// that have been signed in. It corrects a wrong clock, follows no redirect, gives up on a
// connection that stands still, and keeps keys and tokens out of every text but the one
// for a vault.
package session
