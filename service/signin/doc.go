// Package signin keeps accounts signed in: their keys in a vault, everything that is no
// secret in the index, and what is signed out really gone from both, even when the
// keyring answers late or the program is killed between two steps.
package signin
